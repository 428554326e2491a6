// Applies the chosen theme before the first paint; the default is the system's preference.
const key = 'theme';
const root = document.documentElement;

function stored() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function apply(theme) {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
}

function current() {
  return root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

apply(stored());
const fromDisk = location.protocol === 'file:';
// Controls that need scripts are laid out only with scripts, from the first paint on. Opened from a disk, browsers run this one alone.
if (!fromDisk) root.dataset.scripts = '';

if (fromDisk) {
  addEventListener('DOMContentLoaded', () => document.querySelector('[data-from-disk]')?.removeAttribute('hidden'));
  // A folder has no page of its own there.
  addEventListener(
    'click',
    ({ target }) => {
      const link = target instanceof Element ? target.closest('a[href]') : null;
      if (link && link.protocol === 'file:' && link.pathname.endsWith('/')) link.pathname += 'index.html';
    },
    true,
  );
}

addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('[data-theme-toggle]');
  if (!button) return;
  const label = () => {
    button.setAttribute('aria-label', `Switch to the ${current() === 'dark' ? 'light' : 'dark'} theme`);
  };
  button.hidden = false;
  label();
  button.addEventListener('click', () => {
    apply(current() === 'dark' ? 'light' : 'dark');
    label();
    try {
      localStorage.setItem(key, current());
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
  });
});

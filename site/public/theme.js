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
// Controls that need scripts are laid out only with scripts, from the first paint on.
root.dataset.scripts = '';

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

// The reader's choice of theme, applied before the first paint; without one the system's preference holds.
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
// Controls that need scripts are laid out from the first paint on, and not at all without them.
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
      // A browser that stores nothing forgets the choice with the page.
    }
  });
});

/** How long a button says that it has copied, in milliseconds. */
const SAID = 1600;

/** Puts the text beside a button on the clipboard and says so. */
async function copy(button: HTMLButtonElement): Promise<void> {
  const source = button.closest('[data-copied]')?.querySelector('code');
  await navigator.clipboard.writeText(source?.textContent ?? '');
  button.dataset.done = '';
  const name = button.getAttribute('aria-label') ?? '';
  button.setAttribute('aria-label', 'Copied');
  setTimeout(() => {
    delete button.dataset.done;
    button.setAttribute('aria-label', name);
  }, SAID);
}

// Without scripts, or where the page may not write to the clipboard, there is the text to select.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(button).catch(() => button.setAttribute('hidden', '')));
  }
}

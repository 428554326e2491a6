/** Milliseconds for which a button shows that it has copied. */
const SHOWN_FOR = 1600;

/** Copies the text beside a button and confirms it. */
async function copy(button: HTMLButtonElement): Promise<void> {
  const source = button.closest('[data-copied]')?.querySelector('code');
  await navigator.clipboard.writeText(source?.textContent ?? '');
  button.dataset.done = '';
  const name = button.getAttribute('aria-label') ?? '';
  button.setAttribute('aria-label', 'Copied');
  setTimeout(() => {
    delete button.dataset.done;
    button.setAttribute('aria-label', name);
  }, SHOWN_FOR);
}

// Without access to the clipboard, readers can select the text.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(button).catch(() => button.setAttribute('hidden', '')));
  }
}

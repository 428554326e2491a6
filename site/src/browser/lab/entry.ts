import { openApp } from './app.ts';

/** Opens the lab when it scrolls into view; shows a message if the browser cannot run it. */
const root = document.querySelector<HTMLElement>('[data-lab]');
const trouble = document.querySelector<HTMLElement>('[data-lab-trouble]');

/** Why this browser cannot run the lab; null if it can. */
function unsupported(): string | null {
  if (typeof WebAssembly !== 'object') {
    return 'This browser does not run WebAssembly, which the lab needs. Enable it or use another browser; the drawings below show what the lab shows.';
  }
  if (typeof Worker !== 'function') {
    return 'This browser does not support web workers, which the lab needs. Use another browser; the drawings below show what the lab shows.';
  }
  return null;
}

function showTrouble(sentence: string): void {
  if (!trouble) return;
  trouble.hidden = false;
  const place = trouble.querySelector('p');
  if (place) place.textContent = sentence;
  document.documentElement.dataset.labClosed = '';
}

async function open(place: HTMLElement): Promise<void> {
  try {
    await openApp(place);
  } catch (error) {
    console.error(error);
    showTrouble(`The lab could not be opened. Reload the page. (${error instanceof Error ? error.message : error})`);
  }
}

if (root) {
  const sentence = unsupported();
  if (sentence) showTrouble(sentence);
  else {
    const reached = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      reached.disconnect();
      void open(root);
    });
    reached.observe(root);
  }
}

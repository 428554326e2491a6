/** Opens the lab when it is reached, with all its code fetched only then; says so where a browser cannot run it. */
const root = document.querySelector<HTMLElement>('[data-lab]');
const trouble = document.querySelector<HTMLElement>('[data-lab-trouble]');

/** What this browser lacks, in a sentence; null where it has all that the lab needs. */
function lacking(): string | null {
  if (typeof WebAssembly !== 'object') {
    return 'This browser runs no WebAssembly (some switch it off for safety), and the lab is the kernel in WebAssembly. Below is what it shows, as drawings.';
  }
  if (typeof Worker !== 'function') {
    return 'This browser starts no worker, and the lab runs its networks in one. Below is what it shows, as drawings.';
  }
  return null;
}

function give(sentence: string): void {
  if (!trouble) return;
  trouble.hidden = false;
  const place = trouble.querySelector('p');
  if (place) place.textContent = sentence;
  document.documentElement.dataset.labClosed = '';
}

async function open(place: HTMLElement): Promise<void> {
  try {
    const { openApp } = await import('./app.ts');
    await openApp(place);
  } catch (error) {
    give(`The lab could not be opened. Load the page again. (${error instanceof Error ? error.message : error})`);
  }
}

if (root) {
  const sentence = lacking();
  if (sentence) give(sentence);
  else {
    const reached = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      reached.disconnect();
      void open(root);
    });
    reached.observe(root);
  }
}

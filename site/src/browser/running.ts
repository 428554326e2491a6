// The networks of the story: those that run load when they come into view, those that train when the reader starts them.
import { describeFailure } from './lab/setting.ts';

/** What runs as soon as it comes into view, by the attribute of its place. */
const seen: Record<string, (place: HTMLElement) => Promise<void>> = {
  'running-noise': async (place) => (await import('./runningNoise.ts')).runNoise(place),
  'running-weights': async (place) => (await import('./runningWeights.ts')).runWeights(place),
  'running-memory': async (place) => (await import('./runningMemory.ts')).runMemory(place),
  'running-generalizing': async (place) => (await import('./runningGeneralizing.ts')).runGeneralizing(place),
  'running-cost': async (place) => (await import('./runningCost.ts')).runCost(place),
};

for (const [name, run] of Object.entries(seen)) {
  for (const place of document.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
    const reached = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        reached.disconnect();
        void open(place, () => run(place));
      },
      { rootMargin: '200px' },
    );
    reached.observe(place);
  }
}

for (const place of document.querySelectorAll<HTMLElement>('[data-running-training]')) {
  const start = place.querySelector<HTMLButtonElement>('[data-train]');
  start?.addEventListener('click', () => {
    // Until the script is there, too: a second click starts nothing, and the sentence has its room at once.
    start.disabled = true;
    const status = place.querySelector('[data-read]');
    if (status) status.textContent = 'Starting.';
    const training = open(place, async () => (await import('./runningTraining.ts')).runTraining(place));
    void training.finally(() => {
      start.disabled = false;
    });
  });
}

/** Runs an action; a failure is said beside the controls. */
async function open(place: HTMLElement, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const status = place.querySelector('[data-read]');
    if (status) status.textContent = `The networks could not be run. ${describeFailure(error)}`;
  }
}

// The network of the first screen: it takes one bit after another, from the running example or from the reader.
import type { Example } from './example.ts';

/** Milliseconds between two bits of the stream. */
const PACE = 1400;

const place = document.querySelector<HTMLElement>('[data-hero]');
if (place?.dataset.hero) {
  const start = () =>
    open(place, place.dataset.hero ?? '').catch((error: unknown) => console.warn('the network stands still', error));
  // The page is painted first.
  if (document.readyState === 'complete') setTimeout(start);
  else addEventListener('load', () => setTimeout(start));
}

async function open(place: HTMLElement, address: string): Promise<void> {
  const [{ loadExample }, { streamBits }] = await Promise.all([import('./example.ts'), import('./lab/source.ts')]);
  const example = await loadExample(address);
  const next = streamBits(0);
  const shown = place.querySelectorAll('[data-row]:first-child .bit').length;
  const bits: number[] = Array.from({ length: shown }, (_, i) => next(i));
  let taken = shown;
  let timer: number | undefined;
  const play = place.querySelector<HTMLButtonElement>('[data-play]');
  const status = place.querySelector('[data-hero-status]');

  const feed = (bit: number) => {
    bits.push(bit);
    // What left the page long ago no longer counts: the network forgets it.
    if (bits.length > 64) bits.splice(0, bits.length - 64);
    draw(place, example, bits);
  };
  const setPlaying = (playing: boolean) => {
    clearInterval(timer);
    timer = playing ? window.setInterval(() => !document.hidden && feed(next(taken++)), PACE) : undefined;
    play?.setAttribute('aria-pressed', String(playing));
    const word = place.querySelector('[data-play-word]');
    if (word) word.textContent = playing ? 'Pause' : 'Play';
  };
  for (const button of place.querySelectorAll<HTMLButtonElement>('[data-feed]')) {
    button.addEventListener('click', () => {
      setPlaying(false);
      feed(Number(button.dataset.feed));
      if (status) status.textContent = words(place);
    });
  }
  play?.addEventListener('click', () => setPlaying(timer === undefined));
  setPlaying(!matchMedia('(prefers-reduced-motion: reduce)').matches);
  place.dataset.live = '';
}

/** Shows the last bits, the activity and the answers that they lead to. */
function draw(place: HTMLElement, example: Example, bits: readonly number[]): void {
  const answers = new Map(example.answers(bits).map(({ N, over }) => [N, over.at(-1)]));
  for (const row of place.querySelectorAll<SVGGElement>('[data-row]')) {
    const cells = [...row.querySelectorAll('.bit')];
    cells.forEach((cell, i) => {
      const bit = bits[bits.length - cells.length + i];
      cell.classList.toggle('one', bit === 1);
      const text = cell.querySelector('text');
      if (text) text.textContent = String(bit);
    });
    const answer = answers.get(Number(row.dataset.row));
    if (!answer) continue;
    const most = Math.max(...answer.activity.map(Math.abs)) || 1;
    row.querySelectorAll('.growth-active').forEach((neuron, i) => {
      neuron.setAttribute('fill-opacity', String(Math.max(0, answer.activity[i] / most).toFixed(2)));
    });
    const mark = row.querySelector('[data-answer]');
    mark?.classList.toggle('one', answer.answer === 1 && answer.right);
    mark?.classList.toggle('wrong', !answer.right);
    const text = mark?.querySelector('text');
    if (text) text.textContent = String(answer.answer);
  }
}

/** The answers in words, as they are drawn. */
function words(place: HTMLElement): string {
  const answers = [...place.querySelectorAll<SVGGElement>('[data-row]')].map((row) => {
    const mark = row.querySelector('[data-answer]');
    return `N = ${row.dataset.row}: ${mark?.textContent?.trim()}${mark?.classList.contains('wrong') ? ', wrong' : ''}`;
  });
  return answers.join('; ');
}

// The running example under the reader's hands: bits that can be flipped.
import { stream } from '../report/parity.ts';
import type { Example, ExampleAnswer } from './example.ts';

const flips = document.querySelector<HTMLElement>('[data-flip]');

async function load(address: string): Promise<Example> {
  const { loadExample } = await import('./example.ts');
  return loadExample(address);
}

/** Runs an action on the network; where it cannot be had, the drawing stays as it is. */
function withExample(address: string, action: (example: Example) => void): void {
  load(address).then(action, (error: unknown) => console.warn('the running example stands still', error));
}

if (flips?.dataset.flip) {
  const bits: number[] = [...stream];
  const address = flips.dataset.flip;
  for (const button of flips.querySelectorAll<HTMLButtonElement>('[data-flip-at]')) {
    button.addEventListener('click', () => {
      const at = Number(button.dataset.flipAt);
      bits[at] = 1 - bits[at];
      button.textContent = String(bits[at]);
      button.setAttribute('aria-pressed', String(bits[at] === 1));
      withExample(address, (example) => drawAnswers(flips, example, bits));
    });
  }
}

function drawAnswers(place: HTMLElement, example: Example, bits: readonly number[]): void {
  for (const cell of place.querySelectorAll<SVGElement>('[data-bit-at]')) {
    const bit = bits[Number(cell.dataset.bitAt)];
    cell.classList.toggle('one', bit === 1);
    setText(cell.querySelector('text'), String(bit));
  }
  const answers = new Map(example.answers(bits).map(({ N, over }) => [N, over]));
  for (const mark of place.querySelectorAll<SVGElement>('[data-answer-at]')) {
    const [N, t] = (mark.dataset.answerAt ?? '').split(' ').map(Number);
    setMark(mark, answers.get(N)?.[t]);
  }
  // Why: the parity of N + 1 bits is that of N bits one step ago, flipped by a one.
  const last = bits.length - 1;
  const [before, now] = [answers.get(2)?.[last - 1], answers.get(3)?.[last]];
  if (before && now)
    setText(
      place.querySelector('[data-why]'),
      `One bit ago the module for N = 2 answered ${before.answer}; the new bit is ${bits[last]}; together they give ${before.answer ^ bits[last]}, and the module for N = 3 answers ${now.answer}.`,
    );
}

function setMark(mark: Element, answer: ExampleAnswer | null | undefined): void {
  if (!answer) return;
  mark.classList.toggle('one', answer.answer === 1 && answer.right);
  mark.classList.toggle('wrong', !answer.right);
  setText(mark.querySelector('text'), String(answer.answer));
}

function setText(place: Element | null | undefined, text: string): void {
  if (place) place.textContent = text;
}

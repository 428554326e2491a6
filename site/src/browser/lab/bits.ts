import { labelsOf } from '../../../../src/task/label.ts';

/** The stream as the lab shows it. */
export interface BitsShown {
  /** All bits so far, the newest last. */
  bits: ArrayLike<number>;
  /** The task whose bits are underlined. */
  task: number;
  /** Pixels. */
  width: number;
}

const HEIGHT = 58;

/** The newest bits with the last N underlined, their ones filled, and the parity of those in a round mark: one SVG image as text. */
export function drawBits({ bits, task, width }: BitsShown): string {
  const room = width - 52;
  const count = Math.max(task + 2, Math.min(28, Math.floor(room / 30)));
  const pitch = room / count;
  const size = Math.min(28, pitch * 0.84);
  const top = 22 - size / 2;
  const shown = Array.from(bits).slice(-count);
  const left = room - shown.length * pitch;
  const cells = shown.map((bit, i) => {
    const counted = i >= shown.length - task;
    const x = left + i * pitch;
    const number =
      size >= 13
        ? `<text x="${px(x + size / 2)}" y="${px(22 + size * 0.18)}" font-size="${px(size * 0.54)}">${bit}</text>`
        : '';
    const kind = `bit${counted ? ' counted' : ''}${bit ? ' one' : ''}`;
    return `<g class="${kind}"><rect x="${px(x)}" y="${px(top)}" width="${px(size)}" height="${px(size)}" rx="${px(size / 5)}"/>${number}</g>`;
  });
  const empty = shown.length === 0 ? `<text class="bits-label" x="0" y="27">No bits yet</text>` : '';
  const known = shown.length >= task;
  const label = known ? labelsOf(shown, 1, task)[0] : null;
  const underlined = Math.min(task, shown.length);
  const line = underlined
    ? `<path class="bits-underline" d="M${px(room - underlined * pitch)},44H${px(room - pitch + size)}"/>`
    : '';
  const answer = known
    ? `<g class="bits-answer${label ? ' one' : ''}"><circle cx="${width - 20}" cy="22" r="15"/><text x="${width - 20}" y="27">${label}</text></g>`
    : `<g class="bits-answer open"><circle cx="${width - 20}" cy="22" r="15"/><text x="${width - 20}" y="27">?</text></g>`;
  const name = known
    ? `The newest bits are ${shown.slice(-task).join(' ')}. Parity of the last ${task}: ${label}.`
    : `${shown.length} of ${task} bits fed.`;
  return `<svg class="bits" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${name}">${empty}${cells.join('')}${line}<path class="bits-arrow" d="M${width - 47},22h8m-4-4 4 4-4 4"/>${answer}</svg>`;
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}

import type { LiveStep } from './lab/messages.ts';

/** Bits that the drawing of errors shows. */
const SHOWN = 60;
const MARGIN = { left: 34, bottom: 34, top: 20, right: 10 };

/** Errors of modules by what the module before answered one step earlier. */
export interface HandedOn {
  /** Answers that followed a wrong answer of the module before, and how many of them were wrong. */
  afterWrong: { count: number; wrong: number };
  afterRight: { count: number; wrong: number };
}

/** Counts errors of all modules but the first: those of module N + 1 at a step, by the answer of module N at the step before. */
export function handedOn(steps: readonly LiveStep[]): HandedOn {
  const found: HandedOn = { afterWrong: { count: 0, wrong: 0 }, afterRight: { count: 0, wrong: 0 } };
  for (let t = 1; t < steps.length; t++) {
    const [before, now] = [steps[t - 1], steps[t]];
    for (let k = 1; k < now.answers.length; k++) {
      if (!before.counts[k - 1] || !now.counts[k]) continue;
      const kind = isWrong(before, k - 1) ? found.afterWrong : found.afterRight;
      kind.count++;
      if (isWrong(now, k)) kind.wrong++;
    }
  }
  return found;
}

/** Draws every wrong answer: a row for each module, a column for each of the last bits. An error that is handed on goes down to the right. */
export function drawErrors(
  steps: readonly LiveStep[],
  tasks: readonly number[],
  width: number,
  height: number,
): string {
  const shown = steps.slice(-SHOWN);
  const { left, bottom, top, right } = MARGIN;
  const column = (width - left - right) / SHOWN;
  const row = (height - top - bottom) / tasks.length;
  const gap = Math.min(1, row / 5);
  let cells = '';
  shown.forEach((step, i) => {
    for (let k = 0; k < tasks.length; k++) {
      if (!step.counts[k] || !isWrong(step, k)) continue;
      const [x, y] = [left + (SHOWN - shown.length + i) * column, top + k * row];
      cells += `M${px(x)},${px(y)}h${px(column - gap)}v${px(row - gap)}h-${px(column - gap)}z`;
    }
  });
  const wrong = shown.reduce((sum, step) => sum + tasks.filter((_, k) => step.counts[k] && isWrong(step, k)).length, 0);
  const rows = [0, Math.floor((tasks.length - 1) / 2), tasks.length - 1].filter((k, i, all) => all.indexOf(k) === i);
  return `<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${wrong} of ${shown.length * tasks.length} answers of the modular network to the last ${shown.length} bits are wrong.">
<rect x="${left}" y="${top}" width="${px(width - left - right)}" height="${px(height - top - bottom)}" class="errors-ground"/>
<path d="${cells}" class="errors"/>
<text class="tick" x="4" y="11"><tspan font-style="italic">N</tspan></text>
${rows.map((k) => `<text class="tick" x="${left - 6}" y="${px(top + (k + 0.5) * row + 4)}" text-anchor="end">${tasks[k]}</text>`).join('')}
<text class="tick" x="${left}" y="${height - 19}">${SHOWN} bits ago</text>
<text class="tick" x="${width - right}" y="${height - 19}" text-anchor="end">now</text>
</svg>`;
}

function isWrong({ answers, truth }: LiveStep, k: number): boolean {
  return answers[k] !== truth[k];
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}

import { LABELS, labelsOf } from '../../../../src/task/label.ts';
import type { ShownNetwork } from './paint.ts';

/** Both networks' answers for one task to the newest bits, as text. */
export function describeAnswers(task: number, networks: readonly ShownNetwork[], bits: readonly number[]): string {
  if (bits.length < task) return `N = ${task}: ${bits.length} of ${task} bits fed.`;
  const ones = bits.slice(-task).reduce((sum, bit) => sum + bit, 0);
  const [truth] = labelsOf(bits, 1, task);
  const answers = networks.map((network) => {
    const k = network.tasks.indexOf(task);
    const name = `The ${network.architecture} network`;
    if (k < 0 || !network.step) return `${name} has no head for this task.`;
    const right = network.step.answers[k] === network.step.truth[k];
    const share = Math.round(100 * network.step.running[k]);
    return `${name} answers ${word(network.step.answers[k])}, ${right ? 'right' : 'wrong'} (${share}% of its last 200 were right).`;
  });
  return `N = ${task}: the last ${task} bits hold ${ones === 1 ? '1 one' : `${ones} ones`}, ${word(truth)}. ${answers.join(' ')}`;
}

/** All heads as an HTML table: task, and for each network the answer, whether it is right, and the share of right answers among the last 200. */
export function tableOf(networks: readonly ShownNetwork[]): string {
  const tasks = [...new Set(networks.flatMap((network) => network.tasks))].sort((a, b) => a - b);
  const heads = networks.map(
    ({ architecture }) => `<th scope="col">${architecture}</th><th scope="col">right of 200</th>`,
  );
  const rows = tasks.map(
    (N) => `<tr><th scope="row">${N}</th>${networks.map((network) => cells(network, N)).join('')}</tr>`,
  );
  return `<table><thead><tr><th scope="col">N</th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function cells({ tasks, step }: ShownNetwork, N: number): string {
  const k = tasks.indexOf(N);
  if (k < 0) return '<td>no head</td><td></td>';
  if (!step?.counts[k]) return '<td>too few bits</td><td></td>';
  const right = step.answers[k] === step.truth[k] ? 'right' : 'wrong';
  return `<td>${word(step.answers[k])}, ${right}</td><td class="numeric">${Math.round(100 * step.running[k])}%</td>`;
}

function word(answer: number): string {
  return LABELS[answer];
}

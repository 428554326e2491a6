import { type LabIndex, labRecordSchema } from '../../../src/lab/format.ts';
import { readJson } from './artifacts.ts';

/**
 * How accuracy falls along the modules of an archived network under noise on W^R, in one sentence: at the least noise that costs the last module its
 * task but not the first. Null where the archive has no such rows.
 */
export function fadingWords({ networks, perturbation }: LabIndex): string | null {
  const { solvedAbove, epsilons, draws } = perturbation;
  const found = networks
    .filter(({ architecture }) => architecture === 'modular')
    .flatMap((network) => {
      const record = readJson(`lab/${network.id}/record.json`, labRecordSchema);
      const rows = record?.perturbation.find(({ target }) => target === 'recurrent');
      return rows ? [{ network, rows }] : [];
    })
    .sort((a, b) => b.rows.N.length - a.rows.N.length)[0];
  if (!found) return null;
  const { network, rows } = found;
  const at = rows.accuracy.findIndex((byTask) => byTask[0] > solvedAbove && (byTask.at(-1) ?? 1) <= solvedAbove);
  if (at < 0) return null;
  const middle = Math.floor(rows.N.length / 2);
  const share = (k: number) => `${(100 * rows.accuracy[at][k]).toFixed(1)}%`;
  const last = rows.N.length - 1;
  return `Measured on the archived network of ${rows.N.length} modules (${network.size} neurons each, seed ${network.seed}): with noise ε = ${Number(epsilons[at].toPrecision(2))} on W^R, ${share(0)} of the answers are right for N = ${rows.N[0]}, ${share(middle)} for N = ${rows.N[middle]} and ${share(last)} for N = ${rows.N[last]} (means of ${draws} draws).`;
}

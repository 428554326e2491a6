import { readCheckout } from '../../site/src/report/checkout.ts';
import type { Multiverse } from '../../src/artifact/multiverse.ts';
import { choicesOf, specificationsOf } from '../../src/artifact/specifications.ts';
import { VERDICTS } from '../../src/artifact/verdict.ts';
import { claims } from '../../src/claims/index.ts';
import { loadParams } from '../../src/params/params.ts';

/** A multiverse of every choice of params.yaml, as large as that of the paper profile: verdicts and numbers follow from the levels. */
export function madeUpMultiverse(): Multiverse {
  const params = loadParams(readCheckout('params.yaml'));
  const choices = choicesOf(params);
  const specifications = specificationsOf(
    params,
    choices.map(({ key }) => key),
  );
  /** A claim is moved by two choices, one of them more. */
  const moved = (levels: readonly number[], claim: number) =>
    2 * levels[claim % levels.length] + levels[(claim + 3) % levels.length];
  return {
    profile: 'quick',
    scale: { train: { seeds: [3, 3], epochs: 20 } },
    choices: choices.map(({ key, values, protocol }) => ({
      key,
      values: [...values],
      protocol,
      crossed: true,
      trains: !/^(perturb|timescales)\./.test(key),
    })),
    specifications: specifications.map(({ id, levels }) => ({ id, levels: [...levels], networks: 24 })),
    claims: claims.map(({ id, panel, figure, statement }, claim) => ({
      id,
      panel,
      figure,
      statement,
      verdicts: specifications.map(({ levels }) => VERDICTS[moved(levels, claim) % VERDICTS.length].word),
      name: 'difference',
      unit: 'tasks',
      values: specifications.map(({ levels }) => moved(levels, claim) / 3),
    })),
    quantities: [
      { id: 'solved', name: 'N solved', unit: 'N', values: specifications.map(({ levels }) => 5 + moved(levels, 0)) },
    ],
  };
}

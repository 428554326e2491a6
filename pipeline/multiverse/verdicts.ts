import type { Multiverse } from '../../src/artifact/multiverse.ts';
import { reachOf } from '../../src/artifact/reach.ts';
import { choicesOf } from '../../src/artifact/specifications.ts';
import { type SpecificationTables, tablesAt } from '../../src/artifact/specificationTables.ts';
import { stageList } from '../../src/study/stages.ts';
import { TRAIN } from '../../src/study/tables.ts';
import type { Stage } from '../outline.ts';
import { Judge, judgedClaims } from './judged.ts';
import { solvedBySize } from './solved.ts';
import type { Specified } from './specified.ts';

/** Every claim under every specification, from the tables that the profile keeps of each. */
export function multiverseOf(stage: Stage, all: readonly Specified[], file: SpecificationTables): Multiverse {
  const { cross, ...scale } = stage.settings.multiverse;
  const choices = choicesOf(stage.params);
  const { resamples, confidence } = stage.params.statistics;
  const judge = new Judge(choices, { profile: stage.profile, resamples, confidence, epochs: scale.train.epochs });
  const progress = stage.progress(all.length);
  const found = all.map(({ specification: { id, levels } }, i) => {
    const tables = tablesAt(file, id) ?? {};
    progress.update(i, `specification ${id}`);
    return {
      judgements: judgedClaims.map((claim) => judge.judge(claim, levels, tables)),
      solved: solvedBySize(tables[TRAIN.path] ?? []),
    };
  });
  progress.done();
  const sizes = [...new Map(found.flatMap(({ solved }) => solved.map((one) => [one.id, one]))).values()];
  return {
    profile: stage.profile,
    scale,
    choices: choices.map(({ key, values, protocol }) => ({
      key,
      values: [...values],
      protocol,
      crossed: cross.includes(key),
      trains: reachOf(stageList, key).some(({ trains }) => trains),
    })),
    specifications: all.map(({ specification: { id, levels }, networks }) => ({
      id,
      levels: [...levels],
      networks: new Set(Object.values(networks).flatMap((some) => some.map(({ key }) => key))).size,
    })),
    claims: judgedClaims.map(({ id, panel, figure, statement }, c) => {
      const judgements = found.map(({ judgements }) => judgements[c]);
      const firsts = judgements.map(({ parts }) => parts[0]?.measurement);
      const known = firsts.find((first) => first !== undefined);
      return {
        id,
        panel,
        figure,
        statement,
        verdicts: judgements.map(({ verdict }) => verdict),
        name: known?.name ?? null,
        unit: known?.unit ?? null,
        values: firsts.map((first) => (first?.name === known?.name ? (first?.value ?? null) : null)),
      };
    }),
    quantities: sizes.map(({ id, name }) => ({
      id,
      name,
      unit: 'N',
      values: found.map(({ solved }) => solved.find((one) => one.id === id)?.value ?? null),
    })),
  };
}

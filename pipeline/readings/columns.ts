import { optionalJson, readJson, readTables } from '../../src/artifact/file.ts';
import { hashesSchema } from '../../src/artifact/hashes.ts';
import { reachOf } from '../../src/artifact/reach.ts';
import { PROTOCOL, readingsOf } from '../../src/artifact/readings.ts';
import { type ChangedRows, rests } from '../../src/claims/bearing.ts';
import type { ClaimContext } from '../../src/claims/claim.ts';
import type { Judgement } from '../../src/claims/judgement.ts';
import type { JudgedColumn } from '../../src/claims/matrix.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { type StageName, stageList, studyTables, TRAINING_STAGES } from '../../src/study/stages.ts';
import { type Paths, pathsOf, ROOT } from '../driver/paths.ts';
import type { Stage } from '../outline.ts';
import type { Planned } from './plan.ts';

/** The judgements in claims.json by claim; none where the file is not there. */
export function judgementsIn({ claims: file }: Pick<Paths, 'claims'>): Map<string, Judgement> {
  const judged = optionalJson(file, claimsFileSchema)?.claims ?? [];
  return new Map(judged.map((judgement) => [judgement.id, judgement]));
}

/** The protocol and every reading of params.yaml as columns, those that the profile does not run as well. */
export function columnsOf(stage: Stage, planned: readonly Planned[]): JudgedColumn[] {
  const [base] = planned;
  const { resamples, confidence } = stage.params.statistics;
  const { epochs } = stage.settings.readings.train;
  const context: ClaimContext = { profile: stage.profile, resamples, confidence, epochs };
  const pathsUnder = (name: string) => pathsOf(stage.profile, ROOT, name);
  const tables = readTables(pathsUnder(PROTOCOL).artifacts, studyTables);
  const keys = keysOf(pathsUnder(PROTOCOL), base.steps);
  const protocol: JudgedColumn = {
    name: PROTOCOL,
    key: null,
    value: null,
    protocol: null,
    run: true,
    networks: { all: keys.size, changed: 0 },
    judged: judgementsIn(pathsUnder(PROTOCOL)),
    reaches: () => true,
  };
  const readings = readingsOf(stage.params).map((reading): JudgedColumn => {
    const one = planned.find(({ name }) => name === reading.name);
    if (!one)
      return { ...reading, run: false, networks: { all: 0, changed: 0 }, judged: new Map(), reaches: () => false };
    const paths = pathsUnder(reading.name);
    const under = keysOf(paths, one.steps);
    const others = new Set([...under].filter(([id, key]) => keys.get(id) !== key).map(([id]) => id));
    const changed = changedRows(reading.key, others);
    const read = readTables(paths.artifacts, studyTables);
    const judged = judgementsIn(paths);
    return {
      ...reading,
      run: true,
      networks: { all: under.size, changed: others.size },
      judged,
      reaches: (claim) =>
        [tables, read].some((some) => rests(claim, some, changed, context)) ||
        judged.get(claim.id)?.verdict === 'not run',
    };
  });
  return [protocol, ...readings];
}

/** Keys of a reading's networks by id, from the hashes of its training steps. */
function keysOf(paths: Paths, steps: readonly StageName[]): Map<string, string> {
  return new Map(
    TRAINING_STAGES.filter((name) => steps.includes(name)).flatMap((name) => {
      const { networks } = readJson(paths.hashes(name), hashesSchema);
      return networks.map(({ id, key }): [string, string] => [id, key]);
    }),
  );
}

/** The rows that a reading of a key changes: those of other networks, or all that an analysis of its own makes. */
function changedRows(key: string, networks: ReadonlySet<string>): ChangedRows {
  const reached = reachOf(stageList, key);
  const trained = reached.some(({ trains }) => trains);
  const paths = reached.flatMap(({ tables }) => tables.map(({ path }) => path));
  return Object.fromEntries(paths.map((path) => [path, trained ? networks : 'all']));
}

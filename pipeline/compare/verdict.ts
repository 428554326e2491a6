import { PROTOCOL } from '../../src/artifact/readings.ts';
import { partsOfRun } from '../../src/artifact/run.ts';
import { isSpecification } from '../../src/artifact/specifications.ts';
import { isSame, valueAt } from '../../src/artifact/values.ts';
import { isTested } from '../../src/artifact/verdict.ts';
import type { Causes, Mover, Why } from '../../src/comparison/change.ts';
import { caseName, type Factor, moversOf, type Subject } from '../../src/comparison/crosswise.ts';
import type { Warning } from '../../src/comparison/warning.ts';
import type { Reader } from './files.ts';
import { filesBehind, paramsBehind, stagesBehind } from './line.ts';
import { contextOf, fileOf, tablesOf } from './rules.ts';
import type { Sides } from './sides.ts';

/** What could have moved a verdict: everything that differs between the revisions behind its tables and its judgement. */
export function causesOfVerdict(id: string, sides: Sides): Causes {
  const { between } = sides;
  const changed = changedTables(id, sides);
  const behind = changed?.length === 0 ? [] : stagesBehindTables(id, sides);
  const stages = [...behind, 'claims'];
  return {
    stages,
    params: paramsBehind(between, keysOf(stages, sides)),
    files: filesBehind(between, stages),
    inputs: changed ?? [],
    networks: { changed: 0, of: 0 },
    versions: [],
  };
}

/** Why a verdict moved: rule, parameters, code or data, by what the rules of both sides say of the tables of both. */
export function whyMoved(id: string, sides: Sides): Why {
  const { rules, crosswise, before, after } = sides;
  const [was, now] = [before, after].map((side) => recordedVerdicts(side, sides).get(id));
  const silent = { movers: [], joint: null, unknown: null, oldRule: null, newRule: null };
  if (was === undefined || now === undefined) {
    const isReading = sides.reading !== null && [before, after].every((side) => isInMatrix(side, sides.profile, id));
    return { ...silent, movers: [isReading ? 'parameters' : 'rule'] };
  }
  const without = [before, after].filter((side) => tablesOf(side, sides).size === 0);
  const lacking = sides.reading === null ? [] : without.filter((side) => isTested(side === before ? was : now));
  if (lacking.length > 0)
    return { ...silent, unknown: `git has no tables of it in ${lacking.map(({ side }) => side).join(' and ')}` };
  if (!crosswise && rules.files.length > 0 && sides.reading === null && without.length > 0)
    return { ...silent, unknown: rules.unknown ?? 'tables of a side are missing' };
  const judge = (fromHead: readonly Factor[]): string | null => {
    const side = (factor: Factor) => (fromHead.includes(factor) ? 'head' : 'base');
    return judgedBy(sides, id, side('rule'), side('tables'), side('params'));
  };
  const isReached = isTested(was) && isTested(now);
  // What was not run has no tables that a rule could judge.
  const differing: Factor[] =
    sides.reading !== null && without.length > 0
      ? ['tables']
      : [
          ...(isOtherRule(id, sides) ? (['rule'] as const) : []),
          ...(hasOtherTables(id, sides, isReached) ? (['tables'] as const) : []),
          ...(isSame(contextOf(before, sides), contextOf(after, sides)) ? [] : (['params'] as const)),
        ];
  const [oldRule, newRule] = [judge(['tables', 'params']), judge(['rule'])];
  const crossed = differing.includes('rule') && crosswise ? { oldRule, newRule } : {};
  const isRecorded = differing.length < 2 || (judge([]) === was && judge(['rule', 'tables', 'params']) === now);
  const found = isRecorded ? moversOf(differing, judge) : null;
  if (!found) {
    const unlike = isReached
      ? 'the recorded verdicts are not those that the rules of their side give'
      : 'the reading concerns the claim on one side alone';
    const unknown =
      rules.unknown ??
      (crosswise && !isRecorded && judge([]) !== null
        ? unlike
        : 'the rule of one side does not read the tables of the other');
    return { ...silent, ...crossed, unknown };
  }
  const movers = found.factors.flatMap((factor) => moversBehind(factor, id, sides));
  return { ...silent, ...crossed, movers: [...new Set(movers)], joint: found.joint };
}

/** Of each side the claims whose recorded verdict is not the one that its rule gives of its tables, as warnings. */
export function staleVerdicts(sides: Sides): Warning[] {
  const { crosswise, profile, before, after } = sides;
  if (!crosswise) return [];
  return ([before, after] as const).flatMap((reader, i) => {
    const name = i === 0 ? 'base' : 'head';
    const stale = [...recordedVerdicts(reader, sides)].flatMap(([id, verdict]) => {
      const judged = judgedBy(sides, id, name, name, name);
      return judged === null || judged === verdict
        ? []
        : [`${profile}: ${id} is ${verdict} there and ${judged} by its rule`];
    });
    return stale.length === 0
      ? []
      : [
          {
            text: `claims.json of ${reader.side} was not made by its rules from its tables.`,
            cases: stale,
            remake: [profile],
          },
        ];
  });
}

type Name = 'base' | 'head';

function judgedBy(
  { crosswise, profile, reading, ...sides }: Sides,
  id: string,
  rule: Name,
  tables: Name,
  params: Name,
) {
  const subject = { profile, reading };
  const mixed = !isSame(contextOf(sides.before, subject), contextOf(sides.after, subject));
  const name = caseName({ ...subject, tables, params: mixed ? params : tables });
  const outcome = crosswise?.[rule].find((claim) => claim.id === id)?.cases[name];
  return outcome && !('error' in outcome) ? outcome.verdict : null;
}

/** Whether a claim has another rule; where both rules did not judge the same tables, whether it may have one. */
function isOtherRule(id: string, sides: Sides): boolean {
  const { rules, crosswise } = sides;
  if (!crosswise || rules.files.length === 0) return rules.files.length > 0;
  const isJudged = (['base', 'head'] as const).every((tables) =>
    (['base', 'head'] as const).every((rule) => judgedBy(sides, id, rule, tables, tables) !== null),
  );
  return !isJudged || rules.changes.some((rule) => rule.id === id);
}

/** Whether a claim's tables differ; what a reading leaves as it is follows from the tables of the protocol beside it too. */
function hasOtherTables(id: string, sides: Sides, isReached: boolean): boolean {
  const isReading = sides.reading !== null && !isSpecification(sides.reading);
  const beside = !isReading || isReached ? [] : [{ ...sides, reading: PROTOCOL }];
  return [sides, ...beside].some((one) => differingTables(id, one).length > 0);
}

function differingTables(id: string, sides: Sides): string[] {
  const [earlier, later] = [sides.before, sides.after].map((side) => tablesOf(side, sides));
  return inputsOf(id, sides).filter((path) => earlier.get(path) !== later.get(path));
}

/** The tables of a claim that differ: by dvc.lock, which also knows of those that are not in git; null where it has no entry. */
function changedTables(id: string, sides: Sides): string[] | null {
  if (sides.reading !== null) return differingTables(id, sides);
  const [base, head] = [sides.before, sides.after].map((side) => {
    const deps = side.lock().value?.[`claims@${sides.profile}`]?.deps ?? [];
    return new Map(deps.map(({ path, md5 }) => [path, md5]));
  });
  if (base.size === 0 || head.size === 0) return null;
  return inputsOf(id, sides).filter((path) => {
    const file = fileOf(sides, path);
    return base.get(file) !== head.get(file);
  });
}

/** Tables are other ones for the parameters or the code behind them; where neither changed, for reasons that no revision holds. */
function moversBehind(factor: Factor, id: string, sides: Sides): Mover[] {
  if (factor === 'rule') return ['rule'];
  if (factor === 'params') return ['parameters'];
  const { between } = sides;
  const stages = stagesBehindTables(id, sides);
  const movers: Mover[] = [
    ...(paramsBehind(between, keysOf(stages, sides)).length > 0 ? (['parameters'] as const) : []),
    ...(filesBehind(between, stages).length > 0 ? (['code'] as const) : []),
  ];
  return movers.length > 0 ? movers : ['data'];
}

/** The stages behind a claim's tables. Under a reading the same stages made them, run by the stage that writes the reading's folder. */
function stagesBehindTables(id: string, sides: Sides): string[] {
  const { between } = sides;
  const made = (subject: Subject) =>
    stagesBehind(
      between.stages,
      inputsOf(id, sides).map((path) => fileOf(subject, path)),
    );
  const stages = made({ ...sides, reading: null });
  if (sides.reading === null) return stages;
  const isBehind = paramsBehind(between, keysOf(stages, sides)).length > 0 || filesBehind(between, stages).length > 0;
  return isBehind ? stages : made(sides);
}

/** The parameters that stages read: under a reading or a specification with its values, and at its scale in the place of the profile's. */
function keysOf(stages: readonly string[], { between, profile: run, reading, before, after }: Sides): string[] {
  const keys = stages.flatMap((stage) => between.stages.get(stage)?.params ?? []);
  if (reading === null) return keys;
  const { profile } = partsOfRun(run);
  const [set, section] = isSpecification(reading) ? ['multiverse', 'multiverse'] : [`readings.${reading}`, 'readings'];
  const scale = [before, after].flatMap((side) =>
    Object.keys(valueAt(side.params().value, `profiles.${profile}.${section}`) ?? {}),
  );
  const replaced = new Set(scale.map((name) => `profiles.${profile}.${name}`));
  return [...keys.filter((key) => !replaced.has(key)), set, `profiles.${profile}.${section}`];
}

/** The tables that a claim is judged from, on either side. */
function inputsOf(id: string, { profile, before, after }: Pick<Sides, 'profile' | 'before' | 'after'>): string[] {
  const inputs = [after, before].flatMap(
    (side) => entriesOf(side, profile).find((claim) => claim.id === id)?.inputs ?? [],
  );
  return [...new Set(inputs)];
}

function recordedVerdicts(side: Reader, { profile, reading }: Subject): Map<string, string> {
  if (reading === null) return new Map(entriesOf(side, profile).map(({ id, verdict }) => [id, verdict]));
  if (isSpecification(reading)) {
    const { specifications = [], claims = [] } = side.multiverse(profile).value ?? {};
    const place = specifications.findIndex(({ levels }) => levels.join('') === reading);
    return new Map(place < 0 ? [] : claims.map(({ id, verdicts }) => [id, verdicts[place]]));
  }
  const judged = side.matrix(profile).value?.claims ?? [];
  return new Map(
    judged.flatMap(({ id, cells }) => (Object.hasOwn(cells, reading) ? [[id, cells[reading].verdict] as const] : [])),
  );
}

function isInMatrix(side: Reader, profile: string, id: string): boolean {
  return side.matrix(profile).value?.claims.some((claim) => claim.id === id) ?? false;
}

function entriesOf(side: Reader, profile: string) {
  const file = side.claims(profile).value;
  return [...(file?.claims ?? []), ...(file?.beyond ?? [])];
}

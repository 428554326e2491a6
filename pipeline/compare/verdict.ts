import { runFlags } from '../../src/artifact/run.ts';
import type { Causes, Mover, Why } from '../../src/comparison/change.ts';
import { caseName, type Factor, moversOf } from '../../src/comparison/crosswise.ts';
import { same } from '../../src/comparison/values.ts';
import { listText } from '../../src/comparison/words.ts';
import type { Reader } from './files.ts';
import { filesBehind, paramsBehind, stagesBehind } from './line.ts';
import { contextOf, tablesOf } from './rules.ts';
import type { Sides } from './sides.ts';

/** What could have moved a verdict: everything that differs between the revisions behind its tables and its judgement. */
export function causesOfVerdict(id: string, sides: Sides): Causes {
  const { profile, before, after, between } = sides;
  const files = inputsOf(id, sides).map((path) => `artifacts/${profile}/${path}`);
  const [base, head] = [before.lock(), after.lock()].map((lock) => {
    const deps = lock.value?.[`claims@${profile}`]?.deps ?? [];
    return new Map(deps.map(({ path, md5 }) => [path, md5]));
  });
  const changed = files.filter((path) => base.get(path) !== head.get(path));
  const isKnown = base.size > 0 && head.size > 0;
  const behind = isKnown && changed.length === 0 ? [] : stagesBehind(between.stages, files);
  const stages = [...behind, 'claims'];
  return {
    stages,
    params: paramsBehind(
      between,
      stages.flatMap((stage) => between.stages.get(stage)?.params ?? []),
    ),
    files: filesBehind(between, stages),
    inputs: changed.map((path) => path.slice(`artifacts/${profile}/`.length)),
    networks: { changed: 0, of: 0 },
    versions: [],
  };
}

/** Why a verdict moved: rule, parameters, code or data, by what the rules of both sides say of the tables of both. */
export function whyMoved(id: string, sides: Sides): Why {
  const { rules, crosswise, profile, before, after } = sides;
  const [was, now] = [before, after].map((side) => recordedVerdicts(side, profile).get(id));
  const silent = { movers: [], joint: null, unknown: null, oldRule: null, newRule: null };
  if (was === undefined || now === undefined) return { ...silent, movers: ['rule'] };
  if (!crosswise && rules.files.length > 0 && [before, after].some((side) => tablesOf(side, profile).size === 0))
    return { ...silent, unknown: rules.unknown ?? 'tables of a side are missing' };
  const judge = (fromHead: readonly Factor[]): string | null => {
    const side = (factor: Factor) => (fromHead.includes(factor) ? 'head' : 'base');
    return judgedBy(sides, id, side('rule'), side('tables'), side('params'));
  };
  const differing: Factor[] = [
    ...(isOtherRule(id, sides) ? (['rule'] as const) : []),
    ...(hasOtherTables(id, sides) ? (['tables'] as const) : []),
    ...(same(contextOf(before, profile), contextOf(after, profile)) ? [] : (['params'] as const)),
  ];
  const [oldRule, newRule] = [judge(['tables', 'params']), judge(['rule'])];
  const crossed = differing.includes('rule') && crosswise ? { oldRule, newRule } : {};
  const isRecorded = differing.length < 2 || (judge([]) === was && judge(['rule', 'tables', 'params']) === now);
  const found = isRecorded ? moversOf(differing, judge) : null;
  if (!found) {
    const unknown =
      rules.unknown ??
      (crosswise && !isRecorded && judge([]) !== null
        ? 'the recorded verdicts are not those that the rules of their side give'
        : 'the rule of one side does not read the tables of the other');
    return { ...silent, ...crossed, unknown };
  }
  const movers = found.factors.flatMap((factor) => moversBehind(factor, id, sides));
  return { ...silent, ...crossed, movers: [...new Set(movers)], joint: found.joint };
}

/** Of each side the claims whose recorded verdict is not the one that its rule gives of its tables, as a warning. */
export function staleVerdicts(sides: Sides): string[] {
  const { crosswise, profile, before, after } = sides;
  if (!crosswise) return [];
  return ([before, after] as const).flatMap((reader, i) => {
    const name = i === 0 ? 'base' : 'head';
    const stale = [...recordedVerdicts(reader, profile)].flatMap(([id, verdict]) => {
      const judged = judgedBy(sides, id, name, name, name);
      return judged === null || judged === verdict ? [] : [`${id} is ${verdict} there and ${judged} by its rule`];
    });
    return stale.length === 0
      ? []
      : [
          `artifacts/${profile}/claims.json of ${reader.side} was not made by its rules from its tables: ${listText(stale, 3)}. Run 'npm run reproduce -- ${runFlags(profile)}' and commit what it makes.`,
        ];
  });
}

type Name = 'base' | 'head';

function judgedBy({ crosswise, profile, ...sides }: Sides, id: string, rule: Name, tables: Name, params: Name) {
  const mixed = !same(contextOf(sides.before, profile), contextOf(sides.after, profile));
  const name = caseName({ profile, tables, params: mixed ? params : tables });
  const outcome = crosswise?.[rule].find((claim) => claim.id === id)?.cases[name];
  return outcome && !('error' in outcome) ? outcome.verdict : null;
}

/** Whether a claim has another rule; where both rules did not judge the same tables, whether it may have one. */
function isOtherRule(id: string, sides: Sides): boolean {
  const { rules, crosswise } = sides;
  if (!crosswise) return rules.files.length > 0;
  const isJudged = (['base', 'head'] as const).every((tables) =>
    (['base', 'head'] as const).every((rule) => judgedBy(sides, id, rule, tables, tables) !== null),
  );
  return !isJudged || rules.changes.some((rule) => rule.id === id);
}

function hasOtherTables(id: string, sides: Sides): boolean {
  const [earlier, later] = [sides.before, sides.after].map((side) => tablesOf(side, sides.profile));
  return inputsOf(id, sides).some((path) => earlier.get(path) !== later.get(path));
}

/** Tables are other ones for the parameters or the code behind them; where neither changed, for reasons that no revision holds. */
function moversBehind(factor: Factor, id: string, { profile, between, ...sides }: Sides): Mover[] {
  if (factor === 'rule') return ['rule'];
  if (factor === 'params') return ['parameters'];
  const files = inputsOf(id, { profile, ...sides }).map((path) => `artifacts/${profile}/${path}`);
  const stages = stagesBehind(between.stages, files);
  const keys = stages.flatMap((stage) => between.stages.get(stage)?.params ?? []);
  const movers: Mover[] = [
    ...(paramsBehind(between, keys).length > 0 ? (['parameters'] as const) : []),
    ...(filesBehind(between, stages).length > 0 ? (['code'] as const) : []),
  ];
  return movers.length > 0 ? movers : ['data'];
}

/** The tables that a claim is judged from, on either side. */
function inputsOf(id: string, { profile, before, after }: Pick<Sides, 'profile' | 'before' | 'after'>): string[] {
  const inputs = [after, before].flatMap(
    (side) => entriesOf(side, profile).find((claim) => claim.id === id)?.inputs ?? [],
  );
  return [...new Set(inputs)];
}

function recordedVerdicts(side: Reader, profile: string): Map<string, string> {
  return new Map(entriesOf(side, profile).map(({ id, verdict }) => [id, verdict]));
}

function entriesOf(side: Reader, profile: string) {
  const file = side.claims(profile).value;
  return [...(file?.claims ?? []), ...(file?.beyond ?? [])];
}

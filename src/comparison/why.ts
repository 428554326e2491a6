import type { Causes, RuleChange, Rules, Why } from './change.ts';
import { folded, inline } from './markdown.ts';
import { changeText, fromDifference, listText } from './words.ts';

/** Rules and lines of a rule that are seen at first, and characters of a line. */
const MOST = { rules: 6, lines: 5, characters: 240 };

/**
 * Why a verdict moved, in a clause: 'rule', 'parameters (perturb.warmUp)', 'rule or data changed, not separable: ...'.
 * @param most parameters and files that are named; of more, the rest is counted
 */
export function whyText({ movers, joint, unknown, oldRule, newRule }: Why, causes: Causes | null, most = 2): string {
  if (unknown !== null) return `rule or data changed, not separable: ${unknown}`;
  if (movers.length === 0)
    return 'nothing that it follows from differs: its file was edited, or made by code of neither side';
  const params = (causes?.params ?? []).map(({ path }) => path);
  const files = (causes?.files ?? []).flatMap(({ path, stage }) => (stage === 'claims' ? [] : [path]));
  const named = movers.map((mover) => {
    if (mover === 'parameters' && params.length > 0) return `parameters (${listText(params, most)})`;
    if (mover === 'code' && files.length > 0) return `code (${listText(files, most)})`;
    return mover === 'data' ? 'data (other tables, of the same parameters and code)' : mover;
  });
  // Parameters and code behind a table that differs cannot be told apart without making it again.
  const origin = named.filter((_, i) => movers[i] !== 'rule').join(' or ');
  const parts = [...(movers.includes('rule') ? ['rule'] : []), ...(origin === '' ? [] : [origin])];
  const how = { each: ', each alone', together: ', only both together', 'in part': '' };
  const crossed = [
    ...(oldRule === null ? [] : [`the old rule on the new tables: ${oldRule}`]),
    ...(newRule === null ? [] : [`the new rule on the old tables: ${newRule}`]),
  ];
  return `${parts.join(' and ')}${joint === null ? '' : how[joint]}${crossed.length > 0 ? `; ${crossed.join(', ')}` : ''}`;
}

/** The rules that changed, each in words before and after, as Markdown; nothing where no rule did. */
export function rulesText({ changes, files, unknown }: Rules): string[] {
  if (changes.length > 0) {
    // Of rules that a reader unfolds, the words before and after alone: a comment has an end.
    const told = changes.map((rule, i) => ruleText(rule, i < MOST.rules ? Infinity : 2));
    return ['**Rules changed** (thresholds and tolerances are part of a rule)', folded(told, MOST.rules)];
  }
  if (unknown !== null)
    return [
      `> **Note:** ${inline(`Code that claims are judged with may have changed (${listText(files, 3)}), and the rules of both sides could not be run on the same tables: ${unknown}.`, 600)}`,
    ];
  return [];
}

/**
 * What became of a rule, a line each: its words, its thresholds, its verdicts on the same tables.
 * @param room characters of a line that will be shown: of longer words, what surrounds the first difference comes first
 */
export function ruleLines(
  { before, after, thresholds, numbers, verdicts }: RuleChange,
  room = Number.POSITIVE_INFINITY,
): string[] {
  if (before === null) return [`new rule: ${after}`];
  if (after === null) return [`gone: ${before}`];
  const [was, now] = fromDifference(before, after, room - 'before: '.length);
  const words = before === after ? [`in words as before: ${before}`] : [`before: ${was}`, `after: ${now}`];
  const lines = [
    ...thresholds.map((value) => `${value.path}: ${changeText(value, room / 2)}`),
    ...verdictLines(verdicts),
    ...numbers.map((value) => `measured in the same tables: ${value.path} ${changeText(value, room / 2)}`),
  ];
  if (lines.length === 0) return [...words, 'judges the same tables as before'];
  return verdicts.length > 0 ? [...words, ...lines] : [...words, ...lines, 'no verdict on the same tables differs'];
}

/** 'on the tables of quick under leak-outside: reproduced → partly'; where the tables of both sides are judged alike, in one line. */
function verdictLines(verdicts: RuleChange['verdicts']): string[] {
  const found = new Map<string, string[]>();
  for (const { profile, reading, tables, before, after } of verdicts) {
    const key = JSON.stringify([`${profile}${reading === null ? '' : ` under ${reading}`}`, `${before} → ${after}`]);
    found.set(key, [...(found.get(key) ?? []), tables]);
  }
  return [...found].map(([key, tables]) => {
    const [place, moved] = JSON.parse(key) as [string, string];
    return `on the tables of ${place}${tables.length > 1 ? '' : ` (${tables[0]})`}: ${moved}`;
  });
}

/** An item of a list, with a list below it. */
function ruleText(rule: RuleChange, most: number): string {
  const lines = ruleLines(rule, MOST.characters).slice(0, most);
  const below = folded(
    lines.map((line) => inline(line, MOST.characters)),
    MOST.lines,
  );
  return `**${inline(rule.id, 40)}** ${inline(rule.statement, 140)}\n${below.replaceAll(/^(?=.)/gm, '  ')}`;
}

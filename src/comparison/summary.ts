import type {
  Comparison,
  MultiverseChange,
  PanelChange,
  ProfileChange,
  ReadingChange,
  Side,
  ValueChange,
  VerdictChange,
} from './change.ts';
import { folded, inline, table } from './markdown.ts';
import { MULTIVERSE_HEAD, multiverseLines, multiverseText } from './multiverseText.ts';
import { notesOf, REMAKE, remakingOf, type Warning } from './warning.ts';
import { rulesText, whyText } from './why.ts';
import { changeText, count, panelText } from './words.ts';

/** Characters of a summary at most: what a comment on a pull request holds, with room for what is put around it. */
export const LONGEST = 60_000;

/** Lines of each part that are seen at first; the rest is named below them, or counted and stands in diff.json and on the page. */
const MOST = {
  verdicts: 12,
  panels: 16,
  values: 12,
  metrics: 6,
  readings: 6,
  files: 6,
  notes: 6,
  cases: 3,
  profiles: 6,
};

/** summary.md: what a reviewer wants to know, in about one screen of Markdown that stands alone. */
export function summaryOf(comparison: Comparison): string {
  const { base, head, changed, rules, params, files, profiles } = comparison;
  const shown = profiles.filter((profile) => isChanged(profile) || profiles.length === 1);
  const parts = [
    `## Figures: ${headline(comparison)}`,
    `${sideText(base)} → ${sideText(head)}.`,
    ...rulesText(rules),
    ...notesText(notesOf(comparison)),
    ...(params.length > 0 ? [`**Parameters**\n\n${valueList(params)}`] : []),
    ...shown.slice(0, MOST.profiles).map(profileText),
    ...more(
      shown.slice(MOST.profiles).map(({ profile }) => profile),
      'profile',
    ),
    ...unchangedProfiles(profiles),
    ...(changed && files.length > 0 ? [`${count(files.length, 'file')} changed beside results${fileList(files)}`] : []),
    '<sub>SD: standard deviation over the seeds of the base at the same point. Everything, with drawings: the page and diff.json of <code>npm run figures:diff</code>.</sub>',
  ];
  return `${cut(parts.join('\n\n'))}\n`;
}

function notesText(notes: readonly Warning[]): string[] {
  const more = notes.slice(MOST.notes).map(({ text }) => inline(text));
  return [...notes.slice(0, MOST.notes).map(noteText), ...(more.length > 0 ? [folded(more, 0)] : [])];
}

function noteText(note: Warning): string {
  const cases = note.cases.map((one) => inline(one));
  // Indented code ends by itself, wherever the text is cut.
  const commands = remakingOf(note).map((command) => `    ${command}`);
  const parts = [
    `**Note:** ${inline(note.text, 400)}`,
    ...(cases.length > 0 ? [folded(cases, MOST.cases)] : []),
    ...(commands.length > 0 ? [REMAKE, commands.join('\n')] : []),
  ];
  return parts.join('\n\n').replaceAll(/^/gm, '> ');
}

/** What changed, in a line. */
export function headline({ profiles, changed, failures, rules, params, files }: Comparison): string {
  const verdicts = sum(profiles, ({ verdicts: moved }) => moved.length);
  const underReadings = sum(profiles, ({ readings }) => readings.length);
  const panels = profiles.flatMap((profile) => profile.panels);
  const moved = panels.filter(({ state }) => ['data', 'added', 'removed'].includes(state)).length;
  const redrawn = panels.filter(({ state }) => state === 'drawing').length;
  const said = [
    ...(rules.changes.length > 0 ? [`${count(rules.changes.length, 'rule')} changed`] : []),
    verdicts > 0 ? `${count(verdicts, 'verdict')} moved` : 'no verdict moved',
    ...(underReadings > 0 ? [`${underReadings} under readings`] : []),
    ...(profiles.some(({ multiverse }) => multiverse !== null) ? ['the multiverse changed'] : []),
    moved > 0 ? `${count(moved, 'panel')} with other data` : 'no data changed',
    ...(redrawn > 0 ? [`${count(redrawn, 'panel')} only drawn otherwise`] : []),
    ...(params.length > 0 ? [`${count(params.length, 'parameter')} changed`] : []),
    ...(failures.length > 0 ? ['not everything could be compared'] : []),
  ];
  if (!changed && failures.length === 0) return files.length > 0 ? 'nothing changed' : 'nothing changed at all';
  return said.join(', ');
}

/** Whether anything of a profile differs. */
export function isChanged(profile: ProfileChange): boolean {
  const { state, verdicts, claims, readings, multiverse, panels, networks, metrics, remade } = profile;
  return (
    state !== 'both' ||
    multiverse !== null ||
    [verdicts, claims, readings, metrics, remade].some((list) => list.length > 0) ||
    panels.some((panel) => panel.state !== 'unchanged') ||
    networks.some(({ changed, added, removed }) => changed + added + removed > 0)
  );
}

/** A revision in words: 'main (0123456789)', 'working tree on 0123456789 with 3 uncommitted files'. */
export function sideWords({ name, commit, uncommitted }: Side): string {
  const short = commit?.slice(0, 10);
  if (name === 'working tree') {
    const dirty = uncommitted > 0 ? `, with ${count(uncommitted, 'uncommitted file')}` : '';
    return `working tree${short ? ` on ${short}` : ''}${dirty}`;
  }
  if (!commit?.startsWith(name)) return short ? `${name} (${short})` : name;
  return name.slice(0, 10);
}

function sideText(side: Side): string {
  return inline(sideWords(side));
}

function profileText(profile: ProfileChange): string {
  const { profile: name, state, verdicts, claims, readings, multiverse, metrics, networks, counts } = profile;
  const title = `### Profile ${inline(name, 40)}`;
  if (state === 'added') return `${title}\n\nNew: the base has no results of it. ${countsText(profile)}`;
  if (state === 'removed') return `${title}\n\nGone: the head has no results of it.`;
  const numbers = sum(claims, (claim) => claim.numbers.length);
  const changedNetworks = networks.filter(({ changed, added, removed }) => changed + added + removed > 0);
  return [
    title,
    verdicts.length > 0 ? `${verdictTable(verdicts)}` : 'No verdict moved.',
    ...(counts.some(({ before, after }) => before !== after) ? [`Verdicts: ${countsText(profile)}`] : []),
    panelTable(profile.panels),
    ...list([
      ...(changedNetworks.length > 0
        ? [`Networks: ${changedNetworks.map((one) => `${inline(one.stage, 40)} ${networkText(one)}`).join('; ')}.`]
        : []),
      ...(numbers > 0 ? [`${count(numbers, 'number')} of ${count(claims.length, 'claim')} changed.`] : []),
      ...(metrics.length > 0 ? [`Metrics: ${valueLine(metrics, MOST.metrics)}.`] : []),
    ]),
    ...(readings.length > 0 ? [readingTable(readings)] : []),
    ...(multiverse ? [multiverseTable(multiverse)] : []),
  ].join('\n\n');
}

function verdictTable(verdicts: readonly VerdictChange[]): string {
  const shown = verdicts
    .slice(0, MOST.verdicts)
    .map(({ id, before, after, statement, why, causes }) => [
      inline(id, 40),
      inline(before?.verdict ?? 'no such claim', 40),
      `**${inline(after?.verdict ?? 'no such claim', 40)}**`,
      why ? inline(whyText(why, causes), 140) : '',
      inline(statement, 140),
    ]);
  return [
    table(['claim', 'before', 'after', 'why', 'statement'], shown),
    ...more(
      verdicts.slice(MOST.verdicts).map(({ id }) => id),
      'verdict',
    ),
  ].join('\n\n');
}

function readingTable(readings: readonly ReadingChange[]): string {
  const shown = readings
    .slice(0, MOST.readings)
    .map(({ id, reading, before, after, why, causes }) => [
      inline(id, 40),
      inline(reading, 40),
      inline(before ?? 'none', 40),
      `**${inline(after ?? 'none', 40)}**`,
      inline(whyText(why, causes), 140),
    ]);
  return [
    table(['claim', 'under reading', 'before', 'after', 'why'], shown),
    ...more(
      readings.slice(MOST.readings).map(({ id, reading }) => `${id} under ${reading}`),
      'verdict',
    ),
  ].join('\n\n');
}

function multiverseTable(change: MultiverseChange): string {
  const lines = multiverseLines(change).map((line) => line.map((cell) => inline(cell, 140)));
  const text = `Multiverse: ${inline(multiverseText(change), 600)}`;
  return [text, ...(lines.length > 0 ? [table(MULTIVERSE_HEAD, lines)] : [])].join('\n\n');
}

function panelTable(panels: readonly PanelChange[]): string {
  const moved = panels.filter(({ state }) => state !== 'unchanged' && state !== 'drawing');
  const names = (state: PanelChange['state']) =>
    few(
      panels.filter((panel) => panel.state === state),
      30,
      ({ id }) => inline(id, 40),
    );
  const [redrawn, unchanged] = [names('drawing'), names('unchanged')];
  const shown = moved.slice(0, MOST.panels).map((panel) => [inline(panel.id, 40), inline(panelText(panel), 360)]);
  return [
    ...(shown.length > 0 ? [table(['panel', 'what happened'], shown)] : []),
    ...more(
      moved.slice(MOST.panels).map(({ id }) => id),
      'panel',
    ),
    ...(redrawn.length > 0 ? [`Data same, drawing changed: ${redrawn.join(', ')}.`] : []),
    ...(unchanged.length > 0 ? [`Unchanged: ${unchanged.join(', ')}.`] : []),
  ].join('\n\n');
}

function networkText({ before, after, changed, added, removed }: ProfileChange['networks'][number]): string {
  const said = [
    ...(changed > 0 ? [`${changed} of ${before} with other weights`] : []),
    ...(added > 0 ? [`${added} added`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
  ];
  return `${said.join(', ')}${before !== after ? ` (${before} → ${after})` : ''}`;
}

function countsText({ counts }: ProfileChange): string {
  return `${counts
    .filter(({ before, after }) => before + after > 0)
    .map(({ verdict, before, after }) => `${inline(verdict, 40)} ${before === after ? after : `${before} → ${after}`}`)
    .join(', ')}.`;
}

function unchangedProfiles(profiles: readonly ProfileChange[]): string[] {
  if (profiles.length < 2) return [];
  const same = profiles.filter((profile) => !isChanged(profile));
  const names = few(same, 8, ({ profile }) => inline(profile, 40));
  return names.length > 0 ? [`Unchanged profiles: ${names.join(', ')}.`] : [];
}

function valueList(values: readonly ValueChange[]): string {
  const lines = values.map((value) => `${inline(value.path, 80)}: ${inline(changeText(value, 140), 140)}`);
  return folded(lines, MOST.values);
}

function valueLine(values: readonly ValueChange[], most: number): string {
  return few(values, most, (value) => `${inline(value.path, 80)} ${inline(changeText(value, 80), 80)}`).join('; ');
}

function fileList(files: readonly string[]): string {
  const names = files.map((file) => inline(file, 100));
  return names.length > MOST.files ? `:\n\n${folded(names, MOST.files)}` : `: ${names.join(', ')}.`;
}

/** The first of a list in words, and a last entry that counts the rest. */
function few<T>(list: readonly T[], most: number, text: (one: T) => string): string[] {
  const shown = list.slice(0, most).map(text);
  return list.length > most ? [...shown, `and ${list.length - most} more`] : shown;
}

function more(names: readonly string[], noun: string): string[] {
  return names.length > 0
    ? [`And ${count(names.length, noun)} more: ${few(names, 40, (name) => inline(name, 80)).join(', ')}.`]
    : [];
}

function list(lines: readonly string[]): string[] {
  return lines.length > 0 ? [lines.map((line) => `- ${line}`).join('\n')] : [];
}

/** Cuts at the end of a line. Each part is bounded already; names without end alone could pass the bound. */
function cut(text: string): string {
  if (text.length < LONGEST) return text;
  const note = '\n\nCut here: the rest stands in diff.json.';
  const kept = text.slice(0, LONGEST - note.length - 40);
  const whole = kept.slice(0, kept.lastIndexOf('\n'));
  const open = whole.split('<details>').length - whole.split('</details>').length;
  return `${whole}${'\n\n</details>'.repeat(open)}${note}`;
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type JudgedFile, judgedFileSchema } from '../../src/artifact/claims.ts';
import { listFiles, optionalJson, readJson, readRows } from '../../src/artifact/file.ts';
import { provenanceSchema } from '../../src/artifact/provenance.ts';
import { runFlags } from '../../src/artifact/run.ts';
import type { Outline } from '../../src/artifact/study.ts';
import { countVerdicts } from '../../src/artifact/verdict.ts';
import { duration } from './display.ts';
import { pathsOf } from './paths.ts';
import { compareWithHead } from './record.ts';

/**
 * What stands at the end of a run: the figures, the claims with their verdicts, how the bytes compare with those that dvc.lock at HEAD
 * records, the wall time and the command that opens the report.
 */
export async function closingText(study: Outline, profile: string, milliseconds: number, ran: number): Promise<string> {
  const width = Math.max(80, Math.min(160, process.stdout.columns ?? 120));
  const took = `${ran === 0 ? 'No stage ran' : ran === 1 ? 'One stage ran' : `${ran} stages ran`}, ${duration(milliseconds)}.`;
  const judged = optionalJson(pathsOf(profile).claims, judgedFileSchema);
  const open = `npm run site -- ${runFlags(profile)}`;
  return [
    section('Figures', figureLines(profile), width),
    section('Claims', claimLines(judged), width),
    section('Beyond the paper', beyondLines(judged), width),
    await comparisonLine(study, profile),
    `${took} The report: ${open}`,
  ].join('\n\n');
}

function figureLines(profile: string): string[][] {
  const { figures } = pathsOf(profile);
  return listFiles(figures)
    .filter((file) => file.endsWith('.svg'))
    .map((file) => {
      const id = file.slice(0, -'.svg'.length);
      const data = join(figures, `${id}.csv`);
      const rows = existsSync(data) ? readRows(data).length : 0;
      const { title } = readJson(join(figures, `${id}.provenance.json`), provenanceSchema);
      return [id, title, rows > 0 ? `${rows} rows` : 'drawing', `artifacts/${profile}/figures/${file}`];
    });
}

function claimLines(judged: JudgedFile | null): string[][] {
  if (judged === null) return [];
  const counts = Object.entries(countVerdicts(judged.claims)).filter(([, count]) => count > 0);
  return [
    ...judged.claims.map(({ id, verdict, finding }) => [id, verdict, finding]),
    ['', '', counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ')],
  ];
}

function beyondLines(judged: JudgedFile | null): string[][] {
  return (judged?.beyond ?? []).map(({ id, outcome, finding }) => [id, outcome, finding]);
}

async function comparisonLine(study: Outline, profile: string): Promise<string> {
  const { against, recorded, compared, differs, machine } = await compareWithHead(study, profile);
  if (!recorded) return `${against} records nothing for profile ${profile}: there is nothing to compare with.`;
  const aside = machine.length > 0 ? ` ${machine.join(', ')} differs too, as it may: it depends on the machine.` : '';
  if (!differs)
    return `Byte-identical with what ${against} records (${compared} artifacts).${aside.replace(' too', '')}`;
  return `Not byte-identical with what ${against} records: ${differs} is the first artifact that differs.${aside}`;
}

function section(title: string, rows: readonly string[][], width: number): string {
  if (rows.length === 0) return `${title}: none yet.`;
  const columns = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(columns[column])))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...lines.map((line) => `  ${line.length > width - 2 ? `${line.slice(0, width - 3)}…` : line}`)].join(
    '\n',
  );
}

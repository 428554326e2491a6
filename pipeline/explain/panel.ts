import { networkKeys } from '../../src/artifact/columns.ts';
import { UserError } from '../../src/artifact/error.ts';
import { parseFormat } from '../../src/artifact/format.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { type Provenance, provenanceSchema } from '../../src/artifact/provenance.ts';
import { runFlags } from '../../src/artifact/run.ts';
import type { StudyPanel } from '../../src/artifact/study.ts';
import { type Archive, panelRows } from './archive.ts';
import {
  kernelsOf,
  lastCommitOf,
  lockWarnings,
  missingWarnings,
  sourcesOf,
  type Trail,
  type TrailSource,
  trailNetwork,
} from './trail.ts';

/** What is said where a panel has not been made at a profile. */
export function notMade({ profile }: Archive, id: string): UserError {
  return new UserError(
    `Panel ${id} has not been made at profile ${profile}: its files in artifacts/${profile}/figures are missing. Make it with 'npm run reproduce -- ${runFlags(profile)}', or ask for another profile with --profile.`,
  );
}

/**
 * The provenance record of a panel.
 * @throws UserError where the figure has not been made in this profile, or its record is damaged.
 */
export function readProvenance(archive: Archive, id: string): Provenance {
  const path = `figures/${id}.provenance.json`;
  const text = archive.read(path);
  if (text === null) throw notMade(archive, id);
  return parseFormat(provenanceSchema, text, archive.file(path));
}

/** The way from a panel to its tables, stages, networks and parameters. */
export async function explainPanel(archive: Archive, panel: StudyPanel): Promise<Trail> {
  const { id } = panel;
  const record = readProvenance(archive, id);
  const rows = panelRows(archive, panel) ?? [];
  const sources = sourcesOf(archive, panel.inputs);
  const stages = sources.flatMap((source) => source.stages);
  const networks = record.networks.map((network) => trailNetwork(archive, network.id, stages, network));
  const judged = archive.study.claims.filter((claim) => claim.panel === id).map((claim) => claim.id);
  const first = rows.find((row) => row.kind !== 'mean') ?? rows[0];
  const keys = networkKeys(panel.kinds[String(first?.kind)] ?? {});
  const example = Object.entries(first ?? {}).filter(([name]) => keys.includes(name));
  return {
    kind: 'panel',
    name: id,
    profile: archive.profile,
    reading: archive.reading,
    title: panel.title,
    about: [
      ['shows', panel.caption],
      ['data', `figures/${id}.csv, ${rows.length} rows; drawing figures/${id}.svg`],
      ['code', `engine ${record.engine}, kernel version ${record.kernelVersion}`],
      ...(judged.length > 0 ? [['claims', judged.join(', ')] as const] : []),
      ...(example.length > 0
        ? [
            [
              'a point',
              `npm run explain -- ${[id, ...example.map(([name, cell]) => `${name}=${cell}`)].join(':')}`,
            ] as const,
          ]
        : []),
    ],
    data: null,
    sources,
    measured: [],
    networks,
    params: record.params,
    kernelVersions: kernelsOf(archive, networks),
    commit: await lastCommitOf(archive, `figures/${id}.csv`),
    command: record.command,
    warnings: panelWarnings(archive, id, record, sources),
  };
}

/** What of a panel, its record and its tables does not fit together. */
export function panelWarnings(
  archive: Archive,
  id: string,
  record: Provenance,
  sources: readonly TrailSource[],
): string[] {
  const { profile } = archive;
  const remake = `'npm run reproduce -- ${runFlags(profile)}' makes both again, 'git checkout artifacts/${profile}' restores both.`;
  const changed = record.inputs
    .filter(({ path, sha256: hash }) => sources.some((source) => source.path === path && source.sha256 !== hash))
    .map(
      ({ path }) =>
        `artifacts/${profile}/${path} is not the file that panel ${id} was made from: it was edited, or made later. ${remake}`,
    );
  const data = archive.read(`figures/${id}.csv`);
  const edited =
    data !== null && sha256(data) !== record.outputs.data
      ? [`artifacts/${profile}/figures/${id}.csv is not what stage figures wrote: it was edited. ${remake}`]
      : [];
  return [
    ...missingWarnings(archive, sources),
    ...changed,
    ...edited,
    ...lockWarnings(
      archive,
      sources.map(({ path }) => path),
    ),
  ];
}

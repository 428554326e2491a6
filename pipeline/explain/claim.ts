import { type Found, parseJudged } from '../../src/artifact/claims.ts';
import type { StudyClaim } from '../../src/artifact/study.ts';
import type { Tables } from '../../src/artifact/table.ts';
import type { Archive } from './archive.ts';
import { networksBehind } from './influence.ts';
import {
  kernelsOf,
  lastCommitOf,
  lockWarnings,
  missingWarnings,
  paramsOf,
  sourcesOf,
  type Trail,
  trailNetwork,
} from './trail.ts';

/** Resamples while it is tried which networks a judgement rests on: only whether it changes counts. */
const FEW = 20;

/** The way from a claim to its verdict, the numbers behind it, its tables and the networks that it rests on. */
export async function explainClaim(archive: Archive, claim: StudyClaim): Promise<Trail> {
  const { profile, params, settings } = archive;
  const published = publishedJudgement(archive, claim.id);
  const sources = sourcesOf(archive, claim.inputs);
  const tables: Tables = Object.fromEntries(claim.inputs.map((path) => [path, archive.rows(path)]));
  const { resamples, confidence } = params.statistics;
  const context = { profile, settings, resamples, confidence };
  const behind = networksBehind(
    tables,
    (given) => JSON.stringify(claim.judge(given, { ...context, resamples: FEW })),
    archive.columns,
  );
  const networks = behind.map(({ path, network }) => trailNetwork(archive, network, archive.lineOf(path)));
  const stages = [...sources.flatMap((source) => source.stages), 'claims'];
  const again = claim.judge(tables, context);
  const { verdict, finding, numbers, seeds } = published ?? again;
  return {
    kind: 'claim',
    name: claim.id,
    profile,
    reading: archive.reading,
    title: claim.statement,
    about: [
      ['stands in', claim.where],
      ['test', claim.test],
      ['verdict', verdict],
      ['finding', finding],
      ...Object.entries(numbers).map(([name, value]) => ['number', `${name}: ${value}`] as const),
      ['seeds', String(seeds)],
      ...(claim.panel ? [['panel', `${claim.panel} (npm run explain -- ${claim.panel})`] as const] : []),
    ],
    data: null,
    sources,
    measured: [],
    networks: uniqueNetworks(networks),
    params: paramsOf(archive, stages),
    kernelVersions: kernelsOf(archive, networks),
    commit: await lastCommitOf(archive, 'claims.json'),
    command: archive.command('claims'),
    warnings: [
      ...missingWarnings(archive, sources),
      ...disagreement(archive, claim.id, published, again),
      ...lockWarnings(archive, ['claims.json', ...claim.inputs]),
    ],
  };
}

function uniqueNetworks<Network extends { address: string }>(networks: readonly Network[]): Network[] {
  return [...new Map(networks.map((network) => [network.address, network])).values()];
}

/** The judgement in claims.json; null where the stage has not run or does not know the claim. */
function publishedJudgement(archive: Archive, id: string): Found | null {
  const text = archive.read('claims.json');
  if (text === null) return null;
  const { claims, beyond = [] } = parseJudged(text, archive.file('claims.json'));
  return [...claims, ...beyond].find((claim) => claim.id === id) ?? null;
}

function disagreement(archive: Archive, id: string, published: Found | null, again: Found): string[] {
  const file = archive.file('claims.json');
  if (published === null) return [`${file} has no claim ${id}: what stands here is judged now, from the tables.`];
  const same =
    published.verdict === again.verdict && JSON.stringify(published.numbers) === JSON.stringify(again.numbers);
  if (same) return [];
  return [
    `${file} is not what the tables give now (${again.verdict}): it or a table was edited, or made by another version. '${archive.command()}' makes both again.`,
  ];
}

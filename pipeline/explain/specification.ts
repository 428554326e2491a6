import { existsSync } from 'node:fs';
import { UserError } from '../../src/artifact/error.ts';
import { readJson } from '../../src/artifact/file.ts';
import { type Multiverse, multiverseSchema } from '../../src/artifact/multiverse.ts';
import { profileOf, settingsAt } from '../../src/artifact/profile.ts';
import { withReading } from '../../src/artifact/readings.ts';
import { runFlags } from '../../src/artifact/run.ts';
import { choicesOf, departures, type Specification } from '../../src/artifact/specifications.ts';
import { tablesAt } from '../../src/artifact/specificationTables.ts';
import { specificationTablesSchema } from '../../src/artifact/specificationTablesFile.ts';
import { trainingOf } from '../../src/artifact/study.ts';
import type { Tables } from '../../src/artifact/table.ts';
import { showValue } from '../../src/artifact/values.ts';
import { countVerdicts } from '../../src/artifact/verdict.ts';
import { addressOf, multiverseNetworks, type PublishedNetwork } from '../store/published.ts';
import type { Archive } from './archive.ts';
import { lastCommitOf, lockWarnings, missingWarnings, paramsOf, sourcesOf, type Trail } from './trail.ts';

const FILE = 'multiverse.json';
const TABLES = 'multiverse-tables.json';
const HASHES = 'hashes/multiverse.json';

/** The way from a specification of the multiverse to its choices, its verdicts, the data of its panels and the networks that it rests on. */
export async function explainSpecification(archive: Archive, specification: Specification): Promise<Trail> {
  const { profile, params } = archive;
  const { id, levels } = specification;
  const { multiverse, at } = readMultiverse(archive, id);
  const networks = networksOf(archive, id);
  const tables = readTables(archive, id);
  const [source] = sourcesOf(archive, [TABLES]);
  const rows = Object.values(tables).reduce((sum, table) => sum + (table?.length ?? 0), 0);
  const departing = departures(choicesOf(params), specification.levels);
  return {
    kind: 'specification',
    name: id,
    profile,
    reading: null,
    title: departing.length === 0 ? 'the protocol' : `the protocol with ${departing.join(', ')}`,
    about: [
      ...multiverse.choices.map(
        ({ key, values, crossed }, i) =>
          ['choice', `${key}: ${showValue(values[levels[i]])}${crossed ? '' : ' (the same in all)'}`] as const,
      ),
      ['verdicts', verdictsAt(multiverse, at)],
      ...multiverse.claims.map(
        ({ id: claim, verdicts, name, values, unit }) =>
          ['claim', `${claim} ${verdicts[at]}${number(name, values[at], unit)}`] as const,
      ),
      ...multiverse.quantities.map(
        ({ name, values, unit }) => ['quantity', `${name}: ${values[at] ?? 'none'} ${unit}`] as const,
      ),
      ...panelLines(archive, tables),
    ],
    data: null,
    sources: [{ ...source, rows }],
    measured: [],
    networks: networks.map((network) => ({
      address: addressOf(network),
      key: network.key,
      sha256: network.sha256,
      seed: network.configuration.seed,
      configuration: network.configuration,
      command: `npm run verify -- ${runFlags(profile)} --network ${addressOf(network)}`,
    })),
    params: paramsOf(archive, ['multiverse']),
    kernelVersions: [...new Set(networks.map(({ kernelVersion }) => kernelVersion))],
    commit: await lastCommitOf(archive, FILE),
    command: archive.command('multiverse'),
    warnings: [...missingWarnings(archive, [source]), ...lockWarnings(archive, [FILE, TABLES, HASHES])],
  };
}

/**
 * Its tables; none where their file is missing.
 * @throws UserError where the file is damaged, or is that of another run.
 */
function readTables({ paths, file, command }: Archive, id: string): Tables {
  if (!existsSync(paths.multiverseTables)) return {};
  const tables = tablesAt(readJson(paths.multiverseTables, specificationTablesSchema), id);
  if (tables) return tables;
  throw new UserError(
    `${file(TABLES)} lacks specification ${id}, which ${file(FILE)} has: they are of two runs. Restore both with git, or make them again with '${command('multiverse')}'.`,
  );
}

/** The panels that its tables give, each with the tables that its data derive from. */
function panelLines({ study, params }: Archive, tables: Tables): (readonly ['panel', string])[] {
  // Whether there are rows does not depend on their intervals.
  const context = { ...params.statistics, resamples: 1 };
  return study.panels
    .filter(({ inputs, derive }) => inputs.length > 0 && derive(tables, context).length > 0)
    .map(({ id, title, inputs }) => {
      const from = inputs.map((path) => `${tables[path]?.length ?? 0} rows of ${path}`);
      return ['panel', `${id} ${title}, from ${from.join(' and ')} in ${TABLES}`] as const;
    });
}

/** @throws UserError where the multiverse was not run, or crosses other choices. */
function readMultiverse(
  { paths, profile, file, command }: Archive,
  id: string,
): { multiverse: Multiverse; at: number } {
  const run = `Run it with '${command('multiverse')}', or name another profile.`;
  if (!existsSync(paths.multiverse))
    throw new UserError(`Specification ${id} was not run at profile ${profile}: ${file(FILE)} is missing. ${run}`);
  const multiverse = readJson(paths.multiverse, multiverseSchema);
  const at = multiverse.specifications.findIndex((one) => one.id === id);
  if (at < 0)
    throw new UserError(
      `Specification ${id} was not run at profile ${profile}, which crosses ${multiverse.choices.flatMap(({ key, crossed }) => (crossed ? [key] : [])).join(', ') || 'nothing'}. Name the others' values as the protocol has them, add them to profiles.${profile}.multiverse.cross, or name another profile.`,
    );
  return { multiverse, at };
}

/**
 * Its networks, each key once, as they are published: those of every training stage that runs under readings.
 * @throws UserError naming the first that is not published.
 */
function networksOf({ study, params, profile, file, command }: Archive, id: string): PublishedNetwork[] {
  const published = new Map(multiverseNetworks(profile).map((network) => [network.key, network]));
  const training = trainingOf(study);
  const at = { params: withReading(params, id), settings: settingsAt(profileOf(params, profile), id) };
  const engine = [...published.values()][0]?.configuration.engine ?? study.engines[0];
  const trained = study.stages.filter(({ trains, underReadings }) => trains && underReadings);
  const all = trained.flatMap(({ name }) => training.configurations(name, { ...at, engine }));
  const byKey = new Map(all.map((configuration) => [training.key(configuration), configuration]));
  return [...byKey].map(([key, configuration]) => {
    const network = published.get(key);
    if (network) return network;
    throw new UserError(
      `Specification ${id} lacks network ${training.id(configuration)}-${key}: ${file(HASHES)} does not list it. Restore that file with git, or make it again with '${command('multiverse')}'.`,
    );
  });
}

function verdictsAt({ claims }: Multiverse, at: number): string {
  const counts = countVerdicts(claims.map(({ verdicts }) => ({ verdict: verdicts[at] })));
  return Object.entries(counts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}

function number(name: string | null, value: number | null, unit: string | null): string {
  return name === null || value === null ? '' : `, ${name}: ${value} ${unit}`;
}

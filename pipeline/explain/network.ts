import { addressOf, type PublishedNetwork } from '../store/published.ts';
import type { Archive } from './archive.ts';
import { lastCommitOf, lockWarnings, paramsOf, type Trail, trailNetwork } from './trail.ts';

/** The way from a network to its configuration, and to the panels whose tables name it. */
export async function explainNetwork(archive: Archive, network: PublishedNetwork): Promise<Trail> {
  const { stage, id, files, kernelVersion } = network;
  const path = `hashes/${stage}.json`;
  const naming = Object.entries(archive.tables).filter(
    ([table, rows]) => archive.lineOf(table).includes(stage) && (rows ?? []).some((row) => row.network === id),
  );
  const shown = archive.study.panels.filter((panel) =>
    panel.inputs.some((input) => naming.some(([table]) => table === input)),
  );
  return {
    kind: 'network',
    name: addressOf(network),
    profile: archive.profile,
    reading: archive.reading,
    title: `trained by stage ${stage}`,
    about: [
      ...Object.entries(files).map(([file, hash]) => ['file', `${file}: sha256 ${hash}`] as const),
      ['tables', naming.map(([table]) => table).join(', ') || 'none'],
      ['panels', shown.map((panel) => panel.id).join(', ') || 'none'],
    ],
    data: null,
    sources: [],
    measured: [],
    networks: [trailNetwork(archive, id, [stage])],
    params: paramsOf(archive, [stage]),
    kernelVersions: [kernelVersion],
    commit: await lastCommitOf(archive, path),
    command: archive.command(stage),
    warnings: lockWarnings(archive, [path]),
  };
}

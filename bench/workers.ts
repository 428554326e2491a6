import { median } from '../src/analysis/statistics.ts';
import type { WorkersResult } from '../src/artifact/bench.ts';
import { Peer, type PeerSpec, TIMES } from './peer.ts';
import type { Workload } from './workloads.ts';

/** Steps a second of one kernel process alone, and of two at once on two cores, in turns. */
export async function measureWorkers(
  spec: PeerSpec,
  workload: Workload,
  cores: readonly number[],
  rounds: number,
  milliseconds: number,
): Promise<WorkersResult> {
  const peers = [await Peer.start(spec, cores[0] ?? null), await Peer.start(spec, cores[1] ?? null)];
  try {
    for (const peer of peers) await peer.call({ do: 'load', workload });
    const run = async (peer: Peer, steps: number) => {
      const answer = await peer.call({ do: 'train', steps }, TIMES);
      return (1000 * steps) / answer.milliseconds.reduce((sum, step) => sum + step, 0);
    };
    await Promise.all(peers.map((peer) => run(peer, 5)));
    const steps = Math.max(2, Math.round((milliseconds / 1000) * (await run(peers[0], 5))));
    const [one, two]: number[][] = [[], []];
    for (let round = 0; round < rounds; round++) {
      one.push(await run(peers[round % 2], steps));
      const both = await Promise.all(peers.map((peer) => run(peer, steps)));
      two.push(both[0] + both[1]);
    }
    return { workload: workload.name, one: median(one), two: median(two), ratio: median(two) / median(one) };
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
  }
}

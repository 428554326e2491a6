import { dirname, join } from 'node:path';
import { median } from '../src/analysis/statistics.ts';
import type { Agreement } from '../src/artifact/bench.ts';
import { compare, type PeerOutcome } from './agreement.ts';
import { readGradients } from './exchange.ts';
import { LOSS, LOSSES, Peer, PeerError, TIMES } from './peer.ts';
import { REFERENCE, type Roster } from './roster.ts';
import type { Workload } from './workloads.ts';

/** The running programs, and those left out. */
export interface Participants {
  peers: Peer[];
  limits: Peer[];
  leftOut: Roster['leftOut'];
}

/** Multiply-add rates in GFLOP/s, one a round, by program and width: 'gcc 256'. */
export type Rates = Map<string, number[]>;

/** A peer that agrees with the kernel, and its times: one a round, the median over the round's steps. */
export interface Ready {
  peer: Peer;
  /** Steps a round. */
  steps: number;
  slices: number[];
}

/** Steps whose losses are compared, from the initial network on. */
const STEPS_COMPARED = 3;
const MOST_STEPS = 400;

/** Starts the programs of a roster, pinned to `core` if given; those that do not start are left out. */
export async function startAll(roster: Roster, core: number | null): Promise<Participants> {
  const field: Participants = { peers: [], limits: [], leftOut: [...roster.leftOut] };
  for (const group of ['peers', 'limits'] as const) {
    for (const spec of roster[group]) {
      try {
        field[group].push(await Peer.start(spec, core));
      } catch (error) {
        if (spec.id === REFERENCE || !(error instanceof PeerError)) throw error;
        field.leftOut.push({ id: spec.id, label: spec.label, reason: error.message });
      }
    }
  }
  return field;
}

/**
 * Gives all peers a workload and compares their outcome with the kernel's.
 *
 * @returns how far each of them is from the kernel, and those that agree, ready for their turns
 */
export async function bringTogether(
  workload: Workload,
  field: Participants,
  file: string,
  sliceMilliseconds: number,
): Promise<{ agreements: Record<string, Agreement>; ready: Ready[] }> {
  const agreements: Record<string, Agreement> = {};
  const ready: Ready[] = [];
  let kernel: PeerOutcome | undefined;
  const modular = workload.architecture === 'modular';
  for (const peer of [...field.peers]) {
    // A single module has nothing to stack or to freeze.
    if (peer.spec.only === 'modular' && !(modular && workload.tasks > 1)) continue;
    await orLeave(peer, field, async () => {
      const outcome = await outcomeOf(peer, workload, file);
      kernel ??= outcome;
      const agreement = compare(outcome, kernel);
      agreements[peer.spec.id] = agreement;
      if (agreement.agrees) ready.push({ peer, steps: await stepsFor(peer, sliceMilliseconds), slices: [] });
      else if (peer.spec.id === REFERENCE)
        throw new PeerError(`its loss or gradient on ${workload.name} is not a number`);
    });
  }
  return { agreements, ready };
}

/** Runs `rounds` rounds of all peers in rotating order and measures the limits of the machine. Peers that fail are removed from `ready`. */
export async function takeTurns(ready: Ready[], field: Participants, rounds: number): Promise<Rates> {
  const rates: Rates = new Map();
  for (let round = 0; round < rounds; round++) {
    const first = round % ready.length;
    for (const turn of [...ready.slice(first), ...ready.slice(0, first)]) {
      const done = await orLeave(turn.peer, field, async () => {
        turn.slices.push(await slice(turn.peer, turn.steps));
      });
      if (!done) ready.splice(ready.indexOf(turn), 1);
    }
    for (const limit of [...field.limits]) {
      await orLeave(limit, field, async () => {
        const answer = await limit.call<{ rates: Record<string, number> }>({ do: 'rate' });
        for (const [bits, rate] of Object.entries(answer.rates)) {
          const key = `${limit.spec.id} ${bits}`;
          rates.set(key, [...(rates.get(key) ?? []), rate]);
        }
      });
    }
  }
  return rates;
}

/** Calls a peer and leaves it out for good if it fails; a failure of the kernel is thrown. */
async function orLeave(peer: Peer, field: Participants, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const { id, label } = peer.spec;
    if (!(error instanceof PeerError)) throw error;
    if (id === REFERENCE) throw new PeerError(`The kernel failed: ${error.message}`, { cause: error });
    field.leftOut.push({ id, label, reason: error.message });
    for (const group of [field.peers, field.limits]) if (group.includes(peer)) group.splice(group.indexOf(peer), 1);
    await peer.close();
    return false;
  }
}

/** Loads a workload and requests all results that are compared. */
async function outcomeOf(peer: Peer, workload: Workload, file: string): Promise<PeerOutcome> {
  const gradients = join(dirname(file), 'gradients.safetensors');
  await peer.call({ do: 'load', file, workload });
  const { loss } = await peer.call({ do: 'gradients', file: gradients }, LOSS);
  const { losses } = await peer.call({ do: 'train', steps: STEPS_COMPARED }, LOSSES);
  try {
    return { loss, gradients: readGradients(gradients), losses };
  } catch (error) {
    throw new PeerError(`its gradients could not be read: ${(error as Error).message}`, { cause: error });
  }
}

/** How many steps fill a slice, by the second of two trials: the first warms up. */
async function stepsFor(peer: Peer, sliceMilliseconds: number): Promise<number> {
  const fitting = (step: number) => Math.min(Math.max(Math.round(sliceMilliseconds / step), 1), MOST_STEPS);
  return fitting(await slice(peer, fitting(await slice(peer, 2))));
}

async function slice(peer: Peer, steps: number): Promise<number> {
  return median((await peer.call({ do: 'train', steps }, TIMES)).milliseconds);
}

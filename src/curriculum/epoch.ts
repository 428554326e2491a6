import type { Session } from '../engine/engine.ts';
import type { BatchOrigin, BitsReading } from '../task/batch.ts';
import { drawLength, type LongestReading } from '../task/length.ts';
import type { PoolSizes } from './sessions.ts';

/** What an epoch needs to know; the counters go on from epoch to epoch, so that no batch is drawn twice. */
export interface EpochPlan {
  seed: number;
  N: number;
  bits: BitsReading;
  /** Where it is not 4 N + 1. */
  longest?: LongestReading;
  batchSize: number;
  stepsPerEpoch: number;
  testBatches: number;
  /** Epochs trained before. */
  epoch: number;
  /** Where batches are those of a pool, in turn; their lengths are drawn as ever. */
  pool?: PoolSizes;
}

export interface EpochResult {
  /** Mean over the epoch's training steps, nats. */
  loss: number;
  /** Mean over the steps, before clipping. */
  gradientNorm: number;
  /** Share of correct answers of every head on the test batches, [heads]. */
  accuracies: number[];
}

/** One epoch on task N: training steps, then test batches (sections 'Task' and 'Networks'). */
export function runEpoch(session: Session, plan: EpochPlan): EpochResult {
  let loss = 0;
  let gradientNorm = 0;
  for (let step = 0; step < plan.stepsPerEpoch; step++) {
    const index = plan.epoch * plan.stepsPerEpoch + step;
    const result = session.trainStep(batchOf(plan, 'train', index));
    loss += result.loss;
    gradientNorm += result.gradientNorm;
  }
  return {
    loss: loss / plan.stepsPerEpoch,
    gradientNorm: gradientNorm / plan.stepsPerEpoch,
    accuracies: testAccuracies(session, plan),
  };
}

/** Share of correct answers of every head on the plan's test batches, [heads]. */
export function testAccuracies(session: Session, plan: EpochPlan): number[] {
  const correct: number[] = [];
  for (let batch = 0; batch < plan.testBatches; batch++) {
    const index = plan.epoch * plan.testBatches + batch;
    session.evaluate(batchOf(plan, 'test', index)).forEach((count, k) => {
      correct[k] = (correct[k] ?? 0) + count;
    });
  }
  return correct.map((count) => count / (plan.testBatches * plan.batchSize));
}

function batchOf({ seed, N, bits, longest, pool }: EpochPlan, purpose: 'train' | 'test', index: number): BatchOrigin {
  const length = drawLength(seed, purpose, index, N, longest);
  if (!pool) return { seed, purpose, index, length, bits };
  const [from, batches] =
    purpose === 'train' ? (['pool', pool.batches] as const) : (['pool test', pool.testBatches] as const);
  return { seed, purpose: from, index: index % batches, length, bits };
}

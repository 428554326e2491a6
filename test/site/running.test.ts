import { describe, expect, test } from 'vitest';
import { drawErrors, handedOn } from '../../site/src/browser/runningErrors.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import type { LiveStep } from '../../src/lab/live.ts';
import { Specimen } from '../../src/lab/specimen.ts';
import { stream } from '../../src/task/stream.ts';
import { openLibrary } from '../lab/archive.ts';

const step = (wrong: readonly number[], counts: readonly number[] = [1, 1, 1]): LiveStep => ({
  t: 1,
  bit: 0,
  activity: new Float32Array(0),
  evidence: new Float32Array(3),
  answers: Uint8Array.from(wrong),
  truth: new Uint8Array(3),
  counts: Uint8Array.from(counts),
  running: new Float32Array(3),
});

describe('errors along the modules', () => {
  test('are counted by what the module before answered one step earlier', () => {
    const steps = [step([1, 0, 0]), step([0, 1, 0]), step([0, 0, 1]), step([0, 0, 1])];
    expect(handedOn(steps)).toEqual({ afterWrong: { count: 2, wrong: 2 }, afterRight: { count: 4, wrong: 1 } });
    const early = [step([1, 1, 0], [1, 0, 0]), step([0, 1, 1], [1, 1, 0])];
    expect(handedOn(early)).toEqual({ afterWrong: { count: 1, wrong: 1 }, afterRight: { count: 0, wrong: 0 } });
  });

  test('are drawn one by one, those that count', () => {
    const marks = (steps: LiveStep[]) => drawErrors(steps, [2, 3, 4], 300, 200).match(/z/g)?.length ?? 0;
    expect(marks([step([1, 0, 1]), step([0, 1, 0])])).toBe(3);
    expect(marks([step([1, 0, 1], [1, 1, 0])])).toBe(1);
    expect(marks([])).toBe(0);
  });

  test('pass from module to module in an archived network under noise', async () => {
    const specimen = await Specimen.open(await compileKernel(), openLibrary('quick'), { network: 'modular-15-seed-1' });
    specimen.intervene({ epsilons: { recurrent: 0.25 }, lesions: [], draw: 0 });
    const words = stream(3, 'bits');
    const { afterWrong, afterRight } = handedOn(specimen.step(Array.from({ length: 300 }, () => words.word() & 1)));
    expect(afterWrong.count).toBeGreaterThan(100);
    expect(afterWrong.wrong / afterWrong.count).toBeGreaterThan(0.75);
    expect(afterRight.wrong / afterRight.count).toBeLessThan(0.1);
  });
});

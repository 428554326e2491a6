import { describe, expect, it } from 'vitest';
import { failure } from '../../pipeline/driver/failure.ts';

const CMD = 'node_modules/.bin/node pipeline/stages/train.ts --profile smoke --engine tfjs';
const head = { stage: 'train', killed: null, doing: 'modular-05-seed-0, N = 4', log: '.cache/logs/smoke.log' } as const;
const ended = (code: number) => [
  `> ${CMD}`,
  'F tensorflow/core: Check failed',
  `ERROR: failed to reproduce 'train@smoke': failed to run: ${CMD}, exited with ${code}`,
];

describe('a stage that failed', () => {
  it.each([
    [-6, 'SIGABRT'],
    [134, 'SIGABRT'],
    [-9, 'SIGKILL'],
    [139, 'SIGSEGV'],
    [132, 'SIGILL'],
  ])('by exit code %s names %s, what it was at, and what it printed', (code, signal) => {
    const { message } = failure({ ...head, tail: ended(code) });
    expect(message).toMatch(/^Stage train failed:\n/);
    expect(message).toContain(`its process, at modular-05-seed-0, N = 4, was ended by ${signal}: `);
    expect(message).toContain('Check failed');
  });

  it('by itself is told in its own last words', () => {
    const { message } = failure({ ...head, tail: ['no weights', ...ended(1).slice(2)] });
    expect(message).toContain('\n  no weights\n');
    expect(message).not.toContain('ended by');
  });

  it('through DVC names what ended DVC', () => {
    expect(failure({ ...head, stage: null, tail: [], killed: 'SIGKILL' }).message).toContain(
      'DVC was ended by SIGKILL',
    );
  });
});

import { Writable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { times } from '../../pipeline/driver/display.ts';
import { drawBar, openProgress, PROGRESS_VARIABLE, readProgress } from '../../pipeline/driver/progress.ts';

/** A stream that keeps what is written to it. */
function paper(isTTY = false) {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  return { output: Object.assign(stream, { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream, text: () => text };
}

afterEach(() => vi.unstubAllEnvs());

describe('the progress of a stage', () => {
  it('reaches the driver as it was told', () => {
    vi.stubEnv(PROGRESS_VARIABLE, '1');
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), fc.string(), (done, total, label) => {
        const { output, text } = paper();
        openProgress('train', total, output).update(done, label);
        const line = readProgress(text().slice(0, -1));
        expect(line).toEqual({ stage: 'train', done: Math.min(done, total), total, label });
      }),
    );
  });

  it('is not mistaken for what a stage prints besides', () => {
    for (const line of [
      '',
      'progress',
      '@progress',
      '@progress {',
      '@progress {"stage":1}',
      "Running stage 'train@quick':",
    ]) {
      expect(readProgress(line)).toBeNull();
    }
  });

  it('is a line a tenth where there is no terminal', () => {
    vi.stubEnv(PROGRESS_VARIABLE, '');
    const { output, text } = paper();
    const progress = openProgress('perturb', 100, output);
    for (let done = 1; done <= 100; done++) progress.update(done, `network ${done}`);
    progress.done();
    expect(text().trim().split('\n')).toHaveLength(10);
    expect(text()).toContain('perturb: 50%, network 50');
  });

  it('is one line redrawn in place on a terminal', () => {
    vi.stubEnv(PROGRESS_VARIABLE, '');
    const { output, text } = paper(true);
    const progress = openProgress('perturb', 4, output);
    progress.update(1, 'modular-05-seed-0');
    progress.done();
    expect(text().match(/\n/g)).toHaveLength(1);
    expect(text()).toContain('25% modular-05-seed-0');
  });

  it('is drawn as a bar of constant width', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        (share) => void expect(drawBar(share, 20)).toHaveLength(20),
      ),
    );
  });

  it('tells the time left once enough is done', () => {
    expect(times(0, 30_000, 0.25)).toBe('30 s, 1 min 30 s left');
    expect(times(0, 30_000, 0)).toBe('30 s');
  });
});

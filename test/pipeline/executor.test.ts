import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { execute, type Job, JobError } from '../../pipeline/executor/executor.ts';
import { UserError } from '../../src/artifact/error.ts';
import type { Fragile } from './workers/fragile.ts';

const SQUARE = new URL('./workers/square.ts', import.meta.url);
const FRAGILE = new URL('./workers/fragile.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'modular-growth-executor-'));
afterAll(() => rmSync(folder, { recursive: true }));

const jobs: Job<{ value: number; turns: number }>[] = [3, 1, 4, 1.5, 9, 2.6].map((value, index) => ({
  id: `network-${index}`,
  cost: value,
  payload: { value, turns: Math.round(value * 300) },
}));

function fragile(name: string, payload: Omit<Fragile, 'marks'>): Job<Fragile> {
  return { id: name, cost: 1, payload: { ...payload, marks: join(folder, name) } };
}

describe('the executor', () => {
  it('gives results in the order of the jobs, the same with 1 and with 2 workers', async () => {
    const expected = jobs.map(({ payload }) => ({ square: payload.value ** 2 }));
    expect(await execute(SQUARE, jobs, { workers: 1 })).toEqual(expected);
    expect(await execute(SQUARE, jobs, { workers: 2 })).toEqual(expected);
  });

  it('starts the most costly jobs first', async () => {
    const order: string[] = [];
    await execute(SQUARE, jobs, { workers: 1, onResult: (id) => order.push(id) });
    expect(order).toEqual([...jobs].sort((a, b) => b.cost - a.cost).map(({ id }) => id));
  });

  it('tells the progress of a job by its id', async () => {
    const told = new Map<string, string>();
    await execute(SQUARE, jobs, {
      workers: 2,
      onProgress: (id, fraction, label) => told.set(id, `${fraction} ${label}`),
    });
    expect(told.get('network-2')).toBe('0.5 value 4');
    expect(told.size).toBe(jobs.length);
  });

  it('runs the job of a crashed worker once more', async () => {
    expect(await execute(FRAGILE, [fragile('once', { crashes: 1 })], { workers: 1 })).toEqual([2]);
  });

  it('names the job whose worker crashed twice', async () => {
    const run = execute(FRAGILE, [fragile('twice', { crashes: 9 })], { workers: 1 });
    await expect(run).rejects.toThrow(/^twice: its worker crashed twice: /);
    expect(readFileSync(join(folder, 'twice'), 'utf8')).toHaveLength(2);
  });

  it('names the job that threw, with the cause, and does not try it again', async () => {
    const run = execute(FRAGILE, [fragile('throws', { crashes: 0, throws: 'error' })], { workers: 2 });
    await expect(run).rejects.toThrow(JobError);
    await expect(run).rejects.toThrow('throws: the loss is not finite');
    await expect(run).rejects.toMatchObject({
      cause: { message: 'the loss is not finite', cause: { message: 'divided by zero', code: 'ERANGE' } },
    });
    expect(readFileSync(join(folder, 'throws'), 'utf8')).toHaveLength(1);
  });

  it('says of a worker that ran out of memory twice what it was at and what to do, with the cause', async () => {
    const run = execute(FRAGILE, [fragile('memory', { crashes: 0, throws: 'memory' })], { workers: 1, memory: 16 });
    await expect(run).rejects.toThrow(UserError);
    await expect(run).rejects.toThrow(/^memory: its worker ran out of memory twice at N = 7\. Run .* with --workers 1/);
    await expect(run).rejects.toMatchObject({ cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' } });
    expect(readFileSync(join(folder, 'memory'), 'utf8')).toHaveLength(2);
  });

  it("passes a user's error on as one", async () => {
    const run = execute(FRAGILE, [fragile('user', { crashes: 0, throws: 'user' })], { workers: 1 });
    await expect(run).rejects.toThrow(UserError);
  });

  it('stops at a signal', async () => {
    const stopping = new AbortController();
    const run = execute(SQUARE, jobs, {
      workers: 1,
      signal: stopping.signal,
      onResult: () => stopping.abort(new Error('stopped by hand')),
    });
    await expect(run).rejects.toThrow('stopped by hand');
  });

  it('has nothing to do without jobs', async () => {
    expect(await execute(FRAGILE, [])).toEqual([]);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tableOf } from '../../src/artifact/columns.ts';
import { explain, UserError } from '../../src/artifact/error.ts';
import { listFiles, readJson, readRows, readTables, renewFolder, writeAtomic } from '../../src/artifact/file.ts';
import { formatTable, parseTable } from '../../src/artifact/table.ts';

const folder = mkdtempSync(join(tmpdir(), 'modular-growth-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('an artifact', () => {
  it('is written whole, with the folders on the way, and nothing else stays', () => {
    const file = join(folder, 'a', 'b', 'table.csv');
    writeAtomic(file, 'x\n1\n');
    writeAtomic(file, new Uint8Array([120, 10]));
    expect(readFileSync(file, 'utf8')).toBe('x\n');
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['table.csv']);
  });

  it('keeps what it was when it cannot be written', () => {
    const file = join(folder, 'taken');
    mkdirSync(join(file, 'inside'), { recursive: true });
    expect(() => writeAtomic(file, 'x')).toThrow(UserError);
    expect(listFiles(folder).filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'on a full disk is refused with what to do, before the original error',
    () => {
      const full = Object.assign(new Error("ENOSPC: no space left on device, write '/x'"), { code: 'ENOSPC' });
      const told = explain(full) as UserError;
      expect(told).toBeInstanceOf(UserError);
      expect(told.message).toMatch(/^The disk is full: free some space .*ENOSPC/);
      expect(told.exitCode).toBe(1);
      const unnamed = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      expect((explain(unnamed, '/tmp/scratch') as UserError).message).toMatch(/, write \/tmp\/scratch\)$/);
      expect((explain(full, '/x') as UserError).message).toBe(told.message);
    },
  );

  it('of another circumstance keeps its error', () => {
    const odd = new Error('odd');
    expect(explain(odd)).toBe(odd);
  });
});

describe('the tables of a profile', () => {
  const conserve = tableOf('tables/conserve.csv', {
    network: { type: 'text', role: 'key' },
    target: { type: 'text', role: 'key', values: ['recurrent', 'feedforward'] },
    N: { type: 'number', role: 'key' },
    variance: { type: 'number', role: 'value', empty: true },
  });
  const row = { network: '17', target: 'recurrent' as const, N: 2, variance: 0.123456789 };
  const write = (text: string) => {
    const profile = join(folder, `profile-${Math.abs(text.length)}`);
    writeAtomic(join(profile, conserve.path), text);
    writeAtomic(join(profile, 'networks', 'train', 'x', 'log.csv'), 'a\n1\n');
    return profile;
  };

  it('are read by their declaration: a text of digits stays a text, an empty cell is null', () => {
    const profile = write(formatTable(conserve, [row, { ...row, variance: null }]));
    expect(readTables(profile, [conserve])).toEqual({
      'tables/conserve.csv': [
        { ...row, variance: 0.123457 },
        { ...row, variance: null },
      ],
    });
  });

  it.each([
    ['network,target,N,variance,more\na,recurrent,2,1,1\n', 'more'],
    ['network,target,N\na,recurrent,2\n', 'variance'],
    ['network,target,N,variance\na,recurrent,two,1\n', 'N'],
    ['network,target,N,variance\na,tau,2,1\n', 'target'],
    ['network,target,N,variance\na,recurrent,,1\n', 'N'],
    ['network,target,N,variance\na,recurrent,2,NaN\n', 'variance'],
    ['network,target,N,variance\na,recurrent,2,Infinity\n', 'variance'],
    ['network,target,N,variance\na,recurrent,2,1e400\n', 'variance'],
    ['network,target,N,variance\na,recurrent,0x10,1\n', 'N'],
    ['network,target,N,variance\na,recurrent, 2,1\n', 'N'],
  ])('are refused with the column that does not fit: %j', (text, column) => {
    expect(() => parseTable(conserve, text)).toThrow(new RegExp(`column ${column}\\b`));
  });

  it('are refused where no stage declares them', () => {
    expect(() => readTables(write(formatTable(conserve, [row])), [])).toThrow('tables/conserve.csv');
  });

  it('are not written with a column that is not declared', () => {
    expect(() => formatTable(conserve, [{ ...row, extra: 1 } as typeof row])).toThrow('extra');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('are not written with %s', (variance) => {
    expect(() => formatTable(conserve, [{ ...row, variance }])).toThrow(/column variance/);
  });

  it('are none where the folder is absent', () => {
    expect(readTables(join(folder, 'nowhere'), [conserve])).toEqual({});
  });
});

describe('a folder that is written anew', () => {
  it('keeps what was there until the end, and then what was written alone, the same bytes or not', () => {
    const place = join(folder, 'anew');
    for (const name of ['kept', 'same', 'stale', 'sub/stale']) writeAtomic(join(place, name), 'before');
    const removeOthers = renewFolder(place);
    expect(listFiles(place)).toEqual(['kept', 'same', 'stale', 'sub/stale']);
    writeAtomic(join(place, 'kept'), 'after');
    writeAtomic(join(place, 'same'), 'before');
    writeAtomic(join(place, 'new'), 'after');
    expect(listFiles(place)).toContain('stale');
    removeOthers();
    expect(listFiles(place)).toEqual(['kept', 'new', 'same']);
    expect(readFileSync(join(place, 'kept'), 'utf8')).toBe('after');
  });
});

const readAny = (file: string) => readJson(file, z.unknown());

describe('a damaged file', () => {
  it.each([
    [
      'rows.csv',
      'a,b\n1\n',
      readRows,
      /rows\.csv is damaged, cut off or edited: .*git checkout.* \(line 2 has 1 cells/,
    ],
    ['cut.json', '{"a": [1, 2', readAny, /cut\.json is damaged/],
    ['twice.json', '{"a": 1, "a": 2}', readAny, /twice\.json is damaged.*'a' stands twice/],
    ['zeros.json', '{"a": 1}\0\0', readAny, /zeros\.json is damaged.*zero bytes/],
    ['latin.csv', Buffer.from([0x61, 0x0a, 0xe9, 0x0a]), readRows, /latin\.csv is damaged/],
  ])('%s is named with the fault and with what to do', (name, content, read, message) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    expect(() => read(file)).toThrow(UserError);
    expect(() => read(file)).toThrow(message);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { explain, UserError } from '../../src/artifact/error.ts';
import {
  listFiles,
  readJson,
  readTable,
  readTables,
  renewFolder,
  writeAtomic,
  writeJson,
} from '../../src/artifact/file.ts';
import { formatTable } from '../../src/artifact/table.ts';

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
    expect(() => writeAtomic(file, 'x')).toThrow();
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
    },
  );

  it('of another circumstance keeps its error', () => {
    const odd = new Error('odd');
    expect(explain(odd)).toBe(odd);
  });
});

describe('the tables of a profile', () => {
  it('are every CSV file by its path, numbers as numbers, networks apart', () => {
    const profile = join(folder, 'profile');
    const rows = [{ network: 'modular-05-seed-0', N: 2, variance: 0.123456789 }];
    writeAtomic(join(profile, 'tables', 'conserve.csv'), formatTable(rows, ['network', 'N', 'variance']));
    writeAtomic(join(profile, 'networks', 'train', 'x', 'log.csv'), 'a\n1\n');
    writeJson(join(profile, 'claims.json'), {});
    expect(readTables(profile)).toEqual({
      'tables/conserve.csv': [{ network: 'modular-05-seed-0', N: 2, variance: 0.123457 }],
    });
  });

  it('are none where the folder is absent', () => {
    expect(readTables(join(folder, 'nowhere'))).toEqual({});
    writeFileSync(join(folder, 'file'), '');
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

describe('a damaged file', () => {
  it.each([
    [
      'rows.csv',
      'a,b\n1\n',
      readTable,
      /rows\.csv is damaged, cut off or edited: .*git checkout.* \(line 2 has 1 cells/,
    ],
    ['cut.json', '{"a": [1, 2', readJson, /cut\.json is damaged/],
    ['twice.json', '{"a": 1, "a": 2}', readJson, /twice\.json is damaged.*'a' stands twice/],
    ['zeros.json', '{"a": 1}\0\0', readJson, /zeros\.json is damaged.*zero bytes/],
    ['latin.csv', Buffer.from([0x61, 0x0a, 0xe9, 0x0a]), readTable, /latin\.csv is damaged/],
  ])('%s is named with the fault and with what to do', (name, content, read, message) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    expect(() => read(file)).toThrow(UserError);
    expect(() => read(file)).toThrow(message);
  });
});

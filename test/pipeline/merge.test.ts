import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { mergeClaims } from '../../pipeline/merge/claims.ts';
import { mergeLocks } from '../../pipeline/merge/stages.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const settle = (stage: string) => `run ${stage}`;
const published = readFileSync(join(ROOT, 'dvc.lock'), 'utf8');

type Stages = Record<string, number>;

/** A dvc.lock of stages, each with a number that stands for what it made. */
function lock(stages: Stages): string {
  const entries = Object.entries(stages).map(
    ([name, made]) =>
      `  ${name}:\n    cmd: make\n    deps:\n    - path: in\n      hash: md5\n      md5: '${made}'\n      size: 1\n`,
  );
  return `schema: '2.0'\nstages:${entries.length > 0 ? '' : ' {}'}\n${entries.join('')}`;
}

describe('dvc.lock is merged stage by stage', () => {
  it('is left to the byte where one side alone changed, whatever stands in it', () => {
    const changed = published.replace(/(md5: )[0-9a-f]{32}/, `$1${'a'.repeat(32)}`);
    for (const [ours, theirs] of [
      [published, changed],
      [changed, published],
    ])
      expect(mergeLocks(published, ours, theirs, settle)).toEqual({ text: changed, conflicts: [] });
  });

  it('takes of every stage what one side alone changed, and names those that both did', () => {
    const versions = fc.dictionary(fc.constantFrom('train@quick', 'train@paper', 'lab@quick', 'deep@paper'), fc.nat(2));
    fc.assert(
      fc.property(versions, versions, versions, (was, ours, other) => {
        const { text, conflicts } = mergeLocks(lock(was), lock(ours), lock(other), settle);
        const names = new Set([...Object.keys(was), ...Object.keys(ours), ...Object.keys(other)]);
        const stages = (parse(text)?.stages ?? {}) as Record<string, { deps?: { md5: string }[] }>;
        for (const name of names) {
          const made = stages[name]?.deps && Number(stages[name].deps[0].md5);
          if (conflicts.includes(name)) {
            expect(new Set([was[name], ours[name], other[name]]).size).toBe(3);
            expect(stages[name]).toEqual({ cmd: 'make' });
            expect(text).toContain(`Settle it: run ${name}\n`);
          } else expect(made).toBe(ours[name] === was[name] ? other[name] : ours[name]);
        }
      }),
    );
  });

  it.each([
    ['marks of a merge', `<<<<<<< HEAD\n${lock({ a: 1 })}`],
    ['a section that is not known', `${lock({ a: 1 })}datasets: []\n`],
    ['another form of the entries', "schema: '2.0'\nstages: { a: { cmd: x } }\n"],
    ['a stage twice', `${lock({ a: 1 })}${lock({ a: 2 }).split('stages:\n')[1]}`],
    ['no YAML', 'stages: [\n'],
  ])('refuses %s', (_name, text) => {
    expect(() => mergeLocks(lock({ a: 1 }), lock({ a: 2 }), text, settle)).toThrow();
  });
});

describe('claims are merged claim by claim', () => {
  const file = (verdicts: Record<string, string>, more = {}) =>
    `${JSON.stringify({ profile: 'quick', ...more, claims: Object.entries(verdicts).map(([id, verdict]) => ({ id, verdict })) }, null, 2)}\n`;
  const base = { '2a.1': 'reproduced', '2a.2': 'partly' };
  const merge = (ours: string, theirs: string, was = file(base)) =>
    mergeClaims(was, ours, theirs, { settle: 'run it' });

  it('from both sides where they judged different ones', () => {
    const merged = merge(file({ ...base, '2a.1': 'not run' }), file({ ...base, '2a.2': 'not run', '2a.3': 'partly' }));
    expect(merged).toEqual({
      text: file({ '2a.1': 'not run', '2a.2': 'not run', '2a.3': 'partly' }),
      conflicts: [],
    });
  });

  it('with both judgements of one that both judged otherwise, and the rest merged', () => {
    const { text, conflicts } = merge(
      file({ ...base, '2a.1': 'not run' }),
      file({ '2a.1': 'partly', '2a.2': 'reproduced' }),
    );
    expect(conflicts).toEqual(['2a.1']);
    const [before, ours, theirs, after] = text.split(/^(?:<{7} ours|={7}|>{7} theirs: .*2a\.1.*run it)\n/m);
    expect(JSON.parse(before + ours + after)).toEqual(JSON.parse(file({ '2a.1': 'not run', '2a.2': 'reproduced' })));
    expect(JSON.parse(before + theirs + after)).toEqual(JSON.parse(file({ '2a.1': 'partly', '2a.2': 'reproduced' })));
  });

  it.each(['constructor', 'toString', '2a.1 | <b>', '10'])('where one side alone has a claim named %s', (name) => {
    const added = file({ ...base, [name]: 'partly' });
    const metrics = (more: object) => JSON.stringify({ claims: { '2a.1': { a: 1 }, ...more } });
    for (const [ours, theirs] of [
      [added, file(base)],
      [file(base), added],
    ]) {
      const { text, conflicts } = merge(ours, theirs);
      expect([conflicts, JSON.parse(text)]).toEqual([[], JSON.parse(added)]);
    }
    const judged = { ...base, '2a.1': 'not run' };
    const without = merge(file(base), file({ ...judged, [name]: 'partly' }), added);
    expect(JSON.parse(without.text)).toEqual(JSON.parse(file(judged)));
    const merged = mergeClaims(metrics({}), metrics({ [name]: { a: 2 } }), metrics({ '2a.1': { a: 3 } }), {
      settle: 'run it',
    });
    expect([merged.conflicts, JSON.parse(merged.text)]).toEqual([
      [],
      { claims: { '2a.1': { a: 3 }, [name]: { a: 2 } } },
    ]);
  });

  it('with a conflict where one side took away what the other judged otherwise', () => {
    const { text, conflicts } = merge(file({ '2a.2': 'partly' }), file({ ...base, '2a.1': 'not run' }));
    expect(conflicts).toEqual(['2a.1']);
    const [before, ours, theirs] = text.split(/^(?:<{7} ours|={7}|>{7} theirs: .*2a\.1.*run it)\n/m);
    expect([ours, before.includes('2a.2'), theirs.includes('not run')]).toEqual(['', true, true]);
  });

  it('never mixes the numbers of two judgements', () => {
    const metrics = (numbers: object) => `${JSON.stringify({ claims: { '2a.1': numbers } }, null, 2)}\n`;
    const merged = mergeClaims(metrics({ a: 1, b: 1 }), metrics({ a: 2, b: 1 }), metrics({ a: 1, b: 2 }), {
      settle: 'run it',
    });
    expect(merged.conflicts).toEqual(['2a.1']);
  });

  it('never mixes the counts of verdicts of two sides, though both lost the same one', () => {
    const metrics = (reproduced: number, partly: number, inconclusive: number) =>
      `${JSON.stringify({ verdicts: { reproduced, partly, inconclusive }, claims: {} }, null, 2)}\n`;
    const merged = mergeClaims(metrics(9, 1, 1), metrics(8, 2, 1), metrics(8, 1, 2), { settle: 'run it' });
    expect(merged.conflicts).toEqual(['verdicts']);
    const [before, ours, theirs, after] = merged.text.split(/^(?:<{7} ours|={7}|>{7} theirs: .*run it)\n/m);
    expect([before + ours + after, before + theirs + after].map((text) => JSON.parse(text).verdicts)).toEqual([
      { reproduced: 8, partly: 2, inconclusive: 1 },
      { reproduced: 8, partly: 1, inconclusive: 2 },
    ]);
  });

  it('leaves published files as they are written', () => {
    for (const name of ['claims', 'readings', 'metrics']) {
      const text = readFileSync(join(ROOT, `artifacts/quick/${name}.json`), 'utf8');
      const changed = text.replace(/("seeds": )\d+/, '$199');
      expect(mergeClaims(text, text, changed, { settle: '' })).toEqual({ text: changed, conflicts: [] });
    }
  });
});

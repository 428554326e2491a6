import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { unknownName } from '../../src/artifact/nearest.ts';
import { round } from '../../src/artifact/table.ts';
import { LEAKY_SLOPE } from '../../src/network/dynamics.ts';
import { initialNetwork } from '../../src/network/initial.ts';
import { checkParams, loadParams, ParamsError, profileOf, valueFor } from '../../src/params/params.ts';
import { INITIAL_STATE_SCALE } from '../../src/task/batch.ts';
import { drawLength } from '../../src/task/length.ts';

const text = readFileSync(resolve(import.meta.dirname, '../../params.yaml'), 'utf8');
const PARSED = parse(text);

/** The message with which params.yaml is refused once the value at a path is replaced (or removed, by undefined). */
function refusal(path: string, value: unknown): string {
  const raw = structuredClone(PARSED);
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce((node, key) => node[key], raw);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  try {
    checkParams(raw);
  } catch (error) {
    expect(error).toBeInstanceOf(ParamsError);
    expect((error as ParamsError).exitCode).toBe(2);
    return (error as Error).message;
  }
  return '';
}

/** Paths to all values but those of readings, protocols and the multiverse, whose keys hold dots themselves (other tests beside this one). */
function leavesOf(node: unknown, path: string[] = []): string[] {
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return [path.join('.')];
  return Object.entries(node)
    .filter(([key]) => key !== 'protocols' && (path.length > 0 || !['readings', 'multiverse'].includes(key)))
    .flatMap(([key, value]) => leavesOf(value, [...path, key]));
}

/** 'N', '4 N' or '2' at a given N. */
function termAt(term: string, N: number): number {
  return term.endsWith('N') ? Number(term.slice(0, -1) || 1) * N : Number(term);
}

/** Keys that a profile may override; the protocol has the default. */
const OVERRIDES = new Set(['', 'readings.', 'multiverse.'].map((scale) => `profiles.smoke.${scale}generalize.fromN`));

describe('the protocol in params.yaml', () => {
  it('is accepted as it stands, with the profiles smoke, quick and paper', () => {
    const params = loadParams(text);
    expect(Object.keys(params.profiles)).toEqual(['smoke', 'quick', 'paper']);
    expect(profileOf(params, 'paper').train.epochs).toBe(60);
  });

  it('asks in the paper profile for at least 5 seeds everywhere and 40 for M = 5', () => {
    const { train, freeze, duplicate, timescales } = profileOf(loadParams(text), 'paper');
    for (const { seeds } of [train, freeze, duplicate]) {
      const counts = valueFor('modular', seeds);
      expect(counts[0]).toBe(40);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
    }
    expect(timescales.seeds).toBeGreaterThanOrEqual(5);
  });

  it('states what the task, the networks and so the kernel are compiled for', () => {
    const { task, network } = loadParams(text);
    expect(network.leakySlope).toBe(LEAKY_SLOPE);
    expect(network.initialActivity).toBe(`${round(INITIAL_STATE_SCALE * 2 ** 24)} U[0,1)`);
    const lengths = Array.from({ length: 2000 }, (_, index) => drawLength(0, 'train', index, 7));
    const value = (formula: string) => formula.split(' + ').reduce((sum, term) => sum + termAt(term, 7), 0);
    expect(Math.min(...lengths)).toBe(value(task.shortest));
    expect(Math.max(...lengths)).toBe(value(valueFor('modular', task.longest)));
    const [module] = initialNetwork('non-modular', 400, 0).modules;
    expect(network.initialTau).toBe('1 + U[0,1)');
    expect([Math.floor(Math.min(...module.tau)), Math.ceil(Math.max(...module.tau))]).toEqual([1, 2]);
    expect(network.initialWeights).toBe('U(+-1/sqrt(fan_in))');
    const largest = module.recurrentWeight.reduce((most, weight) => Math.max(most, weight), 0);
    expect(largest).toBeCloseTo(1 / Math.sqrt(400), 4);
  });

  it('names the nearest profile for one that it does not have', () => {
    expect(() => profileOf(loadParams(text), 'quik')).toThrow("unknown profile 'quik': did you mean 'quick'?");
  });

  it.each([
    ['task.firstN', 1, 'at least 2'],
    ['generalize.fromN', 1, 'at least 2'],
    ['profiles.quick.generalize.fromN', 0, 'at least 2'],
    ['timescales.tauMax', 0.5, 'at least 1'],
    ['profiles.smoke.train.seeds', [], 'at least one'],
    ['profiles.smoke.train.seeds', [3, 0], 'from 1 to 1000'],
    ['profiles.smoke.train.epochs', 0, 'at least 1'],
    ['task.batchSize', 250, 'multiple of 16'],
    ['task.bits', 'per-day', 'per-sequence, per-batch, half'],
    ['network.leak', 'beside', 'inside, outside'],
    ['network.growth', 'copy', 'copy-connectivity, copy-all, shared-draw'],
    ['generalize.reading', 'all', 'module/readout, module/all, readout/readout'],
    ['training.modular.learningRate', 'fast', 'above 0'],
    ['training.modular.momentum', 1, 'below 1'],
    ['training.clip', -2, 'above 0'],
    ['perturb.p', 1.5, 'from 0 to 1'],
    ['profiles.quick.perturb.epsilons', { from: 10, to: 0.01, count: 5 }, 'below epsilons.to'],
    ['profiles.quick.train.modularSizes', [5, 513], 'from 1 to 512'],
    ['profiles.quick.train.nonModularSizes', [20], 'as many sizes as modularSizes'],
    ['freeze.sizes', [0], 'from 1 to 512'],
    ['freeze.sizes', [5], 'one for each of freeze.sizes'],
    ['profiles.quick.train.seeds', [2, 2], 'one for each of modularSizes'],
    ['profiles.quick.train.seeds', [4, 2, 2, 0], 'from 1 to 1000'],
    ['profiles.quick.readings.duplicate.seeds', [4], 'one for each of duplicate.sizes'],
    ['network.leakySlope', 0.02, '0.01, for which the kernel is compiled'],
    ['task.longest', '4 N', '4 N + 1, floor(2.5 N) + 1'],
    ['statistics', 7, 'a group of keys'],
  ])('refuses %s = %j and says what is allowed', (path, value, allowed) => {
    const message = refusal(path, value);
    expect(message).toContain(path);
    expect(message).toContain(allowed);
  });

  it('shows the refused value', () => {
    expect(refusal('task.firstN', 1)).toBe('params.yaml: task.firstN is 1; allowed: a whole number of at least 2');
  });

  it('refuses an unknown key and names the one that was meant', () => {
    const message = refusal('training.modular.momentun', 0.2);
    expect(message).toContain('training.modular.momentun is not a known key');
    expect(message).toContain('did you mean momentum?');
  });

  it('lists every mistake at once', () => {
    const message = refusal('profiles.smoke.perturb', { draws: 0, epsilons: { from: 0, to: 1, count: 1 } });
    for (const key of ['perturb.draws', 'epsilons.from', 'epsilons.count']) expect(message).toContain(key);
  });

  const edit = (from: string | RegExp, to: string) => {
    const edited = text.replace(from, to);
    expect(edited).not.toBe(text);
    return edited;
  };
  const batchSize = (value: string) => edit(/batchSize: \d+/, `batchSize: ${value}`);
  it.each([
    ['a number beyond what can be held', batchSize('1e400'), /line 5: 1e400 is not finite/],
    ['no number', batchSize('.nan'), /line 5: \.nan is not finite/],
    ['infinity', batchSize('-.inf'), /line 5: -\.inf is not finite/],
    ['a whole number beyond 2^53', batchSize('9007199254740993'), /line 5: 9007199254740993 is beyond/],
    ['a hexadecimal number', batchSize('0x100'), /line 5: 0x100/],
    ['an octal number', batchSize('0o400'), /line 5: 0o400/],
    ['a leading zero', batchSize('0256'), /line 5: 0256/],
    ['a sexagesimal number', batchSize('4:16'), /batchSize is "4:16"/],
    [
      'an alias to what holds it',
      edit(/seeds: \[[^\]]*\]/, 'seeds: &a [*a]'),
      /\*a refers to the value that it stands in/,
    ],
    ['a merge of what holds it', `${text}\nextra: &c\n  <<: *c\n`, /\*c refers to/],
    ['an alias to nothing', edit(/seeds: \[[^\]]*\]/, 'seeds: *none'), /alias.*none/],
    ['aliases that multiply', `${text}\na: &a [1]\nb: &b [${'*a,'.repeat(99)}]\nc: [${'*b,'.repeat(99)}]\n`, /alias/i],
    ['a key twice', `${text}\ntask: {}\n`, /unique/],
    ['a key __proto__', edit('\nreadings:', '\nreadings:\n  __proto__: { task.bits: half }'), /__proto__/],
    ['a second document', `${text}\n---\na: 1\n`, /multiple documents/],
    ['a directive', `%YAML 1.1\n---\n${text}`, /directive/],
    ['a tag', batchSize('!!float 256'), /tag/],
    ['an unfinished merge', edit('\ntask:', '\n<<<<<<< HEAD\ntask:'), /line \d+ has the mark of an unfinished merge/],
    ['nesting without end', `${text}\nx: ${'['.repeat(20000)}`, /cannot be read/],
  ])('is refused with %s, with the line', (_, edited, message) => {
    expect(() => loadParams(edited)).toThrow(ParamsError);
    expect(() => loadParams(edited)).toThrow(message);
  });

  it('reads the same with a byte order mark, with CRLF and with aliases', () => {
    const params = loadParams(text);
    expect(loadParams(`\uFEFF${text}`)).toEqual(params);
    expect(loadParams(text.replaceAll('\n', '\r\n'))).toEqual(params);
    expect(loadParams(edit(/batchSize: (\d+)/, 'batchSize: &b $1'))).toEqual(params);
  });

  it('is refused as not YAML with the line of the mistake', () => {
    expect(() => loadParams('task: [1, 2')).toThrow(/params\.yaml cannot be read: .* line 1/);
    expect(() => loadParams('')).toThrow(ParamsError);
  });

  it.each(leavesOf(parse(text)))('is refused where %s is missing, of the wrong type, or mistyped', (path) => {
    for (const wrong of [null, {}, true]) expect(refusal(path, wrong)).toContain(path);
    expect(refusal(`${path}X`, 1)).toContain(`${path}X is not a known key`);
    if (OVERRIDES.has(path)) expect(refusal(path, undefined)).toBe('');
    else expect(refusal(path, undefined)).toContain(path);
  });

  it('is accepted for any sizes, seeds and epochs within bounds', () => {
    const pairs = fc.uniqueArray(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 6 });
    const seed = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(pairs, fc.infiniteStream(seed), fc.integer({ min: 1, max: 1000 }), (sizes, seeds, epochs) => {
        const raw = structuredClone(PARSED);
        const chosen = [...seeds.take(sizes.length)];
        Object.assign(raw.profiles.quick.train, { modularSizes: sizes, nonModularSizes: sizes, seeds: chosen, epochs });
        expect(checkParams(raw).profiles.quick.train.seeds).toEqual(chosen);
      }),
    );
  });
});

describe('the nearest known name', () => {
  it('is found through one or two mistyped letters', () => {
    fc.assert(
      fc.property(fc.constantFrom('generalize', 'timescales', 'crosscheck'), fc.nat(8), (name, at) => {
        const typo = name.slice(0, at) + name.slice(at + 1);
        expect(unknownName('stage', typo, ['generalize', 'timescales', 'crosscheck'])).toContain(
          `did you mean '${name}'?`,
        );
      }),
    );
  });

  it('is not made up for a name that resembles none', () => {
    expect(unknownName('stage', 'xyzzyx', ['train', 'claims'])).toBe("unknown stage 'xyzzyx': Known: train, claims.");
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT as root } from '../../pipeline/driver/paths.ts';

const styles = path.join(root, 'site', 'src', 'styles');
const tokens = readFileSync(path.join(styles, 'tokens.css'), 'utf8');
type Triple = [number, number, number];

/** How the eye sees linear light, by kind of colour vision, at full severity (Machado, Oliveira and Fernandes 2009). */
const vision: Record<string, Triple[]> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Linear light of a token in a theme. */
function light(name: string, theme: 0 | 1): Triple {
  const pair = new RegExp(`--${name}: light-dark\\(#(\\w{6}), #(\\w{6})\\)`).exec(tokens)!;
  const hex = pair[theme + 1];
  return [0, 2, 4].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

function product(rows: readonly Triple[], [x, y, z]: Triple): Triple {
  return rows.map(([a, b, c]) => a * x + b * y + c * z) as Triple;
}

function contrast(a: Triple, b: Triple): number {
  const [low, high] = [a, b].map(([r, g, blue]) => 0.2126 * r + 0.7152 * g + 0.0722 * blue).sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function oklab(colour: Triple): Triple {
  const cones = product(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    colour.map((value) => Math.max(0, value)) as Triple,
  ).map(Math.cbrt) as Triple;
  return product(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

/** How far apart two colours are for an eye, in OKLab. */
function distance(one: string, other: string, eye: readonly Triple[], theme: 0 | 1): number {
  const [a, b] = [one, other].map((name) => oklab(product(eye, light(name, theme))));
  return Math.hypot(...a.map((value, k) => value - b[k]));
}

/** Every pair of tokens that a rule of the style sheets puts text in and on; on the paper where it names no ground. */
function textPairs(): { ink: string; ground: string }[] {
  const sheets = readdirSync(styles).map((file) => readFileSync(path.join(styles, file), 'utf8'));
  const rules = sheets.flatMap((sheet) => [...sheet.matchAll(/\{([^{}]*)\}/g)].map(([, body]) => body));
  const pairs = rules.flatMap((body) => {
    const ink = /(?:^|[\s;])color: var\(--([\w-]+)\)/.exec(body)?.[1];
    const ground = /(?:^|[\s;])background(?:-color)?: var\(--([\w-]+)\)/.exec(body)?.[1];
    if (!ink || !isColour(ink)) return [];
    return ground && isColour(ground)
      ? [{ ink, ground }]
      : ink === 'paper'
        ? []
        : ['paper', 'surface'].map((ground) => ({ ink, ground }));
  });
  return [...new Map(pairs.map((pair) => [`${pair.ink} ${pair.ground}`, pair])).values()];
}

const isColour = (name: string) => new RegExp(`--${name}: light-dark\\(#`).test(tokens);

const peers = ['peer-jax', 'peer-tfjs', 'peer-torch-1', 'peer-torch-2', 'peer-torch-3'];

describe.each([
  { name: 'light', theme: 0 as const },
  { name: 'dark', theme: 1 as const },
])('the peers in the $name theme', ({ theme }) => {
  test('stand out from the paper', () => {
    for (const peer of peers) expect(contrast(light(peer, theme), light('paper', theme)), peer).toBeGreaterThan(3);
  });

  test.each(Object.entries(vision))('differ from each other with %s', (_, eye) => {
    for (const [i, one] of peers.entries()) {
      for (const other of peers.slice(i + 1)) {
        expect(distance(one, other, eye, theme), `${one} and ${other}`).toBeGreaterThan(0.08);
      }
    }
  });
});

/** Networks, and the groups of parameters beside the colour of a network, as panels draw them together. */
const networks = ['modular', 'non-modular'].flatMap((name) => [1, 2, 3, 4].map((step) => `${name}-${step}`));
const together = [
  networks,
  ['modular-2', 'recurrent', 'feedforward'],
  ['non-modular-2', 'recurrent'],
  ['tau', 'recurrent'],
];

/**
 * In OKLab, where 0.02 is the least that can be seen side by side: three times that, for lines that lie apart. Feedforward weights and the
 * non-modular network fall below it with tritanopia (0.04); where both are drawn (figures 1 and 6a) each has its name beside it. So has
 * the neutral control, and levels of noise differ in their dashes.
 */
const APART = 0.06;

describe.each([
  { name: 'light', theme: 0 as const },
  { name: 'dark', theme: 1 as const },
])('the report in the $name theme', ({ theme }) => {
  test('puts text only on grounds that it can be read on', () => {
    const pairs = textPairs();
    expect(pairs.length).toBeGreaterThan(8);
    for (const { ink, ground } of pairs)
      expect(contrast(light(ink, theme), light(ground, theme)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test('focus and verdicts have enough contrast', () => {
    for (const mark of ['focus', 'reproduced', 'partly', 'not-reproduced', 'not-run'])
      for (const ground of ['paper', 'surface'])
        expect(contrast(light(mark, theme), light(ground, theme)), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(vision))('keeps the series of a panel apart with %s', (_, eye) => {
    for (const series of together)
      for (const [i, one] of series.entries())
        for (const other of series.slice(i + 1))
          expect(distance(one, other, eye, theme), `${one} and ${other}`).toBeGreaterThan(APART);
  });

  test.each(Object.entries(vision))('keeps the neighbouring shades of a group apart with %s', (_, eye) => {
    for (const group of ['recurrent', 'feedforward', 'tau'])
      for (const step of [1, 2, 3, 4, 5, 6])
        expect(distance(`${group}-${step}`, `${group}-${step + 1}`, eye, theme), `${group}-${step}`).toBeGreaterThan(
          APART,
        );
  });
});

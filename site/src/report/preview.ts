import { VERDICTS, type Verdict, verdictEntry } from '../../../src/artifact/verdict.ts';
import tokens from '../styles/tokens.css?raw';
import { parity, stream } from './parity.ts';
import { pngOf } from './raster.ts';
import { colourName } from './verdictStyles.ts';

/** Size in pixels of the picture in link previews. */
export const previewSize = { width: 1200, height: 630 } as const;

/** Content of a link preview. */
export interface Preview {
  kicker: string;
  title: string;
  /** Claims by verdict; not shown if empty. */
  counts: Partial<Record<Verdict, number>>;
  /** A drawing as SVG text; the running example if null. */
  drawing: string | null;
  /** The last line: which profile it shows. */
  foot: string;
}

const TITLE = { size: 46, leading: 54, characters: 19 };
const EDGE = 64;
/** Where the drawing stands. */
const FRAME = { x: 520, y: 60, width: 620, height: 510 };

/** The PNG of a preview, in the light theme. */
export function previewPng(preview: Preview): Promise<Uint8Array<ArrayBuffer>> {
  return pngOf(previewSvg(preview));
}

/** The light theme's value of a token. */
export function colour(name: string): string {
  const [, light] = new RegExp(`--${name}: (?:light-dark\\()?(#[0-9a-f]{6})`).exec(tokens) ?? [];
  if (!light) throw new Error(`tokens.css has no colour --${name}`);
  return light;
}

function previewSvg({ kicker, title, counts, drawing, foot }: Preview): string {
  const { width, height } = previewSize;
  const lines = wrapped(title, TITLE.characters);
  const text = (y: number, words: string, attributes: string) =>
    `<text x="${EDGE}" y="${y}" ${attributes}>${escaped(words)}</text>`;
  const top = 196;
  const shown = VERDICTS.flatMap(({ word }) => (counts[word] ? [{ word, count: counts[word] }] : []));
  const below = Math.max(top + lines.length * TITLE.leading + 26, 420);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Source Sans 3">`,
    `<rect width="${width}" height="${height}" fill="${colour('paper')}"/>`,
    logo(EDGE, 52),
    `<text x="${EDGE + 46}" y="78" font-size="26" font-weight="600" fill="${colour('ink')}">Modular growth</text>`,
    text(top - 58, kicker, `font-size="22" fill="${colour('soft')}"`),
    ...lines.map((line, i) =>
      text(
        top + i * TITLE.leading,
        line,
        `font-family="Source Serif 4" font-weight="500" font-size="${TITLE.size}" fill="${colour('ink')}"`,
      ),
    ),
    ...shown.map(({ word, count }, i) => tally(word, count, EDGE, below + i * 46)),
    text(height - 54, foot, `font-size="19" fill="${colour('soft')}"`),
    drawing === null ? bits() : placed(drawing),
    '</svg>',
  ].join('\n');
}

function logo(x: number, y: number): string {
  const orange = colour('modular');
  return `<g transform="translate(${x} ${y}) scale(1.4)" fill="${orange}"><path d="M4 19 12 12 20 5" fill="none" stroke="${orange}" stroke-width="2"/><circle cx="4" cy="19" r="3"/><circle cx="12" cy="12" r="3"/><circle cx="20" cy="5" r="3"/></g>`;
}

/** One count with the verdict's shape and word, as on every page. */
function tally(verdict: Verdict, n: number, x: number, y: number): string {
  return `<g>${mark(verdict, x, y - 25, 30)}<text x="${x + 44}" y="${y}" font-size="30" font-weight="600" fill="${colour(colourName(verdict))}">${n} <tspan font-weight="400">${verdict}</tspan></text></g>`;
}

/** The shape of a verdict, as `VerdictMark` draws it, in the light theme. */
export function mark(verdict: Verdict, x: number, y: number, size: number): string {
  const hue = colour(colourName(verdict));
  const line = `fill="none" stroke="${hue}" stroke-width="1.6"`;
  const looks: Record<string, string> = {
    solid: `fill="${hue}"`,
    line,
    dashed: `${line} stroke-dasharray="2.6 2.5"`,
    cut: `fill="none" stroke="${colour('paper')}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"`,
  };
  const symbol = verdictEntry(verdict).symbol.replace(/class="(\w+)"/g, (_, name: string) => looks[name]);
  return `<svg x="${x}" y="${y}" width="${size}" height="${size}" viewBox="0 0 16 16">${symbol}</svg>`;
}

/** A drawing as large as it fits into the frame. */
function placed(drawing: string): string {
  const { x, y, width, height } = FRAME;
  const attributes = `x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMidYMid meet"`;
  return drawing.replace(/<style>[^<]*<\/style>/g, '').replace(/^<svg[^>]*>/, (head) =>
    head
      .replace(/ (?:width|height|class|role)="[^"]*"/g, '')
      .replace(/font-family(="|: )[^;"]*/g, 'font-family$1Source Sans 3')
      .replace('<svg', `<svg ${attributes}`),
  );
}

/** The running example: the task at four N. */
function bits(): string {
  const [orange, soft, rule, paper] = ['modular', 'soft', 'rule', 'paper'].map(colour);
  const rows = [2, 3, 4, 5].map((N, r) => {
    const { bits: all, answer } = parity(stream, N);
    const cells = all.map(({ value, counted }, i) => {
      const x = i * 54;
      const on = counted && value === 1;
      return `<rect x="${x}" y="0" width="46" height="46" rx="9" fill="${on ? orange : 'none'}" stroke="${counted ? orange : rule}" stroke-width="2"/><text x="${x + 23}" y="32" fill="${on ? paper : soft}">${value}</text>`;
    });
    const line = `<path d="M${(all.length - N) * 54} 60H${all.length * 54 - 8}" stroke="${orange}" stroke-width="4" stroke-linecap="round"/>`;
    const mark = `<path d="M446 23h36m-11-9 11 9-11 9" fill="none" stroke="${soft}" stroke-width="2.5"/><circle cx="530" cy="23" r="29" fill="${answer ? orange : 'none'}" stroke="${orange}" stroke-width="3.5"/><text x="530" y="32" fill="${answer ? paper : colour('ink')}">${answer}</text>`;
    return `<g transform="translate(${FRAME.x + 40} ${120 + r * 112})" font-size="26" font-weight="600" text-anchor="middle">${cells.join('')}${line}${mark}</g>`;
  });
  return rows.join('\n');
}

/** A title in lines of about so many characters. */
function wrapped(title: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= characters) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

import type { Architecture } from '../network/network.ts';
import { PAIRS } from '../study/pairs.ts';

/**
 * Colours as CSS variables with the light theme's value as fallback: a page may restyle a panel by setting the variable;
 * a standalone drawing shows the fallback. Architecture is hue, size is one of four lightness steps that a pair of sizes shares; each parameter group has a hue. Steps were taken in OKLCH: equal
 * lightness at equal step, so that they stay apart for deuteranopia, protanopia and tritanopia too.
 */
const MODULAR = ['#f29431', '#d76f04', '#a94e00', '#753000'];
const NON_MODULAR = ['#59b6ff', '#4892e1', '#2d6bbb', '#084491'];
const FEEDFORWARD = ['#70dbbc', '#55c1a3', '#37a88a', '#0d8f73', '#04755d', '#005b48', '#004334'];
const RECURRENT = ['#fea2d7', '#f07ec2', '#d465a8', '#b94c90', '#9e3378', '#841660', '#660049'];
const TAU = ['#c8ca79', '#afb161', '#969848', '#7e7f2e', '#67680f', '#505100', '#3b3b01'];

/** Largest size of each lightness step but the last, by architecture. */
const STEPS = {
  modular: PAIRS.slice(0, -1).map(([small]) => small),
  'non-modular': PAIRS.slice(0, -1).map(([, large]) => large),
};

export const ink = 'var(--figure-ink, #1c1b19)';
export const muted = 'var(--figure-muted, #6b6963)';
export const faint = 'var(--figure-faint, #d8d5ce)';
export const background = 'var(--figure-background, #ffffff)';
/** Neither copied nor frozen: the control without a hue. */
export const neutral = 'var(--figure-neutral, #6f717d)';

/** The lightness step, 0 (smallest, lightest) to 3, of a network size. */
function sizeStep(architecture: Architecture, size: number): number {
  const step = STEPS[architecture].findIndex((largest) => size <= largest);
  return step < 0 ? 3 : step;
}

/** The colour of a network: `--modular-1` to `--modular-4`, `--non-modular-1` to `--non-modular-4`. */
export function networkColour(architecture: Architecture, size: number): string {
  const step = sizeStep(architecture, size);
  const ramp = architecture === 'modular' ? MODULAR : NON_MODULAR;
  return `var(--${architecture}-${step + 1}, ${ramp[step]})`;
}

export type ColouredGroup = 'recurrent' | 'feedforward' | 'tau';

/** The fixed colour of a parameter group: `--recurrent`, `--feedforward`, `--tau`. */
export function groupColour(group: ColouredGroup): string {
  if (group === 'tau') return 'var(--tau, #78792b)';
  return group === 'recurrent' ? `var(--recurrent, ${RECURRENT[3]})` : `var(--feedforward, ${FEEDFORWARD[3]})`;
}

/**
 * A shade of a group's hue for a share from 0 (lightest) to 1 (darkest): `--recurrent-1` to `--recurrent-7`,
 * `--feedforward-1` to `--feedforward-7`, `--tau-1` to `--tau-7`.
 */
export function groupShade(group: ColouredGroup, share: number): string {
  const ramp = { recurrent: RECURRENT, feedforward: FEEDFORWARD, tau: TAU }[group];
  const step = Math.min(ramp.length - 1, Math.max(0, Math.round(share * (ramp.length - 1))));
  return `var(--${group}-${step + 1}, ${ramp[step]})`;
}

/** Exact copies are of the modular hue; noise takes it towards the grey of weights that are not copied: `--noise-1`, `--noise-2`. */
const NOISE = ['#a57358', '#7a7277'];

const PAPER = {
  orange: '#e8861b',
  teal: '#1d9a9a',
  green: '#56a83a',
  'dark green': '#2c7a1f',
  brown: '#b07d4f',
  'dark brown': '#7a4a1f',
} as const;
export type PaperColour = keyof typeof PAPER;

/** A colour of the paper's Fig. 6, for readers who hold the two side by side: `--paper-dark-green`. */
export function paperColour(name: PaperColour): string {
  return `var(--paper-${name.replace(' ', '-')}, ${PAPER[name]})`;
}

/** The colour of copies with noise, by the rank of their noise from 0 (least); from the second on all share one. */
export function noiseColour(rank: number): string {
  const step = Math.min(rank, NOISE.length - 1);
  return `var(--noise-${step + 1}, ${NOISE[step]})`;
}

/** Peers of the benchmark by id: a shape each, and hues apart from those of the architectures; PyTorch is one hue in three steps. */
const PEERS: Record<string, { colour: string; symbol: SymbolName }> = {
  'simd-128': { colour: ink, symbol: 'circle' },
  jax: { colour: 'var(--peer-jax, #0b7d6b)', symbol: 'diamond' },
  tfjs: { colour: 'var(--peer-tfjs, #9c7a00)', symbol: 'square' },
  'torch-stacked': { colour: 'var(--peer-torch-1, #b277d6)', symbol: 'triangle' },
  'torch-loop': { colour: 'var(--peer-torch-2, #8d49b8)', symbol: 'cross' },
  'torch-autograd': { colour: 'var(--peer-torch-3, #5d1e87)', symbol: 'star' },
};

type SymbolName = 'circle' | 'diamond' | 'square' | 'triangle' | 'cross' | 'star';

/** Colour (`--peer-jax`, `--peer-tfjs`, `--peer-torch-1` to `--peer-torch-3`) and shape of a peer; a neutral circle for an unknown one. */
export function peerMark(peer: string): { colour: string; symbol: SymbolName } {
  return PEERS[peer] ?? { colour: neutral, symbol: 'circle' };
}

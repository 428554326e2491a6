import { formatLesion, type LesionTarget, parseLesion } from './lesion.ts';
import type { GrowRequest, Target } from './messages.ts';

/** Bits in the order in which they were fed: a number of bits of the seeded stream, or bits that the reader typed. */
export type Feed = { stream: number } | { typed: string };

/** Sizes of perturbation by parameter group, 0 for none. */
export interface Epsilons {
  recurrent: number;
  feedforward: number;
  tau: number;
}

/** What a new module copies from the one before it, and which of its weights are frozen. */
export type GrowthCondition = GrowRequest['condition'];

/** The state that a link to the lab carries; null where the lab chooses. */
export interface LabState {
  /** Sizes of the two networks, '15-91'. */
  pair: string | null;
  seed: number | null;
  /** The curriculum step that is shown: the largest task N solved by then. */
  N: number | null;
  /** The task whose bits are underlined. */
  task: number | null;
  /** Seed of the stream of bits; 0 begins with the report's running example. */
  stream: number;
  feed: Feed[];
  epsilons: Epsilons;
  lesions: LesionTarget[];
  /** The target whose curve over eps is shown, and derived again. */
  curve: Target;
  /** How the next module is grown in the page. */
  growth: GrowthCondition;
  /** Bits a second. */
  speed: number;
}

/** Bits a second that a reader can choose. */
export const SPEEDS: readonly number[] = [1, 2, 5, 10, 30];

/** Range of the sliders' epsilon above 0 (equation 5 of the paper, as in its figures). */
export const EPSILON_RANGE = { from: 0.01, to: 10 } as const;

/** Targets of the curve over epsilon. */
export const CURVES: readonly Target[] = ['connections', 'tau', 'recurrent', 'feedforward'];

/** How a new module can be grown; the archive's condition first. */
export const GROWTHS: readonly GrowthCondition[] = [
  'trained',
  'recurrent-copied-feedforward-random',
  'recurrent-random-feedforward-copied',
  'recurrent-random-feedforward-random',
  'frozen-recurrent',
  'frozen-feedforward',
];

/** Most bits that a link carries. */
export const LONGEST_FEED = 2000;

const VERSION = '1';

export const initialState: LabState = {
  pair: null,
  seed: null,
  N: null,
  task: null,
  stream: 0,
  feed: [],
  epsilons: { recurrent: 0, feedforward: 0, tau: 0 },
  lesions: [],
  curve: 'connections',
  growth: 'trained',
  speed: 2,
};

/** A state as a fragment without '#'. Values equal to the initial state are left out; '' for the initial state. */
export function formatState(state: LabState): string {
  const entries: [string, string | null][] = [
    ['net', state.pair],
    ['seed', differs(state.seed, null)],
    ['N', differs(state.N, null)],
    ['task', differs(state.task, null)],
    ['bits', differs(state.stream, initialState.stream)],
    ['fed', state.feed.map((run) => ('stream' in run ? `s${run.stream}` : `t${run.typed}`)).join('') || null],
    ['eps', formatEpsilons(state.epsilons)],
    ['cut', state.lesions.map(formatLesion).join(',') || null],
    ['curve', state.curve === initialState.curve ? null : state.curve],
    ['grow', state.growth === initialState.growth ? null : state.growth],
    ['speed', differs(state.speed, initialState.speed)],
  ];
  const given = entries.filter(([, value]) => value !== null);
  return given.length === 0 ? '' : [`lab=${VERSION}`, ...given.map(([key, value]) => `${key}=${value}`)].join('&');
}

function differs(value: number | null, usual: number | null): string | null {
  return value === usual ? null : String(value);
}

function formatEpsilons({ recurrent, feedforward, tau }: Epsilons): string | null {
  return recurrent || feedforward || tau ? [recurrent, feedforward, tau].join(',') : null;
}

/**
 * The state of a fragment, with or without '#'. Values that cannot be read keep their initial state and are named in `notes`. A fragment
 * of something else (a heading, for example) gives the initial state without a note.
 */
export function parseState(fragment: string): { state: LabState; notes: string[] } {
  const state: LabState = { ...initialState };
  const notes: string[] = [];
  const values = new URLSearchParams(fragment.replace(/^#/, ''));
  const version = values.get('lab');
  if (version === null) return { state, notes };
  if (version !== VERSION) {
    return {
      state,
      notes: [`This link has version ${version}, which this page cannot read. The lab opens in its initial state.`],
    };
  }
  for (const [key, value] of values) {
    if (key === 'lab') continue;
    const part = Object.hasOwn(READERS, key) ? READERS[key](value) : null;
    if (part) Object.assign(state, part);
    else notes.push(`The link has ${key}=${value.slice(0, 40)}, which is not valid. It was ignored.`);
  }
  return { state, notes };
}

/** Parser of each key of a fragment; null for an invalid value. */
const READERS: Record<string, (value: string) => Partial<LabState> | null> = {
  net: (value) => (/^\d{1,3}-\d{1,3}$/.test(value) ? { pair: value } : null),
  seed: (value) => wrap('seed', whole(value, 0, 2 ** 32 - 1)),
  N: (value) => wrap('N', whole(value, 2, 1000)),
  task: (value) => wrap('task', whole(value, 2, 1000)),
  bits: (value) => wrap('stream', whole(value, 0, 2 ** 32 - 1)),
  fed: (value) => wrap('feed', parseFeed(value)),
  eps: (value) => wrap('epsilons', parseEpsilons(value)),
  cut: (value) => wrap('lesions', parseLesions(value)),
  curve: (value) => wrap('curve', CURVES.find((curve) => curve === value) ?? null),
  grow: (value) => wrap('growth', GROWTHS.find((growth) => growth === value) ?? null),
  speed: (value) => wrap('speed', SPEEDS.find((speed) => String(speed) === value) ?? null),
};

function wrap<K extends keyof LabState>(key: K, value: LabState[K] | null): Partial<LabState> | null {
  return value === null ? null : ({ [key]: value } as unknown as Partial<LabState>);
}

function whole(value: string, from: number, to: number): number | null {
  const number = Number(value);
  return /^\d+$/.test(value) && number >= from && number <= to ? number : null;
}

function parseFeed(value: string): Feed[] | null {
  if (!/^(s[1-9]\d{0,3}|t[01]+)*$/.test(value)) return null;
  const runs = [...value.matchAll(/s(\d+)|t([01]+)/g)].map(
    ([, count, typed]): Feed => (count ? { stream: Number(count) } : { typed }),
  );
  return feedLength(runs) <= LONGEST_FEED ? runs : null;
}

/** Number of bits of a feed. */
export function feedLength(feed: readonly Feed[]): number {
  return feed.reduce((sum, run) => sum + ('stream' in run ? run.stream : run.typed.length), 0);
}

/** A feed with one more bit at its end, from the stream or typed by the reader. */
export function fed(feed: readonly Feed[], bit: 0 | 1, by: 'stream' | 'reader'): Feed[] {
  const last = feed.at(-1);
  const before = feed.slice(0, -1);
  if (by === 'stream') {
    return last && 'stream' in last ? [...before, { stream: last.stream + 1 }] : [...feed, { stream: 1 }];
  }
  return last && 'typed' in last ? [...before, { typed: `${last.typed}${bit}` }] : [...feed, { typed: String(bit) }];
}

function parseEpsilons(value: string): Epsilons | null {
  const numbers = value.split(',').map((part) => (/^\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  const allowed = numbers.every((eps) => eps === 0 || (eps >= EPSILON_RANGE.from && eps <= EPSILON_RANGE.to));
  if (numbers.length !== 3 || !allowed) return null;
  const [recurrent, feedforward, tau] = numbers;
  return { recurrent, feedforward, tau };
}

function parseLesions(value: string): LesionTarget[] | null {
  const lesions = value.split(',').map(parseLesion);
  return lesions.includes(null) ? null : (lesions as LesionTarget[]);
}

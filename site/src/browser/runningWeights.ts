import * as z from 'zod/mini';
import { parseFormat } from '../../../src/artifact/format.ts';
import type { Copied } from '../../../src/lab/intervention.ts';
import { symbols } from '../report/symbols.ts';
import { type LiveNetwork, openLab } from './lab/client.ts';
import type { LiveStep } from './lab/messages.ts';
import { networksOf, pairsOf } from './lab/pair.ts';
import { KEPT } from './lab/running.ts';
import { describeFailure, latest, part } from './lab/setting.ts';
import { streamBits } from './lab/source.ts';
import { drawErrors } from './runningErrors.ts';
import { accuracyChart, HEIGHT } from './runningPair.ts';

/** The same network, unchanged and with each kind of weights changed. */
const KINDS = [null, 'recurrent', 'feedforward'] as const satisfies (Copied | null)[];
/** The first task whose module reads one that has feedforward weights. */
const FIRST_CHANGED = 4;

interface Setting {
  isCopied: boolean;
  epsilon: number;
  /** The task of the only changed module; null for every module. */
  N: number | null;
}

/** Runs an archived network with noise on one kind of its weights, or with those of the module before, beside the unchanged one. */
export async function runWeights(place: HTMLElement): Promise<void> {
  const root = { root: place };
  const epsilons = parseFormat(z.array(z.number()), place.dataset.runningWeights ?? '', 'The setting of this section');
  const lab = openLab({ kernel: place.dataset.kernel ?? '', archive: place.dataset.archive ?? '' });
  const index = await lab.index();
  const pairs = [...place.querySelectorAll<HTMLInputElement>('[data-pair]')];
  const changes = [...place.querySelectorAll<HTMLInputElement>('[data-change]')];
  const [noise, module] = ['epsilon', 'module'].map((name) => part<HTMLInputElement>(root, name));
  const status = part(root, 'read');
  let lives: LiveNetwork[] = [];
  let open = '';

  const settingNow = (): Setting => ({
    isCopied: changes.find(({ checked }) => checked)?.value === 'copied',
    epsilon: epsilons[noise.valueAsNumber] ?? 0,
    N: module.valueAsNumber < FIRST_CHANGED ? null : module.valueAsNumber,
  });
  const label = () => {
    const { isCopied, epsilon, N } = settingNow();
    const size = String(Number(epsilon.toPrecision(2)));
    noise.disabled = isCopied;
    noise.setAttribute('aria-valuetext', epsilon === 0 ? 'no noise' : `epsilon ${size}`);
    part(root, 'shown-epsilon').textContent = size;
    const modules = N === null ? 'every module' : `only the module for N = ${N}`;
    part(root, 'shown-module').innerHTML = symbols(modules);
    module.setAttribute('aria-valuetext', modules);
  };
  const openPair = async (name: string) => {
    if (name === open) return;
    const seed = pairsOf(index).find((pair) => pair.name === name)?.seeds[0] ?? 0;
    const id = networksOf(index, name, seed)?.modular.id;
    if (id === undefined) throw new RangeError(`the archive has no pair ${name}`);
    for (const live of lives) live.close();
    lives = await Promise.all(KINDS.map(() => lab.open({ network: id })));
    module.max = String(Math.max(FIRST_CHANGED - 1, lives[0].opened.tasks.at(-1) ?? 0));
    open = name;
    label();
  };
  const settle = latest(
    async () => {
      await openPair(pairs.find(({ checked }) => checked)?.value ?? '');
      const setting = settingNow();
      const { tasks } = lives[0].opened;
      const steps = await Promise.all(lives.map((live, i) => answersUnder(live, KINDS[i], setting)));
      for (const [i, kind] of KINDS.entries()) {
        if (kind === null) continue;
        const drawing = part(root, `errors="${kind}"`);
        drawing.innerHTML = drawErrors(steps[i], tasks, drawing.clientWidth, HEIGHT);
      }
      const right = steps.map((answered) => answered.at(-1)?.running ?? new Float32Array());
      const accuracy = part(root, 'accuracy');
      accuracy.innerHTML = accuracyChart(
        KINDS.map((kind, i) => ({
          tasks,
          right: right[i],
          colour: kind === null ? 'var(--figure-neutral)' : `var(--${kind})`,
          ...(kind === null && { dash: '1 4' }),
        })),
        accuracy.clientWidth,
      );
      const { solvedAbove } = index.perturbation;
      const solved = right.map((shares) => [...shares].filter((share) => share > solvedAbove).length);
      status.innerHTML = symbols(describe(solved, tasks.length, setting, solvedAbove));
      place.dataset.shown = `${open} ${setting.isCopied ? 'copied' : setting.epsilon} ${setting.N ?? 'all'}`;
    },
    (error) => {
      status.textContent = describeFailure(error);
    },
  );
  for (const control of [...pairs, ...changes, noise, module])
    control.addEventListener('input', () => {
      label();
      settle();
    });
  label();
  settle();
}

/** The last answers of a network whose weights of one kind are changed, always on the same bits from the same state. */
async function answersUnder(live: LiveNetwork, kind: Copied | null, setting: Setting): Promise<LiveStep[]> {
  const { tasks } = live.opened;
  const { isCopied, epsilon, N } = setting;
  const only = N === null ? {} : { only: tasks.indexOf(N) };
  await live.intervene({
    ...(kind && isCopied && { copied: kind }),
    epsilons: kind && !isCopied ? { [kind]: epsilon } : {},
    ...only,
    lesions: [],
    draw: 0,
  });
  await live.reset();
  const bit = streamBits(0);
  // Every head has seen its N bits before anything is counted.
  const steps = await live.step(Array.from({ length: (tasks.at(-1) ?? 0) + KEPT }, (_, t) => bit(t)));
  return steps.slice(-KEPT);
}

function describe(solved: readonly number[], tasks: number, setting: Setting, solvedAbove: number): string {
  const { isCopied, epsilon, N } = setting;
  const place = N === null ? 'every module' : `the module for N = ${N}`;
  const change = isCopied
    ? `With the weights of the module before in ${place}`
    : `With noise ε = ${Number(epsilon.toPrecision(2))} in ${place}`;
  const [unchanged, recurrent, feedforward] = solved;
  return `${change}, the network still solves ${recurrent} of ${tasks} tasks if W^R is changed, and ${feedforward} if W^FF is changed; unchanged, it solves ${unchanged}. Solved: right on more than ${Math.round(100 * solvedAbove)}% of the last ${KEPT} bits.`;
}

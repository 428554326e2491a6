import { adapt, largestN } from './fit.ts';
import { learningChart } from './learning.ts';
import { networksOf, pairsOf } from './pair.ts';
import { part, type Setting, stateOf } from './setting.ts';

/** The choice of networks and curriculum step, with the learning curves. */
export function network(setting: Setting): { task(by: 1 | -1): void; curriculum(by: 1 | -1): void } {
  const { root, index, store, running } = setting;
  const radios = [...root.querySelectorAll<HTMLInputElement>('[data-pairs] input')];
  const seeds = part<HTMLSelectElement>(setting, 'seed');
  const slider = part<HTMLInputElement>(setting, 'N');
  const chart = part(setting, 'learning');

  const open = (pair: string, seed: number) => {
    const before = stateOf(setting);
    const known = pairsOf(index).find(({ name }) => name === pair)?.seeds ?? [seed];
    const next = known.includes(seed) ? seed : known[0];
    const { state } = adapt({ ...before, pair, seed: next, N: null, lesions: [] }, index);
    store.set({ pair: state.pair, seed: state.seed, N: state.N, task: state.task, lesions: state.lesions });
  };
  const go = (N: number) => {
    const { pair, seed, task } = stateOf(setting);
    const next = Math.max(2, Math.min(largestN(index, pair, seed), N));
    store.set({ N: next, task: Math.min(task, next) });
  };
  const actions = {
    curriculum: (by: 1 | -1) => go(stateOf(setting).N + by),
    task: (by: 1 | -1) => {
      const { task, N } = stateOf(setting);
      store.set({ task: Math.max(2, Math.min(N, task + by)) });
    },
  };

  for (const radio of radios) radio.addEventListener('change', () => open(radio.value, stateOf(setting).seed));
  seeds.addEventListener('change', () => open(stateOf(setting).pair, Number(seeds.value)));
  slider.addEventListener('input', () => go(Number(slider.value)));
  part(setting, 'N-less').addEventListener('click', () => actions.curriculum(-1));
  part(setting, 'N-more').addEventListener('click', () => actions.curriculum(1));

  const controls = () => {
    const { pair, seed, N } = stateOf(setting);
    for (const radio of radios) radio.checked = radio.value === pair;
    const known = pairsOf(index).find(({ name }) => name === pair)?.seeds ?? [];
    seeds.replaceChildren(...known.map((option) => new Option(String(option), String(option), false, option === seed)));
    slider.max = String(largestN(index, pair, seed));
    slider.value = String(N);
    const networks = networksOf(index, pair, seed);
    const behind = networks && [networks.modular, networks.nonModular].filter(({ nSolved }) => nSolved < N);
    const words = behind?.map(({ architecture, nSolved }) =>
      nSolved < 2
        ? `the ${architecture} network solved no task`
        : `the ${architecture} network solved up to N = ${nSolved}`,
    );
    slider.setAttribute('aria-valuetext', [`N = ${N}`, ...(words ?? [])].join(', '));
    part(setting, 'N-shown').textContent = String(N);
  };
  const draw = () => {
    part(setting, 'verified').textContent = running.shown
      .flatMap(({ architecture }) => {
        const text = running.of(architecture)?.live.opened.verification?.text;
        return text ? [`${architecture === 'modular' ? 'Modular' : 'Non-modular'}: ${text}`] : [];
      })
      .join(' ');
    const learners = running.shown.flatMap(({ architecture }) => {
      const opened = running.of(architecture)?.live.opened;
      return opened ? [{ architecture, nSolved: opened.network.nSolved, history: opened.record.history }] : [];
    });
    if (learners.length > 0) {
      chart.innerHTML = learningChart(learners, { N: stateOf(setting).N, width: chart.clientWidth });
    }
  };
  running.listen(draw);
  new ResizeObserver(draw).observe(chart);
  store.listen((_, changed) => {
    if (changed.has('pair') || changed.has('seed') || changed.has('N')) controls();
  });
  controls();
  return actions;
}

import { symbols } from '../report/symbols.ts';
import { KEPT } from './lab/running.ts';
import { describeFailure, latest, part } from './lab/setting.ts';
import { drawErrors, handedOn } from './runningErrors.ts';
import { accuracyChart, HEIGHT, linesOf, playing, RunningPair } from './runningPair.ts';

/** Runs a pair of archived networks under the reader's noise: which answers are wrong, and how accuracy falls with N. */
export async function runNoise(place: HTMLElement): Promise<void> {
  const root = { root: place };
  const pair = await RunningPair.at(place);
  const { index, running } = pair;
  const sliders = [...place.querySelectorAll<HTMLInputElement>('[data-noise]')];
  const pairs = [...place.querySelectorAll<HTMLInputElement>('[data-pair]')];
  const status = part(root, 'read');
  const failed = (error: unknown) => {
    status.textContent = describeFailure(error);
  };

  const noise = (target: string) => {
    const slider = sliders.find(({ dataset }) => dataset.noise === target);
    return slider ? index.perturbation.epsilons[slider.valueAsNumber] : 0;
  };
  const draw = () => {
    const recent = running.of('modular')?.recent ?? [];
    const [modular] = running.shown;
    const errors = part(root, 'errors');
    errors.innerHTML = drawErrors(recent, modular.tasks, errors.clientWidth, HEIGHT);
    const accuracy = part(root, 'accuracy');
    accuracy.innerHTML = accuracyChart(linesOf(running.shown), accuracy.clientWidth);
  };
  const settle = latest(async () => {
    const name = pairs.find(({ checked }) => checked)?.value ?? '';
    const epsilons = { recurrent: noise('recurrent'), feedforward: noise('feedforward'), tau: 0 };
    await pair.answer(name, { epsilons, lesions: [] });
    draw();
    const words = describe(pair);
    status.innerHTML = symbols(words);
    place.dataset.shown = `${name} ${epsilons.recurrent} ${epsilons.feedforward}`;
  }, failed);

  const label = () => {
    for (const slider of sliders) {
      const value = noise(slider.dataset.noise ?? '');
      const text = value === 0 ? '0' : String(Number(value.toPrecision(2)));
      part(root, `shown="${slider.dataset.noise}"`).textContent = text;
      slider.setAttribute('aria-valuetext', value === 0 ? 'no noise' : `epsilon ${text}`);
    }
  };
  for (const slider of sliders)
    slider.addEventListener('input', () => {
      label();
      settle();
    });
  for (const choice of pairs) choice.addEventListener('change', settle);
  part(root, 'heal').addEventListener('click', () => {
    for (const slider of sliders) slider.value = '0';
    label();
    settle();
  });
  playing(place, () => pair.feed(1).then(draw, failed));
  label();
  settle();
}

/** How many tasks each network still solves, and how errors of the modular one are handed on. */
function describe({ held, running, index }: RunningPair): string {
  const { afterWrong, afterRight } = handedOn(running.of('modular')?.recent ?? []);
  const handed =
    afterWrong.count === 0
      ? 'No module was wrong, so no error was handed on.'
      : `After a wrong answer of module N, module N + 1 was wrong ${percent(afterWrong)} of the time (${afterWrong.count} cases); after a right one, ${percent(afterRight)} (${afterRight.count} cases).`;
  return `Right more than ${Math.round(100 * index.perturbation.solvedAbove)}% of the last ${KEPT} bits, with one draw of noise: ${held}. ${handed}`;
}

function percent({ count, wrong }: { count: number; wrong: number }): string {
  const share = count === 0 ? 0 : (100 * wrong) / count;
  return `${share < 10 ? share.toFixed(1) : Math.round(share)}%`;
}

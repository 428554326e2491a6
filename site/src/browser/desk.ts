// The thresholds of a claim's rule: moving one judges the claim again from the numbers of the page, by the code of the pipeline.
import { showNumber } from '../report/text.ts';

const place = document.querySelector<HTMLElement>('[data-thresholds]');
if (place) enliven(place);

function enliven(place: HTMLElement): void {
  const sliders = [...place.querySelectorAll<HTMLInputElement>('[data-threshold]')];
  const restore = place.querySelector<HTMLButtonElement>('[data-restore]');
  const show = () => {
    const moved = sliders.filter(isMoved);
    for (const slider of sliders) {
      const output = slider.closest('.threshold')?.querySelector('[data-value]');
      const value = isMoved(slider) ? slider.valueAsNumber : Number(slider.dataset.rule);
      if (output) output.textContent = showNumber(Number(value.toPrecision(3)));
    }
    if (restore) restore.disabled = moved.length === 0;
    const words = place.querySelector('[data-moved]');
    if (words) words.textContent = moved.length === 0 ? 'by the rule as it stands' : 'by the rule that you have set';
    judge(place, sliders).catch((error: unknown) => console.warn('the claim could not be judged again', error));
  };
  for (const slider of sliders) slider.addEventListener('input', show);
  for (const slider of sliders) slider.addEventListener('change', () => save(sliders));
  restore?.addEventListener('click', () => {
    for (const slider of sliders) slider.value = slider.dataset.rule ?? '';
    show();
    save(sliders);
  });
  const given = new URLSearchParams(location.search);
  for (const slider of sliders) {
    const value = given.get(nameOf(slider));
    if (value !== null && value.trim() !== '' && Number.isFinite(Number(value))) slider.value = value;
  }
  if (sliders.some(isMoved)) show();
}

/** Whether a slider stands elsewhere than at its rule, as near as its steps allow. */
function isMoved(slider: HTMLInputElement): boolean {
  return Math.abs(slider.valueAsNumber - Number(slider.dataset.rule)) > Number(slider.step) / 2 + 1e-9;
}

async function judge(place: HTMLElement, sliders: readonly HTMLInputElement[]): Promise<void> {
  const { verdictUnder, markOf } = await import('./deskVerdict.ts');
  const values = new Map(
    sliders.filter(isMoved).map((slider) => [Number(slider.dataset.threshold), slider.valueAsNumber]),
  );
  const verdict = verdictUnder(place.dataset.parts ?? '[]', values);
  const mark = place.querySelector('[data-turned]');
  if (mark && mark.textContent?.trim() !== verdict) mark.innerHTML = markOf(verdict);
}

/** Keeps the moved thresholds in the address. */
function save(sliders: readonly HTMLInputElement[]): void {
  const query = new URLSearchParams(location.search);
  for (const slider of sliders) {
    if (isMoved(slider)) query.set(nameOf(slider), slider.value);
    else query.delete(nameOf(slider));
  }
  const text = query.toString();
  history.replaceState(history.state, '', `${location.pathname}${text && `?${text}`}${location.hash}`);
}

function nameOf(slider: HTMLInputElement): string {
  return `threshold.${slider.dataset.threshold}`;
}

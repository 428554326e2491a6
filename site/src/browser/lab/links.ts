import { formatState, initialState } from './address.ts';
import { adapt, forLink } from './fit.ts';
import { part, type Setting } from './setting.ts';

/** Milliseconds after a change until the address is updated; browsers limit updates per second. */
const QUIET = 400;

/** The page's address follows the state; a link to it, and the way back to the start. */
export function links(setting: Setting): { copy(): void } {
  const { store, index } = setting;
  let timer: number | undefined;

  const address = () => {
    const fragment = formatState(forLink(store.state, index));
    return `${location.pathname}${location.search}${fragment ? `#${fragment}` : ''}`;
  };
  const write = () => {
    window.clearTimeout(timer);
    history.replaceState(null, '', address());
  };
  const copy = async () => {
    write();
    try {
      await navigator.clipboard.writeText(location.href);
      setting.note('Link copied. It restores these networks, their perturbations and lesions, and the bits.');
    } catch {
      setting.note(`The browser did not allow copying. Copy the address of this page: ${location.href}`);
    }
  };
  store.listen(() => {
    window.clearTimeout(timer);
    timer = window.setTimeout(write, QUIET);
  });
  addEventListener('pagehide', write);
  part(setting, 'copy').addEventListener('click', () => void copy());
  part(setting, 'reset').addEventListener('click', () => {
    store.set(adapt(initialState, index).state);
    write();
    setting.note('The lab is reset.');
  });
  return { copy: () => void copy() };
}

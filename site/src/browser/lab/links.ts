import { formatState, opening } from './address.ts';
import { adapt, forLink } from './fit.ts';
import { part, type Setting } from './setting.ts';

/** Milliseconds after a change until the address follows: browsers allow few changes a second. */
const QUIET = 400;

/** The page's address follows the state; a link to it, and the way back to the beginning. */
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
      setting.note('The link is copied. It feeds the same bits to the networks as they are hurt now.');
    } catch {
      setting.note(`This browser lets no page copy; the address of this page is the link: ${location.href}`);
    }
  };
  store.listen(() => {
    window.clearTimeout(timer);
    timer = window.setTimeout(write, QUIET);
  });
  addEventListener('pagehide', write);
  part(setting, 'copy').addEventListener('click', () => void copy());
  part(setting, 'reset').addEventListener('click', () => {
    store.set(adapt(opening, index).state);
    write();
    setting.note('All is as at the beginning.');
  });
  return { copy: () => void copy() };
}

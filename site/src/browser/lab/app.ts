import { parseState } from './address.ts';
import { openLab } from './client.ts';
import { curve } from './curve.ts';
import { feeding } from './feeding.ts';
import { adapt } from './fit.ts';
import { growing } from './growing.ts';
import { hurting, isHurt } from './hurting.ts';
import { keyboard } from './keyboard.ts';
import { links } from './links.ts';
import { network } from './network.ts';
import { racing } from './racing.ts';
import { Running } from './running.ts';
import { latest, openNetworks, part, type Setting, sentenceOf, stateOf } from './setting.ts';
import { bitsOf } from './source.ts';
import { Store } from './store.ts';
import { view } from './view.ts';

/**
 * Opens the lab in its place on the page: the archive's index, the state of the address, both networks in the worker, then every part.
 * @throws LabError where the worker, the kernel or the archive cannot be had.
 */
export async function openApp(root: HTMLElement): Promise<void> {
  const lab = openLab({ kernel: root.dataset.kernel ?? '', archive: root.dataset.archive ?? '' });
  const index = await lab.index();
  const asked = parseState(location.hash);
  const fitted = adapt(asked.state, index);
  const store = new Store(fitted.state);
  const running = new Running(lab);
  const note = (text: string) => {
    part({ root }, 'note').textContent = text;
  };
  const setting: Setting = { root, lab, index, store, running, note };

  const curriculum = network(setting);
  const own = feeding(setting);
  const shown = view(setting);
  const harm = hurting(setting);
  const overEpsilon = curve(setting);
  growing(setting);
  racing(setting);
  const { copy } = links(setting);
  const heal = () => store.set({ lesions: [], epsilons: { recurrent: 0, feedforward: 0, tau: 0 } });
  keyboard(setting, { feeding: own, view: shown, curriculum, copy, heal });

  const failed = (error: unknown) => note(sentenceOf(error));
  const hurt = latest(async () => {
    await running.hurt(stateOf(setting));
    const estimates = await running.estimate();
    harm.show(estimates);
    overEpsilon.show(estimates);
  }, failed);
  let open = '';
  /** Takes the worker to where the state is: the same bits on the networks as they stand there. */
  const stand = async () => {
    root.dataset.settled = 'false';
    const { pair, seed, N } = stateOf(setting);
    if (open === `${pair} ${seed}`) await running.stand(N);
    else await running.open(openNetworks(setting), N);
    open = `${pair} ${seed}`;
    if (isHurt(stateOf(setting))) harm.showIntact(await running.estimate());
    await running.hurt(stateOf(setting));
    const { feed, stream } = stateOf(setting);
    await running.feed(bitsOf(feed, stream));
    hurt();
    root.dataset.settled = 'true';
  };
  const settle = latest(stand, failed);
  store.listen((state, changed) => {
    if (changed.has('pair') || changed.has('seed') || changed.has('N')) settle();
    else if (changed.has('epsilons') || changed.has('lesions')) hurt();
    if (changed.has('feed') && state.feed.length === 0 && !changed.has('N')) running.again().catch(failed);
  });
  addEventListener('hashchange', () => {
    const next = parseState(location.hash);
    if (!location.hash.startsWith('#lab=')) return;
    const other = adapt(next.state, index);
    store.set(other.state);
    note([...next.notes, ...other.notes].join(' '));
    settle();
  });

  await stand();
  root.inert = false;
  root.dataset.open = '';
  note([...asked.notes, ...fitted.notes].join(' '));
}

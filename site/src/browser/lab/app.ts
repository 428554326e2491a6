import { parseState } from './address.ts';
import { openLab } from './client.ts';
import { curve } from './curve.ts';
import { feeding } from './feeding.ts';
import { adapt } from './fit.ts';
import { type Grown, growing } from './growing.ts';
import { hasIntervention, interventionControls } from './interventions.ts';
import { keyboard } from './keyboard.ts';
import { links } from './links.ts';
import { missions } from './missions.ts';
import { network } from './network.ts';
import { racing } from './racing.ts';
import { Running } from './running.ts';
import { describeFailure, latest, openNetworks, part, type Setting, stateOf } from './setting.ts';
import { bitsOf } from './source.ts';
import { Store } from './store.ts';
import { view } from './view.ts';

/** Bits of the running example that the lab opens with. */
const OPENING_BITS = 8;

/**
 * Opens the lab in its place on the page: loads the archive's index, reads the state from the address, opens both networks in the worker, then starts every part.
 * @throws LabError if the worker, the kernel or the archive cannot be loaded.
 */
export async function openApp(root: HTMLElement): Promise<void> {
  const lab = openLab({ kernel: root.dataset.kernel ?? '', archive: root.dataset.archive ?? '' });
  const index = await lab.index();
  const parsed = parseState(location.hash);
  // Without a link to a state, the running example has been fed and goes on.
  const isFresh = !location.hash.startsWith('#lab=');
  const fitted = adapt(isFresh ? { ...parsed.state, feed: [{ stream: OPENING_BITS }] } : parsed.state, index);
  const store = new Store(fitted.state);
  const running = new Running(lab);
  const note = (text: string) => {
    part({ root }, 'note').textContent = text;
  };
  const setting: Setting = { root, lab, index, store, running, note };

  const curriculum = network(setting);
  const stream = feeding(setting);
  const heatmap = view(setting);
  const interventions = interventionControls(setting);
  const overEpsilon = curve(setting);
  const growth = growing(setting, (trained) => {
    grown = trained;
    open = '';
    settle();
  });
  racing(setting);
  missions(setting);
  const { copy } = links(setting);
  const heal = () => store.set({ lesions: [], epsilons: { recurrent: 0, feedforward: 0, tau: 0 } });
  keyboard(setting, { feeding: stream, view: heatmap, curriculum, copy, heal });

  const failed = (error: unknown) => note(describeFailure(error));
  const perturb = latest(async () => {
    await running.intervene(stateOf(setting));
    const estimates = await running.estimate();
    interventions.show(estimates);
    overEpsilon.show(estimates);
  }, failed);
  let open = '';
  /** The module that was trained here last, if it runs; it leaves with the networks that it belongs to. */
  let grown: Grown | null = null;
  /** Brings the worker to the state: the networks of its curriculum step, the intervention, then the bits. */
  const synchronize = async () => {
    root.dataset.settled = 'false';
    const { pair, seed, N } = stateOf(setting);
    const grownNow = grown && grown.pair === pair && grown.seed === seed && grown.N === N + 1 ? grown : null;
    if (!grownNow && open === `${pair} ${seed}`) await running.restore(N);
    else await running.open(openNetworks(setting), N, grownNow?.checkpoint);
    // A network that was made here cannot be restored from the archive.
    open = grownNow ? '' : `${pair} ${seed}`;
    growth.joined(grownNow);
    if (hasIntervention(stateOf(setting))) interventions.showIntact(await running.estimate());
    await running.intervene(stateOf(setting));
    const { feed, stream: seedOfStream } = stateOf(setting);
    await running.feed(bitsOf(feed, seedOfStream));
    perturb();
    root.dataset.settled = 'true';
  };
  const settle = latest(synchronize, failed);
  store.listen((state, changed) => {
    if (changed.has('pair') || changed.has('seed') || changed.has('N')) settle();
    else if (changed.has('epsilons') || changed.has('lesions')) perturb();
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

  await synchronize();
  root.inert = false;
  root.dataset.open = '';
  note([...parsed.notes, ...fitted.notes].join(' '));
  if (isFresh && !matchMedia('(prefers-reduced-motion: reduce)').matches) stream.play();
}

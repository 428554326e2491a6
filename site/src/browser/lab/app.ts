import { parseState } from './address.ts';
import { openLab } from './client.ts';
import { curve } from './curve.ts';
import { feeding } from './feeding.ts';
import { adapt } from './fit.ts';
import { growing } from './growing.ts';
import { hasIntervention, interventionControls } from './interventions.ts';
import { keyboard } from './keyboard.ts';
import { links } from './links.ts';
import { network } from './network.ts';
import { racing } from './racing.ts';
import { Running } from './running.ts';
import { describeFailure, latest, openNetworks, part, type Setting, stateOf } from './setting.ts';
import { bitsOf } from './source.ts';
import { Store } from './store.ts';
import { view } from './view.ts';

/**
 * Opens the lab in its place on the page: loads the archive's index, reads the state from the address, opens both networks in the worker, then starts every part.
 * @throws LabError if the worker, the kernel or the archive cannot be loaded.
 */
export async function openApp(root: HTMLElement): Promise<void> {
  const lab = openLab({ kernel: root.dataset.kernel ?? '', archive: root.dataset.archive ?? '' });
  const index = await lab.index();
  const parsed = parseState(location.hash);
  const fitted = adapt(parsed.state, index);
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
  growing(setting);
  racing(setting);
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
  /** Brings the worker to the state: the networks of its curriculum step, the intervention, then the bits. */
  const synchronize = async () => {
    root.dataset.settled = 'false';
    const { pair, seed, N } = stateOf(setting);
    if (open === `${pair} ${seed}`) await running.restore(N);
    else await running.open(openNetworks(setting), N);
    open = `${pair} ${seed}`;
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
}

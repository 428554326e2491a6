import type { Lab } from './client.ts';
import type { Fitted } from './fit.ts';
import type { LabIndex, LabNetwork } from './messages.ts';
import { networksOf } from './pair.ts';
import type { Running } from './running.ts';
import type { Store } from './store.ts';

/** What every part of the lab uses. */
export interface Setting {
  root: HTMLElement;
  lab: Lab;
  index: LabIndex;
  store: Store;
  running: Running;
  /** Shows a sentence about the link, the archive or a failure, beside the controls. */
  note(text: string): void;
}

/** The element that carries `data-NAME` within the lab. */
export function part<T extends HTMLElement = HTMLElement>({ root }: Pick<Setting, 'root'>, name: string): T {
  const element = root.querySelector<T>(`[data-${name}]`);
  if (!element) throw new Error(`the page has no element with data-${name}`);
  return element;
}

/** The state with all choices made; the lab sets it before any part starts. */
export function stateOf({ store }: Pick<Setting, 'store'>): Fitted {
  return store.state as Fitted;
}

/** The two archived networks that are open. */
export function openNetworks(setting: Setting): { modular: LabNetwork; nonModular: LabNetwork } {
  const { pair, seed } = stateOf(setting);
  const networks = networksOf(setting.index, pair, seed);
  if (!networks) throw new RangeError(`the archive has no pair ${pair} on seed ${seed}`);
  return networks;
}

/**
 * Runs an action again if it was requested while it ran: never two at a time, and the last request is always served.
 */
export function latest(action: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let running = false;
  let requested = false;
  const run = async () => {
    running = true;
    try {
      while (requested) {
        requested = false;
        await action();
      }
    } catch (error) {
      failed(error);
    } finally {
      running = false;
    }
  };
  return () => {
    requested = true;
    if (!running) void run();
  };
}

/** The message of an error; the console gets the error with its causes. */
export function describeFailure(error: unknown): string {
  console.error(error);
  return error instanceof Error ? error.message : String(error);
}

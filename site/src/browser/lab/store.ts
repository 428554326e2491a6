import type { LabState } from './address.ts';

/** Which parts of the state an action changed. */
export type Changed = ReadonlySet<keyof LabState>;

/** The one place where the lab's state stands; what acts on it listens here. */
export class Store {
  #state: LabState;
  readonly #listeners: ((state: LabState, changed: Changed) => void)[] = [];

  constructor(state: LabState) {
    this.#state = state;
  }

  get state(): LabState {
    return this.#state;
  }

  /** Sets what differs, and tells every listener what that was. */
  set(patch: Partial<LabState>): void {
    const keys = (Object.keys(patch) as (keyof LabState)[]).filter((key) => patch[key] !== this.#state[key]);
    if (keys.length === 0) return;
    this.#state = { ...this.#state, ...patch };
    for (const listener of this.#listeners) listener(this.#state, new Set(keys));
  }

  listen(listener: (state: LabState, changed: Changed) => void): void {
    this.#listeners.push(listener);
  }
}

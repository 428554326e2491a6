import type { LabState } from './address.ts';

/** Which parts of the state an action changed. */
export type ChangedParts = ReadonlySet<keyof LabState>;

/** The lab's state. Parts that depend on it listen here. */
export class Store {
  #state: LabState;
  readonly #listeners: ((state: LabState, changed: ChangedParts) => void)[] = [];

  constructor(state: LabState) {
    this.#state = state;
  }

  get state(): LabState {
    return this.#state;
  }

  /** Sets the values that differ and notifies every listener with their keys. */
  set(patch: Partial<LabState>): void {
    const keys = (Object.keys(patch) as (keyof LabState)[]).filter((key) => patch[key] !== this.#state[key]);
    if (keys.length === 0) return;
    this.#state = { ...this.#state, ...patch };
    for (const listener of this.#listeners) listener(this.#state, new Set(keys));
  }

  listen(listener: (state: LabState, changed: ChangedParts) => void): void {
    this.#listeners.push(listener);
  }
}

/** A word of memory that threads share: 0 while they may work, 1 once they are to stop where nothing is lost. */
export type StopFlag = Int32Array<SharedArrayBuffer>;

/** A job stopped where it had kept all that it had done, since it was told to. */
export class StoppedError extends Error {
  constructor() {
    super('stopped after keeping what was done');
    this.name = 'StoppedError';
  }
}

export function makeStopFlag(): StopFlag {
  return new Int32Array(new SharedArrayBuffer(4));
}

export function stop(flag: StopFlag): void {
  Atomics.store(flag, 0, 1);
}

export function isStopped(flag: StopFlag | undefined): boolean {
  return flag !== undefined && Atomics.load(flag, 0) === 1;
}

let current: StopFlag | undefined;

/** Says which flag holds for the job of this thread. */
export function obey(flag: StopFlag | undefined): void {
  current = flag;
}

/** Whether the job of this thread is to keep what it has done and throw a StoppedError. */
export function shouldStop(): boolean {
  return isStopped(current);
}

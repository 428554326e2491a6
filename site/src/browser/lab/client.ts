import { unpackError } from '../../../../src/artifact/error.ts';
import type {
  ComparedTarget,
  Estimate,
  Exchange,
  GeneralizeRequest,
  GrowRequest,
  Intervention,
  Kind,
  LabIndex,
  LabUrls,
  LiveStep,
  Opened,
  ProtocolRun,
  RaceRequest,
  Reply,
  SpecimenSource,
  Target,
  TimescaleProtocol,
  Timescales,
  Trained,
  TrainingProgress,
} from './messages.ts';

/** A long computation in a separate worker. */
export interface LabJob<T> {
  /** Null if it was cancelled. Rejects with a LabError if it failed. */
  done: Promise<T | null>;
  /** Ends it at once; does nothing once it is done. */
  cancel(): void;
}

/** A network in the worker that is fed bit by bit. Methods resolve to null if a later call of the same method superseded them. */
export interface LiveNetwork {
  readonly opened: Opened;
  /** Restores the network as it was after N was solved; resets its activity and clears the intervention. */
  restore(N: number): Promise<Opened | null>;
  /** Feeds bits one after another; calls are queued, none is dropped. */
  step(bits: ArrayLike<number>): Promise<LiveStep[]>;
  /** Resets activity to the initial state of the archive's first draw; the intervention stays. */
  reset(): Promise<void>;
  /** Replaces the intervention; activity is kept. */
  intervene(intervention: Intervention): Promise<void>;
  /** Accuracy by head under the current intervention on one draw of the protocol (by default the draw of the intervention). */
  estimate(draw?: number): Promise<Estimate | null>;
  /** Timescales of the neurons that the head of task N reads, under the current intervention. */
  timescales(N: number, protocol: TimescaleProtocol): Promise<Timescales>;
  close(): void;
}

export interface Lab {
  index(): Promise<LabIndex>;
  open(source: SpecimenSource): Promise<LiveNetwork>;
  /** Computes Fig. 3 and 5a-b of one archived network again, all draws at all epsilons, and compares with the archive's rows. */
  rederive(network: string, target: Target, onRun?: (run: ProtocolRun) => void): LabJob<ComparedTarget>;
  /** Trains the next module (or head) from the archived prefix until it is solved. */
  grow(request: GrowRequest, onProgress?: (progress: TrainingProgress) => void): LabJob<Trained>;
  /** Trains a network on N + K and tests it there (Fig. 2c). */
  generalize(request: GeneralizeRequest): LabJob<number>;
  /** Trains a network from the start; two of them run side by side, each in its worker. */
  race(request: RaceRequest, onProgress?: (progress: TrainingProgress) => void): LabJob<Trained>;
  close(): void;
}

/** A failure of the lab, with a message for the reader. */
export class LabError extends Error {
  override name = 'LabError';
}

/** Opens the lab; starts no worker and fetches no file before the first request. */
export function openLab(urls: LabUrls): Lab {
  const absolute: LabUrls = {
    kernel: new URL(urls.kernel, document.baseURI).href,
    archive: new URL(urls.archive, document.baseURI).href,
  };
  let live: Channel | undefined;
  const channel = () => {
    live ??= new Channel(absolute);
    return live;
  };
  let handles = 0;
  const jobs = new Set<() => void>();

  const job = <K extends 'rederive' | 'grow' | 'generalize' | 'race'>(
    kind: K,
    request: Exchange[K]['request'],
    onProgress: (progress: Exchange[K]['progress']) => void = () => {},
  ): LabJob<Exchange[K]['result']> => {
    const worker = new Channel(absolute);
    let cancel = () => {};
    const cancelled = new Promise<null>((resolve) => {
      cancel = () => {
        worker.close();
        resolve(null);
      };
    });
    jobs.add(cancel);
    const done = Promise.race([worker.call(kind, request, onProgress), cancelled]).finally(() => {
      worker.close();
      jobs.delete(cancel);
    });
    return { done, cancel };
  };

  return {
    index: () => channel().call('index', null),
    open: async (source) => {
      handles++;
      const handle = handles;
      const opened = await channel().call('open', { handle, source });
      return liveNetwork(channel(), handle, opened);
    },
    rederive: (network, target, onRun) => job('rederive', { network, target }, onRun),
    grow: (request, onProgress) => job('grow', request, onProgress),
    generalize: (request) => job('generalize', request),
    race: (request, onProgress) => job('race', request, onProgress),
    close: () => {
      for (const cancel of jobs) cancel();
      live?.close();
      live = undefined;
    },
  };
}

function liveNetwork(channel: Channel, handle: number, first: Opened): LiveNetwork {
  let opened = first;
  const restores = newest();
  const estimates = newest();
  return {
    get opened() {
      return opened;
    },
    restore: async (N) => {
      const source = { network: opened.network.id, N };
      const answer = await restores(() => channel.call('open', { handle, source }));
      if (answer) opened = answer;
      return answer;
    },
    step: (bits) => channel.call('step', { handle, bits: Uint8Array.from(bits) }),
    reset: async () => {
      await channel.call('reset', { handle });
    },
    intervene: async (intervention) => {
      await channel.call('intervene', { handle, intervention });
    },
    estimate: (draw) => estimates(() => channel.call('estimate', { handle, draw })),
    timescales: (N, protocol) => channel.call('timescales', { handle, N, protocol }),
    close: () => {
      channel.call('close', { handle }).catch(() => undefined);
    },
  };
}

/**
 * Runs one call at a time. Of the calls that arrive meanwhile only the last one runs; superseded calls resolve to null.
 */
function newest(): <T>(call: () => Promise<T>) => Promise<T | null> {
  let latest = 0;
  let before: Promise<unknown> = Promise.resolve();
  return async (call) => {
    latest++;
    const id = latest;
    const pending = before.then(() => (id === latest ? call() : null));
    before = pending.catch(() => undefined);
    try {
      const answer = await pending;
      return id === latest ? answer : null;
    } catch (error) {
      if (id === latest) throw error;
      return null;
    }
  };
}

/** One worker and its pending requests. */
class Channel {
  readonly #urls: LabUrls;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #last = 0;

  constructor(urls: LabUrls) {
    this.#urls = urls;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lab' });
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#receive(data);
    this.#worker.onerror = ({ message, error: cause }) => {
      const error = new LabError(
        `The lab's worker could not start or has crashed. Reload the page. (${message ?? 'no reason given'})`,
        { cause },
      );
      for (const { reject } of this.#pending.values()) reject(error);
      this.#pending.clear();
    };
  }

  call<K extends Kind>(
    kind: K,
    request: Exchange[K]['request'],
    onProgress: (progress: Exchange[K]['progress']) => void = () => {},
  ): Promise<Exchange[K]['result']> {
    this.#last++;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress } as Pending);
      this.#worker.postMessage({ id, kind, urls: this.#urls, request });
    });
  }

  close(): void {
    this.#worker.terminate();
    this.#pending.clear();
  }

  #receive(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    if (reply.type === 'progress') {
      pending.onProgress(reply.progress);
      return;
    }
    this.#pending.delete(reply.id);
    if (reply.type === 'result') pending.resolve(reply.result);
    else {
      const cause = unpackError(reply.error);
      pending.reject(new LabError(cause.message, { cause }));
    }
  }
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  onProgress(progress: unknown): void;
}

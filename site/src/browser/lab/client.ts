import type {
  Estimate,
  Exchange,
  GrowQuestion,
  Harm,
  Kind,
  LabIndex,
  LabUrls,
  LiveStep,
  Opened,
  ProtocolRun,
  RaceQuestion,
  Rederived,
  Reply,
  Source,
  Target,
  Trained,
  TrainingNews,
} from './messages.ts';

/** Something that takes long, in a worker of its own. */
export interface Job<T> {
  /** Null where it was cancelled. Rejects with a LabError where it failed. */
  done: Promise<T | null>;
  /** Ends it at once; harmless when it is over. */
  cancel(): void;
}

/** A network that lives in the page, fed bit by bit. Methods answer null where a later call of the same method superseded them. */
export interface LiveNetwork {
  readonly opened: Opened;
  /** Takes the network to where it stood after N was solved; its activity starts anew, its harm is gone. */
  stand(N: number): Promise<Opened | null>;
  /** Feeds bits one after another; calls queue, none is dropped. */
  step(bits: ArrayLike<number>): Promise<LiveStep[]>;
  /** Activity back to the initial state of the archive's first draw, nothing seen; the harm stays. */
  reset(): Promise<void>;
  /** Sets the harm, in place of the one before; activity goes on from where it is. */
  harm(harm: Harm): Promise<void>;
  /** Accuracy by head under the present harm, on one draw of the protocol (that of the harm, where none is named). */
  estimate(draw?: number): Promise<Estimate | null>;
  close(): void;
}

export interface Lab {
  index(): Promise<LabIndex>;
  open(source: Source): Promise<LiveNetwork>;
  /** Fig. 3 and 5a-b of one archived network from the model itself: all draws at all eps, held against the archive's rows. */
  rederive(network: string, target: Target, onRun?: (run: ProtocolRun) => void): Job<Rederived>;
  /** Trains the next module (or head) from the archived prefix until it is solved. */
  grow(question: GrowQuestion, onNews?: (news: TrainingNews) => void): Job<Trained>;
  /** Trains a network from the start; two of them run side by side, each in its worker. */
  race(question: RaceQuestion, onNews?: (news: TrainingNews) => void): Job<Trained>;
  close(): void;
}

/** What the lab could not do, in the reader's words. */
export class LabError extends Error {
  override name = 'LabError';
}

/** Opens the lab; no worker is started and no file fetched before the first question. */
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

  const job = <K extends 'rederive' | 'grow' | 'race'>(
    kind: K,
    question: Exchange[K]['question'],
    onNews: (news: Exchange[K]['news']) => void = () => {},
  ): Job<Exchange[K]['answer']> => {
    const own = new Channel(absolute);
    let cancel = () => {};
    const cancelled = new Promise<null>((resolve) => {
      cancel = () => {
        own.close();
        resolve(null);
      };
    });
    jobs.add(cancel);
    const done = Promise.race([own.ask(kind, question, onNews), cancelled]).finally(() => {
      own.close();
      jobs.delete(cancel);
    });
    return { done, cancel };
  };

  return {
    index: () => channel().ask('index', null),
    open: async (source) => {
      handles++;
      const handle = handles;
      const opened = await channel().ask('open', { handle, source });
      return liveNetwork(channel(), handle, opened);
    },
    rederive: (network, target, onRun) => job('rederive', { network, target }, onRun),
    grow: (question, onNews) => job('grow', question, onNews),
    race: (question, onNews) => job('race', question, onNews),
    close: () => {
      for (const cancel of jobs) cancel();
      live?.close();
      live = undefined;
    },
  };
}

function liveNetwork(channel: Channel, handle: number, first: Opened): LiveNetwork {
  let opened = first;
  const stands = newest();
  const estimates = newest();
  return {
    get opened() {
      return opened;
    },
    stand: async (N) => {
      const source = { network: opened.network.id, N };
      const answer = await stands(() => channel.ask('open', { handle, source }));
      if (answer) opened = answer;
      return answer;
    },
    step: (bits) => channel.ask('step', { handle, bits: Uint8Array.from(bits) }),
    reset: async () => {
      await channel.ask('reset', { handle });
    },
    harm: async (harm) => {
      await channel.ask('harm', { handle, harm });
    },
    estimate: (draw) => estimates(() => channel.ask('estimate', { handle, draw })),
    close: () => {
      channel.ask('close', { handle }).catch(() => undefined);
    },
  };
}

/**
 * Keeps one question under way: while it is, of those that come meanwhile only the last is asked, the others answer null, and so does
 * one that was superseded under way.
 */
function newest(): <T>(ask: () => Promise<T>) => Promise<T | null> {
  let latest = 0;
  let before: Promise<unknown> = Promise.resolve();
  return async (ask) => {
    latest++;
    const own = latest;
    const asked = before.then(() => (own === latest ? ask() : null));
    before = asked.catch(() => undefined);
    try {
      const answer = await asked;
      return own === latest ? answer : null;
    } catch (error) {
      if (own === latest) throw error;
      return null;
    }
  };
}

/** One worker and the questions that wait for it. */
class Channel {
  readonly #urls: LabUrls;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(urls: LabUrls) {
    this.#urls = urls;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lab' });
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#hear(data);
    this.#worker.onerror = ({ message }) => {
      const error = new LabError(
        `The lab's worker could not be started or broke off. Load the page again. (${message ?? 'no reason given'})`,
      );
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
  }

  ask<K extends Kind>(
    kind: K,
    question: Exchange[K]['question'],
    onNews: (news: Exchange[K]['news']) => void = () => {},
  ): Promise<Exchange[K]['answer']> {
    this.#last++;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onNews } as Waiting);
      this.#worker.postMessage({ id, kind, urls: this.#urls, question });
    });
  }

  close(): void {
    this.#worker.terminate();
    this.#waiting.clear();
  }

  #hear(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    if (reply.type === 'news') {
      waiting.onNews(reply.news);
      return;
    }
    this.#waiting.delete(reply.id);
    if (reply.type === 'answer') waiting.resolve(reply.answer);
    else waiting.reject(new LabError(reply.message));
  }
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  onNews(news: unknown): void;
}

import { growArchived, raceArchived, rederiveArchived } from '../../../../src/lab/experiments.ts';
import { Library } from '../../../../src/lab/library.ts';
import { Specimen } from '../../../../src/lab/specimen.ts';
import type { Exchange, Kind, LabUrls, Question, Reply } from './messages.ts';

/** What every answer rests on; fetched with the first question that needs it. */
let library: Library | undefined;
let compiled: Promise<WebAssembly.Module> | undefined;
const specimens = new Map<number, Specimen>();

const answers: {
  [K in Kind]: (
    question: Exchange[K]['question'],
    tell: (news: Exchange[K]['news']) => void,
    urls: LabUrls,
  ) => Exchange[K]['answer'] | Promise<Exchange[K]['answer']>;
} = {
  index: (_, __, urls) => libraryAt(urls).index(),
  open: async ({ handle, source }, _, urls) => {
    const specimen = await Specimen.open(await kernelAt(urls), libraryAt(urls), source);
    specimens.set(handle, specimen);
    return specimen.opened;
  },
  close: ({ handle }) => {
    specimens.delete(handle);
    return null;
  },
  reset: ({ handle }) => {
    specimenOf(handle).reset();
    return null;
  },
  step: ({ handle, bits }) => specimenOf(handle).step(bits),
  harm: ({ handle, harm }) => {
    specimenOf(handle).harm(harm);
    return null;
  },
  estimate: ({ handle, draw }) => specimenOf(handle).estimate(draw),
  rederive: (question, tell, urls) => rederiveArchived(libraryAt(urls), question, tell),
  grow: async (question, tell, urls) => growArchived(await kernelAt(urls), libraryAt(urls), question, tell),
  race: async (question, tell, urls) => raceArchived(await kernelAt(urls), libraryAt(urls), question, tell),
};

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const reply = (message: Reply) => self.postMessage(message);
  const { id } = data;
  const tell = (news: Exchange[Kind]['news']) => reply({ id, type: 'news', news } as Reply);
  try {
    const answer = answers[data.kind] as (question: unknown, tell: unknown, urls: LabUrls) => unknown;
    reply({ id, type: 'answer', answer: await answer(data.question, tell, data.urls) } as Reply);
  } catch (error) {
    reply({ id, type: 'failure', message: error instanceof Error ? error.message : String(error) });
  }
};

function specimenOf(handle: number): Specimen {
  const specimen = specimens.get(handle);
  if (!specimen) throw new Error('This network has been closed: open it again.');
  return specimen;
}

function libraryAt({ archive }: LabUrls): Library {
  library ??= new Library(async (path) => new Uint8Array(await (await fetched(archive + path)).arrayBuffer()));
  return library;
}

/** The kernel, compiled once a worker; asked for again after a failure. */
function kernelAt({ kernel }: LabUrls): Promise<WebAssembly.Module> {
  compiled ??= compile(kernel).catch((error) => {
    compiled = undefined;
    throw error;
  });
  return compiled;
}

async function compile(url: string): Promise<WebAssembly.Module> {
  const bytes = await (await fetched(url)).arrayBuffer();
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new Error(
      `The kernel does not run in this browser: it needs WebAssembly with SIMD, which browsers have since 2023. Update it, or use another. (${(error as Error).message})`,
      { cause: error },
    );
  }
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url).catch((error: Error) => {
    throw new Error(
      `A file of the lab could not be fetched: check the connection and try again. (${url}: ${error.message})`,
    );
  });
  if (!response.ok) {
    throw new Error(
      `A file of the lab is missing on the server: the report was copied in part, or built anew meanwhile. Load the page again. (${url}: HTTP ${response.status})`,
    );
  }
  return response;
}

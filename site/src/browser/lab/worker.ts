import { packError } from '../../../../src/artifact/error.ts';
import { generalizeArchived, growArchived, raceArchived, rederiveArchived } from '../../../../src/lab/experiments.ts';
import { Library } from '../../../../src/lab/library.ts';
import { Specimen } from '../../../../src/lab/specimen.ts';
import type { Exchange, Kind, LabUrls, Reply, WorkerRequest } from './messages.ts';

/** The archive; fetched with the first request that needs it. */
let library: Library | undefined;
let compiled: Promise<WebAssembly.Module> | undefined;
const specimens = new Map<number, Specimen>();

const handlers: {
  [K in Kind]: (
    request: Exchange[K]['request'],
    onProgress: (progress: Exchange[K]['progress']) => void,
    urls: LabUrls,
  ) => Exchange[K]['result'] | Promise<Exchange[K]['result']>;
} = {
  index: (_, __, urls) => {
    // Who asks for the index opens networks next. A failure is told to the request that needs the kernel.
    kernelAt(urls).catch(() => {});
    return libraryAt(urls).index();
  },
  open: async ({ handle, source }, _, urls) => {
    const specimen = await Specimen.open(kernelAt(urls), libraryAt(urls), source);
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
  intervene: ({ handle, intervention }) => {
    specimenOf(handle).intervene(intervention);
    return null;
  },
  estimate: ({ handle, draw }) => specimenOf(handle).estimate(draw),
  timescales: ({ handle, N, protocol }) => specimenOf(handle).timescales(N, protocol),
  rederive: (request, onProgress, urls) => rederiveArchived(libraryAt(urls), request, onProgress),
  grow: async (request, onProgress, urls) => growArchived(await kernelAt(urls), libraryAt(urls), request, onProgress),
  generalize: async (request, _, urls) => generalizeArchived(await kernelAt(urls), libraryAt(urls), request),
  race: async (request, onProgress, urls) => raceArchived(await kernelAt(urls), libraryAt(urls), request, onProgress),
};

self.onmessage = async ({ data }: MessageEvent<WorkerRequest>) => {
  const reply = (message: Reply) => self.postMessage(message);
  const { id } = data;
  const onProgress = (progress: Exchange[Kind]['progress']) => reply({ id, type: 'progress', progress } as Reply);
  try {
    const handle = handlers[data.kind] as (request: unknown, onProgress: unknown, urls: LabUrls) => unknown;
    reply({ id, type: 'result', result: await handle(data.request, onProgress, data.urls) } as Reply);
  } catch (error) {
    reply({ id, type: 'failure', error: packError(error) });
  }
};

function specimenOf(handle: number): Specimen {
  const specimen = specimens.get(handle);
  if (!specimen) throw new Error('This network is closed. Open it again.');
  return specimen;
}

function libraryAt({ archive }: LabUrls): Library {
  library ??= new Library(async (path) => new Uint8Array(await (await fetchFile(archive + path)).arrayBuffer()));
  return library;
}

/** The kernel, compiled once per worker; loaded again after a failure. */
function kernelAt({ kernel }: LabUrls): Promise<WebAssembly.Module> {
  compiled ??= compile(kernel).catch((error) => {
    compiled = undefined;
    throw error;
  });
  return compiled;
}

async function compile(url: string): Promise<WebAssembly.Module> {
  const bytes = await (await fetchFile(url)).arrayBuffer();
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new Error(
      `This browser cannot run the kernel, which needs WebAssembly with SIMD (in browsers since 2023). Update the browser or use another. (${(error as Error).message})`,
      { cause: error },
    );
  }
}

async function fetchFile(url: string): Promise<Response> {
  const response = await fetch(url).catch((error: Error) => {
    throw new Error(
      `A file of the lab could not be fetched. Check the connection and try again. (${url}: ${error.message})`,
      { cause: error },
    );
  });
  if (!response.ok) {
    throw new Error(
      `A file of the lab is missing on the server: the report is incomplete or was rebuilt. Reload the page. (${url}: HTTP ${response.status})`,
    );
  }
  return response;
}

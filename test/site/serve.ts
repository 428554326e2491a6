import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

export interface ServeOptions {
  /** The path that the site lies below. */
  base?: string;
  /** The media type of files by their ending, where it is not the usual one. */
  types?: Record<string, string>;
}

/** A built report on a free port of this machine, as a plain file server would serve it: no header but length and type. */
export async function serve(
  folder: string,
  { base = '/', types = {} }: ServeOptions = {},
): Promise<{ origin: string; address: string; close(): Promise<void> }> {
  const files = sirv(folder, {
    dev: true,
    setHeaders(response, pathname) {
      const type = types[pathname.split('.').at(-1) ?? ''];
      if (type) response.setHeader('Content-Type', type);
    },
  });
  const server = createServer((request, response) => {
    const missing = () => {
      response.writeHead(404);
      response.end('not found');
    };
    if (!request.url?.startsWith(base)) return missing();
    request.url = `/${request.url.slice(base.length)}`;
    files(request, response, missing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    address: `${origin}${base}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

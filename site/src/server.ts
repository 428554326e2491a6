import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import compression from 'compression';
import sirv from 'sirv';

/**
 * Serves a built report as static hosts do: text compressed with br or gzip where the browser takes it, 404.html for an address that leads
 * nowhere. Files are read as they are on disk, so that a report that is built anew is seen.
 * @throws the system's error where the port cannot be had.
 */
export function serveReport(folder: string, port: number, host = 'localhost'): Promise<Server> {
  const files = sirv(folder, { dev: true, etag: true });
  const compress = compression();
  const server = createServer((request, response) =>
    compress(request, response, () =>
      files(request, response, () => {
        const page = notFound(folder);
        response.writeHead(404, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length });
        response.end(request.method === 'HEAD' ? undefined : page);
      }),
    ),
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function notFound(folder: string): Buffer {
  try {
    return readFileSync(path.join(folder, '404.html'));
  } catch {
    // A report that is being built anew, or a folder that is none.
    return Buffer.from('<!doctype html><title>404</title><p>There is no such page in the report.\n');
  }
}

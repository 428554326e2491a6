import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';

/** Serves the sources of a checkout as JavaScript modules, types stripped as Node strips them, on a free port of this machine. */
export async function serveModules(root: string): Promise<{ origin: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end('<title>modules</title>');
    try {
      const bytes = await readFile(join(root, path));
      const script = path.endsWith('.ts');
      const type = script ? 'text/javascript' : 'application/wasm';
      response.writeHead(200, { 'content-type': type }).end(script ? stripTypeScriptTypes(bytes.toString()) : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

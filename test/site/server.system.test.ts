import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveReport } from '../../site/src/server.ts';

const text = '<svg>'.concat('one more element of a drawing '.repeat(500), '</svg>');
const pixels = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * i * 31) % 256));
let folder: string;
let server: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-server-'));
  for (const name of ['index.html', '2a.svg', '2a.csv', 'app.js', 'page.css', 'data.json'])
    writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'picture.png'), pixels);
  writeFileSync(join(folder, '404.html'), '<h1>There is no such page</h1>');
  server = await serveReport(folder, 0);
});
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  status?: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function ask(path: string, encoding: string, method = 'GET'): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = { host: 'localhost', port, path, method, headers: { 'accept-encoding': encoding } };
    get(request, async (response) => {
      const parts = await response.toArray();
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
    }).on('error', reject);
  });
}

describe('the server of a report', () => {
  it.each(['/', '/2a.svg', '/2a.csv', '/app.js', '/page.css', '/data.json'])(
    'compresses %s as the browser takes it',
    async (path) => {
      const [br, gzip, plain] = await Promise.all([
        ask(path, 'gzip, br'),
        ask(path, 'gzip'),
        ask(path, 'br;q=0, identity'),
      ]);
      expect(br.headers['content-encoding']).toBe('br');
      expect(brotliDecompressSync(br.body).toString()).toBe(text);
      expect(gzip.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(gzip.body).toString()).toBe(text);
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.body.toString()).toBe(text);
      expect(br.headers.vary).toMatch(/accept-encoding/i);
      expect(br.body.length).toBeLessThan(text.length / 10);
    },
  );

  it('leaves what is compressed already as it is', async () => {
    const { headers, body } = await ask('/picture.png', 'br, gzip');
    expect(headers['content-encoding']).toBeUndefined();
    expect(body).toEqual(pixels);
  });

  it.each(['/nowhere', '/nowhere/', '/figures/99/', '/%00', '/..%2f..%2fetc/passwd', '/%E0%A4%A'])(
    'answers %s with 404.html',
    async (path) => {
      const { status, headers, body } = await ask(path, 'identity');
      expect(status).toBe(404);
      expect(headers['content-type']).toContain('text/html');
      expect(body.toString()).toBe('<h1>There is no such page</h1>');
    },
  );

  it('answers a question for the head alone without a body', async () => {
    const { status, body } = await ask('/nowhere', 'identity', 'HEAD');
    expect(status).toBe(404);
    expect(body.length).toBe(0);
  });
});

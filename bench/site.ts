import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Request } from 'playwright-core';
import sirv from 'sirv';
import type { Measured } from '../src/artifact/bench.ts';
import { UserError } from '../src/artifact/error.ts';
import { listFiles } from '../src/artifact/file.ts';
import { unknownName } from '../src/artifact/nearest.ts';
import { measured } from './benchmark.ts';

/** Throttling of every visit: a mid-range phone on a slow mobile connection. */
export const THROTTLING = { processor: 4, downMegabits: 1.6, upMegabits: 0.75, roundTripMilliseconds: 150 };
const WIDTHS = [1440, 390];
/** What static hosts compress. */
const TEXT = /\.(html|css|js|json|svg|csv|wasm|txt)$/;

/** One first visit to a page, not scrolled. */
interface Visit {
  /** Largest contentful paint, milliseconds from the start of the visit. */
  paint: number;
  /** Cumulative layout shift. */
  shift: number;
  /** Bytes on the line, headers with them, by the browser's kind of request: document, stylesheet, script, font, fetch, image, other. */
  bytes: Record<string, number>;
}

/** A page at one width over all rounds. */
export interface SitePage {
  /** '' for the first page. */
  address: string;
  /** Pixels; the window is 900 high. */
  width: number;
  paint: Measured;
  /** The largest of all rounds. */
  shift: number;
  bytes: Record<string, number>;
  total: number;
}

export interface SiteOptions {
  folder: string;
  scratch: string;
  rounds: number;
  /** Addresses of the pages, such as 'claims/2a.1/'; all of the report by default. */
  pages?: readonly string[];
  log(text: string): void;
}

/**
 * Visits pages of a built report for the first time, each in a new browser context with THROTTLING, round by round.
 * @throws UserError if the report has not been built or has no such page.
 */
export async function measureSite(
  browser: Browser,
  { folder, scratch, rounds, pages, log }: SiteOptions,
): Promise<SitePage[]> {
  if (!existsSync(join(folder, 'index.html')))
    throw new UserError(`${folder} has no report. Build it with 'npm run report -- --profile paper'.`);
  // What lies below data/ is part of a page.
  const all = listFiles(folder)
    .filter((file) => /(^|\/)index\.html$/.test(file) && !file.startsWith('data/'))
    .map((file) => file.slice(0, -'index.html'.length));
  const addresses = pages?.map((page) => page.replace(/^\/|\/$/g, '')).map((page) => page && `${page}/`) ?? all;
  const unknown = addresses.find((address) => !all.includes(address));
  if (unknown !== undefined) throw new UserError(unknownName('page of the report', unknown, all));
  const served = await serveCompressed(folder, scratch);
  const found = new Map<string, Visit[]>();
  try {
    for (let round = 0; round < rounds; round++) {
      log(`round ${round + 1} of ${rounds}`);
      for (const address of addresses) {
        for (const width of WIDTHS) {
          const key = `${width} ${address}`;
          found.set(key, [...(found.get(key) ?? []), await visitOnce(browser, served.origin, key)]);
        }
      }
    }
  } finally {
    await served.close();
  }
  return [...found].map(([key, visits]) => {
    const [width, address] = key.split(' ');
    const { bytes } = visits[0];
    return {
      address,
      width: Number(width),
      paint: measured(visits.map(({ paint }) => Math.round(paint))),
      shift: Math.max(...visits.map(({ shift }) => shift)),
      bytes,
      total: Object.values(bytes).reduce((sum, size) => sum + size, 0),
    };
  });
}

/** The pages as text, slowest first. */
export function describeSite(pages: readonly SitePage[]): string {
  const lines = [...pages]
    .sort((a, b) => b.paint.median - a.paint.median)
    .map(({ address, width, paint, shift, total }) => {
      const seen = `${(paint.median / 1000).toFixed(2)} s`;
      return `${`/${address}`.padEnd(20)} ${String(width).padStart(5)} px  largest paint ${seen}  shift ${shift.toFixed(4)}  ${Math.round(total / 1000)} kB`;
    });
  return lines.join('\n');
}

async function visitOnce(browser: Browser, origin: string, key: string): Promise<Visit> {
  const [width, address] = key.split(' ');
  const context = await browser.newContext({ viewport: { width: Number(width), height: 900 } });
  try {
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    const perSecond = (megabits: number) => (megabits * 1e6) / 8;
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: THROTTLING.roundTripMilliseconds,
      downloadThroughput: perSecond(THROTTLING.downMegabits),
      uploadThroughput: perSecond(THROTTLING.upMegabits),
    });
    await line.send('Emulation.setCPUThrottlingRate', { rate: THROTTLING.processor });
    const sizes: Promise<[kind: string, bytes: number]>[] = [];
    const count = (request: Request) => {
      if (!request.url().startsWith(origin)) return;
      const size = request
        .sizes()
        .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize);
      sizes.push(size.then((bytes) => [request.resourceType(), bytes]));
    };
    page.on('requestfinished', count);
    await page.addInitScript(watch);
    await page.goto(`${origin}/${address}`, { waitUntil: 'networkidle', timeout: 120_000 });
    // The browser reports a paint after it has shown it: on a busy machine, after the line has fallen silent.
    await page.waitForFunction(() => (window as unknown as { seen: { paint: number } }).seen.paint > 0);
    const { paint, shift } = await page.evaluate(
      () => (window as unknown as { seen: Pick<Visit, 'paint' | 'shift'> }).seen,
    );
    // What is fetched from now on is no part of the visit, and may end with its page.
    page.off('requestfinished', count);
    const bytes: Record<string, number> = {};
    for (const [kind, size] of await Promise.all(sizes)) bytes[kind] = (bytes[kind] ?? 0) + size;
    return { paint, shift, bytes };
  } finally {
    await context.close();
  }
}

/** In the page: the latest candidate for the largest paint, and the sum of layout shifts. */
function watch(): void {
  const seen = { paint: 0, shift: 0 };
  (window as unknown as { seen: typeof seen }).seen = seen;
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.paint = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** The report as a static host serves it: text compressed with gzip at level 6. */
async function serveCompressed(folder: string, scratch: string): Promise<{ origin: string; close(): Promise<void> }> {
  rmSync(scratch, { recursive: true, force: true });
  cpSync(folder, scratch, { recursive: true });
  for (const file of listFiles(folder).filter((name) => TEXT.test(name)))
    writeFileSync(join(scratch, `${file}.gz`), gzipSync(readFileSync(join(folder, file)), { level: 6 }));
  const files = sirv(scratch, { gzip: true });
  const server = createServer((request, response) =>
    files(request, response, () => void response.writeHead(404).end()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

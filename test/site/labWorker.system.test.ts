import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../bench/chromium.ts';
import type { Lab, LiveNetwork } from '../../site/src/browser/lab/client.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import type { LiveStep } from '../../src/lab/live.ts';
import { Specimen } from '../../src/lab/specimen.ts';
import { stream } from '../../src/task/stream.ts';
import { openLibrary } from '../lab/archive.ts';
import { BASE, buildLabPage } from './labPage/page.ts';
import { serve } from './serve.ts';

declare global {
  var lab: Lab;
  var live: LiveNetwork;
}

const MODULAR = 'modular-05-seed-1';
const OTHER = 'non-modular-020-seed-1';
const library = openLibrary('quick');
const words = stream(11, 'bits');
const bits = Array.from({ length: 250 }, () => words.word() & 1);
const intervention = { epsilons: { connections: 0.2 }, lesions: [{ module: 2, neurons: [0] }], draw: 3 };

/** A step with plain lists, NaN as null, as a page can hand it over. */
const plain = (step: LiveStep) =>
  JSON.parse(JSON.stringify(step, (_, v) => (ArrayBuffer.isView(v) ? [...(v as Uint8Array)] : v)));

describe('the lab in a browser', () => {
  let browser: Browser;
  let page: Page;
  let site: Awaited<ReturnType<typeof buildLabPage>>;
  let server: Awaited<ReturnType<typeof serve>>;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    site = await buildLabPage('quick');
    server = await serve(site.folder, { base: BASE });
    browser = await launch();
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url().slice(server.origin.length + BASE.length)));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.origin + BASE, { waitUntil: 'networkidle' });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    site?.remove();
  });

  it('fetches only what it needs', async () => {
    await page.evaluate(() => {
      globalThis.lab = globalThis.openLab({ kernel: 'data/lab/kernel.wasm', archive: 'data/lab/' });
    });
    expect(requests.filter((file) => /worker|data/.test(file))).toEqual([]);
    const ids = await page.evaluate(async () => (await lab.index()).networks.map(({ id }) => id));
    expect(ids).toEqual((await library.index()).networks.map(({ id }) => id));
    const verification = await page.evaluate(async (network) => {
      globalThis.live = await lab.open({ network, N: 6 });
      return live.opened.verification;
    }, MODULAR);
    expect(verification?.outcome).toBe('verified');
    expect(requests.filter((file) => file.startsWith('data/')).sort()).toEqual([
      'data/lab/index.json',
      'data/lab/kernel.wasm',
      `data/lab/${MODULAR}/network.safetensors`,
      `data/lab/${MODULAR}/record.json`,
    ]);
  });

  it('answers as Node does, intact and perturbed', async () => {
    const specimen = await Specimen.open(await compileKernel(), library, { network: MODULAR, N: 6 });
    const expected = specimen.step(bits).map(plain);
    specimen.intervene(intervention);
    expected.push(...specimen.step(bits).map(plain));
    const found = await page.evaluate(
      async ([given, intervention]) => {
        const steps = [...(await live.step(given))];
        await live.intervene(intervention);
        steps.push(...(await live.step(given)));
        const text = JSON.stringify(steps, (_, v) => (ArrayBuffer.isView(v) ? [...(v as Uint8Array)] : v));
        return JSON.parse(text);
      },
      [bits, intervention] as const,
    );
    expect(found).toEqual(expected);
    expect(await page.evaluate(() => live.estimate())).toEqual(specimen.estimate());
  });

  it('drops superseded requests', async () => {
    const answers = await page.evaluate(async () => {
      const requests = [0, 1, 2].map((draw) => live.estimate(draw));
      return (await Promise.all(requests)).map((answer) => answer?.draw ?? null);
    });
    expect(answers).toEqual([null, null, 2]);
    const restored = await page.evaluate(async () => {
      const all = await Promise.all(Array.from({ length: 150 }, (_, i) => live.restore(2 + (i % 8))));
      return all.filter(Boolean).map((opened) => opened?.tasks.length);
    });
    expect(restored).toEqual([6]);
  });

  it('restores a network after any task, repeatedly', async () => {
    const tasks = await page.evaluate(async () => {
      const found: (number | undefined)[] = [];
      for (let i = 0; i < 300; i++) found.push((await live.restore(2 + (i % 8)))?.tasks.length);
      return found;
    });
    expect(tasks).toEqual(Array.from({ length: 300 }, (_, i) => 1 + (i % 8)));
  });

  it('derives the numbers of the archive again', async () => {
    const compare = (network: string, target: 'tau' | 'feedforward') =>
      page.evaluate(
        async ([id, what]) => {
          let runs = 0;
          const found = await lab.rederive(id, what, () => runs++).done;
          return { runs, comparison: found?.comparison, solved: found?.solved, accuracy: found?.accuracy };
        },
        [network, target] as const,
      );
    const { perturbation: protocol } = await library.index();
    const runs = protocol.epsilons.length * protocol.draws;
    const { robustness } = await library.record(OTHER);
    const solved = robustness.find(({ target }) => target === 'tau')?.solved;
    expect(await compare(OTHER, 'tau')).toMatchObject({ runs, solved, comparison: { different: 0 } });
    const { perturbation } = await library.record('modular-15-seed-1');
    const accuracy = perturbation.find(({ target }) => target === 'feedforward')?.accuracy;
    expect(await compare('modular-15-seed-1', 'feedforward')).toMatchObject({ accuracy, comparison: { different: 0 } });
  });

  it('trains a module to the published hash', async () => {
    const { steps } = await library.record(MODULAR);
    const step = steps.find(({ N }) => N === 4);
    const { trained, progress, opened } = await page.evaluate(async (network) => {
      const steps: number[] = [];
      const job = lab.grow({ network, N: 4, condition: 'trained' }, ({ step }) => steps.push(step));
      const done = await job.done;
      if (!done) throw new Error('cancelled');
      const grown = await lab.open({ network, checkpoint: done.checkpoint });
      return { trained: done.solved, progress: steps, opened: grown.opened.tasks };
    }, MODULAR);
    expect(trained).toMatchObject({ N: 4, sha256: step?.sha256, archived: step?.sha256, same: true });
    expect(progress.slice(0, 3)).toEqual([50, 100, 150]);
    expect(opened).toEqual([2, 3, 4]);
  });

  it('races both architectures and cancels at once', async () => {
    const solved = await page.evaluate(
      async (networks) => {
        const jobs = networks.map((network) => lab.race({ network, epochs: 3 }));
        const long = lab.race({ network: networks[0], epochs: 60 });
        setTimeout(() => long.cancel(), 50);
        const [first, second, third] = await Promise.all([...jobs, long].map(({ done }) => done));
        return [first?.solved?.same ?? null, second?.solved?.same ?? null, third];
      },
      [MODULAR, OTHER],
    );
    expect(solved).toContain(true);
    expect(solved).not.toContain(false);
    expect(solved[2]).toBeNull();
  });

  it('reports errors in a sentence', async () => {
    const messages = await page.evaluate(async (network) => {
      const messageOf = (call: Promise<unknown>) =>
        call.then(
          () => 'nothing',
          (error: Error) => error.message,
        );
      const elsewhere = globalThis.openLab({ kernel: 'data/lab/kernel.wasm', archive: 'data/nowhere/' });
      return [
        await messageOf(lab.open({ network: 'modular-99-seed-0' })),
        await messageOf(lab.open({ network, N: 99 })),
        await messageOf(elsewhere.index()),
      ];
    }, MODULAR);
    expect(messages[0]).toContain("no network 'modular-99-seed-0'");
    expect(messages[1]).toContain('N = 99');
    expect(messages[2]).toContain('missing on the server');
  });

  it('keeps the content security policy', () => {
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });
});

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAGES } from '../../src/study/stages.ts';
import { type Checkout, keepCompiled, makeCheckout, ROOT } from './checkout.ts';

let checkout: Checkout;
beforeAll(async () => {
  checkout = await makeCheckout();
});
afterAll(() => checkout?.remove());

function write(file: string, change: (text: string) => string): () => void {
  const path = join(checkout.root, file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, change(before));
  return () => writeFileSync(path, before);
}

describe('npm run reproduce', () => {
  it.each([
    [['--profile', 'quik'], "unknown profile 'quik': did you mean 'quick'?"],
    [['--only', 'trian'], "unknown stage 'trian': did you mean 'train'?"],
    [['--engine', 'cuda'], "unknown engine 'cuda'"],
    [['--profle', 'smoke'], "unknown option '--profle' (Did you mean --profile?)"],
    [['--workers', '0'], "--workers is '0'; allowed: a whole number from 1 to 1024."],
  ])('refuses %j in one sentence with exit code 2', async (flags, message) => {
    const { exitCode, all } = await checkout.reproduce(...flags);
    expect(exitCode).toBe(2);
    expect(all).toContain(message);
    expect(all.trim().split('\n')).toHaveLength(1);
  });

  it('checks params.yaml before anything starts', async () => {
    const restore = write('params.yaml', (text) => text.replace('firstN: 2 ', 'firstN: 1 '));
    const { exitCode, all } = await checkout.reproduce('--profile', 'smoke');
    restore();
    expect(exitCode).toBe(2);
    expect(all.trim()).toBe('params.yaml: task.firstN is 1; allowed: a whole number of at least 2');
  });

  it('names the line of dvc.yaml where a merge did not come out', async () => {
    const restore = write('dvc.yaml', (text) => text.replace('\nvars:', '\n<<<<<<< HEAD\nvars:'));
    const { exitCode, all } = await checkout.reproduce('--profile', 'smoke', '--dry-run');
    restore();
    expect(exitCode).toBe(1);
    expect(all).toMatch(/^dvc\.yaml, line \d+: git left a mark of a merge with conflicts there\./);
    expect(all.split('\n')).toHaveLength(1);
  });

  it('explains its flags', async () => {
    const { exitCode, all } = await checkout.reproduce('--help');
    expect(exitCode).toBe(0);
    for (const flag of ['--profile', '--only', '--engine', '--workers', '--dry-run', '--force'])
      expect(all).toContain(flag);
  });

  it('says in a dry run what would run, and changes nothing', async () => {
    const before = readFileSync(join(checkout.root, 'artifacts/profiles.yaml'), 'utf8');
    const { exitCode, all } = await checkout.reproduce('--profile', 'smoke', '--dry-run');
    expect(exitCode).toBe(0);
    expect(all.match(/would run/g)).toHaveLength(STAGES.length);
    expect(readFileSync(join(checkout.root, 'artifacts/profiles.yaml'), 'utf8')).toBe(before);
  });

  it('tells a failed stage with its reason, exit code 1, and where the whole output is', async () => {
    const broken =
      "import { runStage } from '../outline.ts';\nawait runStage('conserve', () => { throw new Error('no weights'); });\n";
    const restore = write('pipeline/stages/train.ts', () => broken);
    const { exitCode, all } = await checkout.reproduce('--profile', 'smoke', '--only', 'train');
    restore();
    expect(exitCode).toBe(1);
    expect(all).toMatch(/Stage train failed:\n {2}.*no weights/);
    expect(readFileSync(join(checkout.root, '.cache/logs/smoke.log'), 'utf8')).toContain('no weights');
  });

  it('leaves what is in git as it was where a stage fails', async () => {
    const kept = ['artifacts/smoke/hashes/train.json', 'artifacts/smoke/histories/train.csv'];
    for (const file of kept) {
      mkdirSync(dirname(join(checkout.root, file)), { recursive: true });
      cpSync(join(ROOT, file), join(checkout.root, file));
    }
    const restore = write('pipeline/stages/train.ts', () => 'process.abort();\n');
    const { exitCode, all } = await checkout.reproduce('--profile', 'smoke', '--only', 'train');
    restore();
    expect(exitCode).toBe(1);
    expect(all).toMatch(/Stage train failed:\n {2}its process was ended by SIGABRT: /);
    for (const file of kept) expect(readFileSync(join(checkout.root, file))).toEqual(readFileSync(join(ROOT, file)));
    for (const file of kept) rmSync(join(checkout.root, file));
  });

  it('says what is missing for a stage that is asked for too early', async () => {
    const { exitCode, all } = await checkout.reproduce('--profile', 'smoke', '--only', 'conserve');
    expect(exitCode).toBe(1);
    expect(all).toContain('Stage conserve failed:');
    expect(all).toContain('run without --only');
  });
});

describe('npm run site', () => {
  const site = (...flags: string[]) =>
    execa(join(checkout.root, 'node_modules/.bin/node'), ['pipeline/commands/site.ts', ...flags], {
      cwd: checkout.root,
      all: true,
      reject: false,
      env: keepCompiled(checkout.root),
    });

  it('names the command that makes what a report is built from, where nothing is there', async () => {
    const { exitCode, all } = await site('--profile', 'smoke');
    expect(exitCode).toBe(1);
    expect(all).toContain(
      "There is nothing to report of profile smoke: run 'npm run reproduce -- --profile smoke' first.",
    );
  });

  it('builds the report of artifacts that came with the clone, and serves it', async () => {
    for (const part of ['claims.json', 'figures', 'histories', 'tables']) {
      cpSync(join(ROOT, 'artifacts/quick', part), join(checkout.root, 'artifacts/quick', part), { recursive: true });
    }
    const served = site('--port', '4399');
    const all = await new Promise<string>((resolve) => {
      let text = '';
      served.all.on('data', (chunk: Buffer) => {
        text += chunk;
        if (text.includes('Ctrl-C ends')) resolve(text);
      });
      served.then(({ all }) => resolve(String(all)));
    });
    expect(all).toContain('Building the report of profile quick from artifacts/quick.');
    const page = await (await fetch('http://localhost:4399/claims/')).text();
    served.kill();
    expect(page).toContain('id="claim-6a-1"');
  });

  it('says that a port is in use, and which one is next', async () => {
    const index = 'site/dist/smoke/index.html';
    await execa('mkdir', ['-p', join(checkout.root, 'site/dist/smoke')]);
    writeFileSync(join(checkout.root, index), '<title>report</title>');
    const other = createServer().listen(0, 'localhost');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { exitCode, all } = await site('--profile', 'smoke', '--port', String(port));
    other.close();
    expect(exitCode).toBe(1);
    expect(all).toContain(`Port ${port} is in use by another program`);
  });
});

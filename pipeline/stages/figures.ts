import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { readJson, readTables, renewFolder, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { formatTable, type Row, type Tables } from '../../src/artifact/table.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { panels } from '../../src/figures/index.ts';
import type { Panel } from '../../src/figures/panel.ts';
import { svgText } from '../../src/figures/render.ts';
import type { TrainingStage } from '../../src/study/stages.ts';
import { type readParams, runStage, type Stage } from '../driver/stage.ts';

/** Width of the drawings on file, in pixels; the report draws its own. */
const WIDTH = 640;

type Section = Exclude<keyof ReturnType<typeof readParams>, 'profiles'>;

const TRAINING: readonly Section[] = ['task', 'network', 'training'];
/** The stage that writes each table, whose networks it rests on, and the parts of params.yaml that it read. */
const ORIGINS: Record<string, { stage: string; networks: TrainingStage; params: readonly Section[] }> = {
  'histories/train.csv': { stage: 'train', networks: 'train', params: TRAINING },
  'histories/freeze.csv': { stage: 'freeze', networks: 'freeze', params: [...TRAINING, 'freeze'] },
  'histories/duplicate.csv': { stage: 'duplicate', networks: 'duplicate', params: [...TRAINING, 'duplicate'] },
  'tables/generalize.csv': { stage: 'generalize', networks: 'train', params: [...TRAINING, 'generalize'] },
  'tables/robustness.csv': { stage: 'perturb', networks: 'train', params: [...TRAINING, 'perturb'] },
  'tables/perturbation.csv': { stage: 'perturb', networks: 'train', params: [...TRAINING, 'perturb'] },
  'tables/timescales.csv': { stage: 'timescales', networks: 'train', params: [...TRAINING, 'timescales'] },
  'histories/deep.csv': { stage: 'deep', networks: 'deep', params: [...TRAINING, 'deep'] },
  'tables/deep.csv': { stage: 'deep', networks: 'deep', params: [...TRAINING, 'deep'] },
  'tables/redundancy.csv': {
    stage: 'redundancy',
    networks: 'train',
    params: [...TRAINING, 'perturb', 'redundancy'],
  },
  'tables/conserve.csv': { stage: 'conserve', networks: 'train', params: [...TRAINING, 'conserve'] },
};

// Stage `figures`: data, drawing and provenance of every panel, from tables alone.
await runStage('figures', (stage) => {
  const tables = readTables(stage.paths.artifacts);
  const removeOthers = renewFolder(stage.paths.figures);
  const { document } = new JSDOM('').window;
  const progress = stage.progress(panels.length);
  panels.forEach((panel, i) => {
    progress.update(i, `panel ${panel.id}`);
    const rows = panel.derive(tables, stage.params.statistics);
    const data = formatTable(rows, columnsOf(rows));
    const drawing = svgText(panel.plot(rows, { width: WIDTH, document }), { id: panel.id });
    writeAtomic(join(stage.paths.figures, `${panel.id}.csv`), data);
    writeAtomic(join(stage.paths.figures, `${panel.id}.svg`), drawing);
    const outputs = { data: sha256(data), drawing: sha256(drawing), rows: rows.length };
    writeJson(join(stage.paths.figures, `${panel.id}.provenance.json`), {
      ...provenanceOf(panel, tables, stage),
      outputs,
    });
  });
  removeOthers();
  progress.done();
});

/** What made a panel: nothing in it depends on the machine or the time. */
function provenanceOf(panel: Panel, tables: Tables, stage: Stage) {
  const origins = panel.inputs.map((path) => ORIGINS[path]).filter((origin) => origin !== undefined);
  const stages = [...new Set(origins.map((origin) => origin.stage))];
  const sections = [...new Set(origins.flatMap((origin) => [...origin.params, 'statistics' as const]))];
  const settings = stage.settings as Record<string, unknown>;
  return {
    panel: panel.id,
    title: panel.title,
    profile: stage.profile,
    engine: stage.engine,
    command: `npm run reproduce -- --profile ${stage.profile} --only figures`,
    stages: [...stages, 'figures'],
    package: packageVersion(stage.paths.root),
    kernelVersion: KERNEL_VERSION,
    inputs: panel.inputs.map((path) => inputOf(path, tables, stage)),
    networks: networksOf(panel, tables, stage),
    params: {
      ...Object.fromEntries(sections.map((section) => [section, stage.params[section]])),
      profile: Object.fromEntries(
        [...new Set([...stages, ...sections])].filter((name) => name in settings).map((name) => [name, settings[name]]),
      ),
    },
  };
}

function inputOf(path: string, tables: Tables, { paths }: Stage) {
  const file = join(paths.artifacts, path);
  return { path, sha256: existsSync(file) ? sha256(readFileSync(file)) : null, rows: tables[path]?.length ?? 0 };
}

/** The networks that a panel's tables name, with their hashes from the indices of the stages that trained them. */
function networksOf(panel: Panel, tables: Tables, { paths }: Stage) {
  const named = new Set(panel.inputs.flatMap((path) => (tables[path] ?? []).map((row) => String(row.network))));
  const stages = [...new Set(panel.inputs.flatMap((path) => ORIGINS[path]?.networks ?? []))];
  return stages.flatMap((name) => {
    const file = join(paths.networks(name), 'index.json');
    if (!existsSync(file)) return [];
    const index = readJson<{ id: string; key: string; sha256: string }[]>(file);
    return index.filter(({ id }) => named.has(id)).map(({ id, key, sha256 }) => ({ id, key, sha256 }));
  });
}

function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function packageVersion(root: string): string {
  const { name, version } = readJson<{ name: string; version: string }>(join(root, 'package.json'));
  return `${name} ${version}`;
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

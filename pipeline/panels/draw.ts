import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { readJson, renewFolder, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { hashesSchema } from '../../src/artifact/hashes.ts';
import { makerOf, sectionsOf, trainerOf } from '../../src/artifact/reach.ts';
import { runFlags } from '../../src/artifact/run.ts';
import type { Study, StudyPanel, StudyParams } from '../../src/artifact/study.ts';
import { svgText } from '../../src/artifact/svg.ts';
import { formatPanel, type Tables } from '../../src/artifact/table.ts';
import type { Stage } from '../driver/stage.ts';

/** Width of the drawings on file, in pixels; the report draws its own. */
const WIDTH = 640;

type Drawn = Pick<Study, 'stages' | 'panels' | 'kernelVersion'>;

/** The work of stage `figures`: data, drawing and provenance of every panel, from tables alone. */
export function drawPanels(study: Drawn, stage: Stage): void {
  const { panels } = study;
  const tables = stage.tables();
  const removeOthers = renewFolder(stage.paths.figures);
  const { document } = new JSDOM('').window;
  const progress = stage.progress(panels.length);
  panels.forEach((panel, i) => {
    progress.update(i, `panel ${panel.id}`);
    const rows = panel.derive(tables, stage.params.statistics);
    const data = formatPanel(panel.kinds, rows);
    const drawing = svgText(panel.plot(rows, { width: WIDTH, document }), { id: panel.id });
    writeAtomic(join(stage.paths.figures, `${panel.id}.csv`), data);
    writeAtomic(join(stage.paths.figures, `${panel.id}.svg`), drawing);
    const outputs = { data: sha256(data), drawing: sha256(drawing), rows: rows.length };
    writeJson(join(stage.paths.figures, `${panel.id}.provenance.json`), {
      ...provenanceOf(study, panel, tables, stage),
      outputs,
    });
  });
  removeOthers();
  progress.done();
}

/** What made a panel: nothing in it depends on the machine or the time, nor on the version of the software, which a release sets. */
function provenanceOf({ stages: all, kernelVersion }: Drawn, panel: StudyPanel, tables: Tables, stage: Stage) {
  const makers = panel.inputs.map((path) => makerOf(all, path));
  const stages = [...new Set(makers.map(({ name }) => name))];
  const sections = [...new Set(makers.flatMap((maker) => [...sectionsOf(all, maker), 'statistics']))];
  const settings = stage.settings as Record<string, unknown>;
  return {
    panel: panel.id,
    title: panel.title,
    profile: stage.profile,
    engine: stage.engine,
    command: `npm run reproduce -- ${runFlags(stage.profile)} --only figures`,
    stages: [...stages, 'figures'],
    kernelVersion,
    inputs: panel.inputs.map((path) => inputOf(path, tables, stage)),
    networks: networksOf(all, panel, tables, stage),
    params: {
      ...Object.fromEntries(sections.map((section) => [section, stage.params[section as keyof StudyParams]])),
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

/** The networks that a panel's tables name, with their hashes, by the stages that trained them. */
function networksOf(all: Drawn['stages'], panel: StudyPanel, tables: Tables, { paths }: Stage) {
  const named = new Set(panel.inputs.flatMap((path) => (tables[path] ?? []).map((row) => row.network)));
  const stages = [...new Set(panel.inputs.map((path) => trainerOf(makerOf(all, path))))];
  return stages.flatMap((stage) => {
    const file = stage && paths.hashes(stage);
    if (!file || !existsSync(file)) return [];
    const { networks } = readJson(file, hashesSchema);
    return networks.filter(({ id }) => named.has(id)).map(({ id, key, sha256 }) => ({ id, key, sha256 }));
  });
}

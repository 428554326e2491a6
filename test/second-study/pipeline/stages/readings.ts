import { parseJudged } from '../../src/artifact/claims.ts';
import { readText, writeJson } from '../../src/artifact/file.ts';
import { PROTOCOL } from '../../src/artifact/readings.ts';
import { runProgram } from '../../src/system/program.ts';
import { pathsOf } from '../driver/paths.ts';
import { runStage } from '../driver/stage.ts';
import { scriptOf } from '../driver/stages.ts';
import { outline } from '../outline.ts';

// The stages once more under the protocol and every reading, then the verdict of every claim under each.
await runStage(outline, 'readings', async ({ profile, settings, paths: { root, matrix } }) => {
  const cells: Record<string, { verdict: string }> = {};
  for (const reading of [PROTOCOL, ...settings.readings.run]) {
    for (const step of ['fit', 'claims'])
      await runProgram(process.execPath, [scriptOf(step), '--profile', profile, '--reading', reading], { cwd: root });
    const { claims } = pathsOf(profile, root, reading);
    cells[reading] = { verdict: parseJudged(readText(claims), claims).claims[0].verdict };
  }
  writeJson(matrix, { profile, claims: [{ id: 'L.1', cells }] });
});

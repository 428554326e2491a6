import type { JudgedClaim } from '../../src/artifact/claims.ts';
import { writeJson } from '../../src/artifact/file.ts';
import { positive } from '../../src/line/results.ts';
import { runStage } from '../driver/stage.ts';
import { outline } from '../outline.ts';

await runStage(outline, 'claims', ({ profile, settings, params, paths, tables }) => {
  const { judge, inputs, ...described } = positive;
  const found = judge(tables(), { ...params.statistics, profile, settings });
  const claim: JudgedClaim = { ...described, figure: 1, inputs: [...inputs], ...found, provisional: found.seeds < 3 };
  writeJson(paths.claims, { profile, claims: [claim] });
});

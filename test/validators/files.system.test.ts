import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cardOfRun } from '../../pipeline/network/card.ts';
import { readText } from '../../src/artifact/file.ts';
import { parseTable } from '../../src/artifact/table.ts';
import { TRAIN } from '../../src/study/tables.ts';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from '../pipeline/checkout.ts';
import { installed, pythonWith } from './python.ts';

const hub = await pythonWith('huggingface_hub');

/** Exit code and last line of a program of others in the checkout. */
async function verdict(program: string, ...args: string[]): Promise<string> {
  const { exitCode, all } = await runProgram(program, args, { cwd: ROOT, all: true, reject: false });
  return `${exitCode}: ${all.trim().split('\n').at(-1)}`;
}

/** The accuracies that huggingface_hub reads from a model card, with the names of its results. */
const READ_CARD = `
import json, sys
from huggingface_hub import ModelCard
data = ModelCard(sys.stdin.read()).data
print(json.dumps([data.license, [[r.metric_type, r.task_name, r.metric_value] for r in data.eval_results or []]]))
`;

describe('programs of others', () => {
  const [reuse, cff] = ['reuse', 'cffconvert'].map(installed);

  it.skipIf(reuse === null)('find licence and copyright of every file (reuse lint)', async () => {
    expect(await verdict(reuse as string, 'lint')).toMatch(/^0: .*compliant with version 3\.\d of the REUSE/);
  });

  it.skipIf(cff === null)('find CITATION.cff to be of its format (cffconvert)', async () => {
    expect(await verdict(cff as string, '--validate', '--infile', 'CITATION.cff')).toMatch(
      /^0: Citation metadata are valid/,
    );
  });

  it.skipIf(hub === null)('read licence and results of the model card (huggingface_hub)', async () => {
    const read = (path: string) => (path === 'networks.csv' ? 'network,reading,stage\n' : readText(join(ROOT, path)));
    const { stdout } = await runProgram(hub as string, ['-c', READ_CARD], { input: cardOfRun(read, 'quick') ?? '' });
    const [license, results] = JSON.parse(String(stdout));
    const rows = parseTable(TRAIN, readText(join(ROOT, 'artifacts/quick', TRAIN.path)));
    const sizes = new Set(rows.map(({ architecture, size }) => `${architecture} ${size}`));
    expect([license, results.length]).toEqual(['cc-by-4.0', 2 * sizes.size]);
    for (const [type, task, value] of results) {
      expect(task).toBe('N-parity');
      expect(value).toBeGreaterThan(type === 'accuracy' ? 0.5 : 0);
    }
  });
});

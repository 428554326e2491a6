import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { paramsOfRun, runNamed } from '../../../src/artifact/protocols.ts';
import { loadParams, type Profile, profileOf, valueFor } from '../../../src/params/params.ts';

/** Folder of the checkout; by default the current folder. */
const checkout = process.env.REPORT_CHECKOUT ?? process.cwd();

/** The profile that this report shows. */
export const profile = process.env.REPORT_PROFILE ?? 'quick';

/** Folder of the artifacts that this report is made of. */
export const artifactsFolder = process.env.REPORT_ARTIFACTS ?? path.join(checkout, 'artifacts', profile);

/** Folder of the benchmark's records, which all profiles share. */
export const benchFolder = process.env.REPORT_BENCH ?? path.join(checkout, 'artifacts', 'bench');

/** Folder of the results of the reference network, which all profiles share. */
export const referenceFolder = process.env.REPORT_REFERENCE ?? path.join(checkout, 'artifacts', 'reference');

/** The text of the params.yaml that made them. */
export const paramsText = readFileSync(process.env.REPORT_PARAMS ?? path.join(checkout, 'params.yaml'), 'utf8');

/** The protocol, checked, and the numbers of this profile. */
const stated = loadParams(paramsText);
/** The profile and protocol of this report. */
export const run = runNamed(stated, profile);
export const params = paramsOfRun(stated, run);
export const scale = profileOf(params, profile);

/** 'quick profile, 20 epochs, 2 seeds'. */
export const profileLine = [
  run.protocol === null || run.id === run.profile
    ? `${run.profile} profile`
    : `${run.profile} profile, ${run.protocol}`,
  `${scale.train.epochs} epochs`,
  seedsLine(scale.train.seeds),
].join(' · ');

/** Seeds by size, the smallest networks first. */
export type Seeds = Profile['train']['seeds'];

/** '40, 20, 10 and 5 seeds' by size, '2 seeds' where all take as many. */
export function seedsLine(seeds: Seeds): string {
  const counts = [...new Set(valueFor('modular', seeds))];
  return `${new Intl.ListFormat('en-GB').format(counts.map(String))} ${counts.every((n) => n === 1) ? 'seed' : 'seeds'}`;
}

import { existsSync } from 'node:fs';
import { allRuns, defaultProtocol, runNamed, type WithProtocols } from '../../src/artifact/protocols.ts';
import { pathsOf } from './paths.ts';

/** A run that is reported beside the profile's own. */
export interface OtherRun {
  protocol: string;
  run: string;
  artifacts: string;
}

/**
 * The protocol of a run's report and the other protocols of its profile that were judged below a root. The pages of the default protocol alone
 * lead to others.
 */
export function reportedProtocols(
  params: WithProtocols,
  id: string,
  root?: string,
): { protocol?: string; others: OtherRun[] } {
  const { protocol, profile } = runNamed(params, id);
  if (protocol === null || protocol !== defaultProtocol(params)) return { others: [] };
  const others = allRuns(params).flatMap((run) => {
    const { artifacts, claims } = pathsOf(run.id, root);
    const shown = run.profile === profile && run.id !== id && existsSync(claims);
    return shown ? [{ protocol: String(run.protocol), run: run.id, artifacts }] : [];
  });
  return { protocol, others };
}

/** What parts a profile's name from a protocol's in the id of a run; neither may hold it. */
const BETWEEN = '_';

/** The id of a profile under a protocol that is not the default: 'paper_as-coded'. */
export function runId(profile: string, protocol: string): string {
  return `${profile}${BETWEEN}${protocol}`;
}

/** The profile of a run's id, and its protocol where it is not the default. */
export function partsOfRun(id: string): { profile: string; protocol: string | null } {
  const at = id.indexOf(BETWEEN);
  return at < 0 ? { profile: id, protocol: null } : { profile: id.slice(0, at), protocol: id.slice(at + 1) };
}

/** The options by which a command names a run: '--profile paper --protocol as-coded'. */
export function runFlags(id: string): string {
  const { profile, protocol } = partsOfRun(id);
  return `--profile ${profile}${protocol === null ? '' : ` --protocol ${protocol}`}`;
}

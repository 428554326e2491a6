/** What DVC prints where another one is at work. */
export const BUSY = /unable to acquire lock|is busy, it is being blocked/i;

/** What went wrong in DVC, likely cause first, from what it printed. */
export function explainDvc(output: string): string {
  const last = output.trim().split('\n').slice(-6).join('\n');
  if (BUSY.test(output) || /rwlock/i.test(output)) {
    return `Another DVC is at work in this checkout: wait until it is done, then run the same command again.\n${last}`;
  }
  if (/missing data 'source'|does not exist|missing dep|No such file/i.test(output)) {
    return `Something that the stage reads is missing: restore it from git, or run without --only so that the stages before make it.\n${last}`;
  }
  if (/not a git repository|No DVC|not inside of a DVC/i.test(output)) {
    return `DVC needs the project as a git checkout: clone it with git and run the same command there.\n${last}`;
  }
  if (/No space left on device|ENOSPC|disk is full/i.test(output)) {
    return `The disk is full: free some space and run the same command again; what was finished is kept.\n${last}`;
  }
  if (/bad interpreter|ENOENT/.test(output)) return `DVC is not installed: run 'npm run setup'.\n${last}`;
  return last;
}

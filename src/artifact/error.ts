/**
 * A mistake or a circumstance that the user can do something about: printed as its message alone, without a stack.
 * The message states the likely cause first, then what to do, then the original error.
 */
export class UserError extends Error {
  /** 2 for wrong usage (a flag, a name, a value), 1 for everything else. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: { exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UserError';
    this.exitCode = options.exitCode ?? 1;
  }
}

/** An error as it passes between threads: subclasses, codes and causes would be lost otherwise. */
export interface PackedError {
  name: string;
  message: string;
  stack?: string;
  code?: string;
  /** Of a UserError. */
  exitCode?: 1 | 2;
  cause?: PackedError;
}

/** Whatever was thrown, with all its causes, in a form that every channel carries. */
export function packError(thrown: unknown): PackedError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const { name, message, stack, cause } = thrown;
  const { code } = thrown as NodeJS.ErrnoException;
  return {
    name,
    message,
    stack,
    ...(typeof code === 'string' && { code }),
    ...(thrown instanceof UserError && { exitCode: thrown.exitCode }),
    ...(cause !== undefined && { cause: packError(cause) }),
  };
}

/** The error that was packed. */
export function unpackError({ name, message, stack, code, exitCode, cause }: PackedError): Error {
  const options = cause === undefined ? {} : { cause: unpackError(cause) };
  const error = exitCode === undefined ? new Error(message, options) : new UserError(message, { ...options, exitCode });
  return Object.assign(error, { name, ...(stack !== undefined && { stack }), ...(code !== undefined && { code }) });
}

/** A mistake on the command line: exit code 2. */
export function usage(message: string, cause?: unknown): UserError {
  return new UserError(message, { exitCode: 2, cause });
}

const CIRCUMSTANCES: Record<string, string> = {
  ENOSPC: 'The disk is full: free some space and run the same command again; what was finished is kept.',
  EDQUOT: 'The disk quota is used up: free some space and run the same command again; what was finished is kept.',
  EROFS: 'The folder is on a read-only file system: work in a checkout that can be written to.',
  EACCES: 'A file may not be read or written by this user: change its owner or its permissions.',
  EPERM: 'A file may not be changed by this user: change its owner or its permissions.',
  EIO: 'The disk, or the network drive, failed: check it and run the same command again.',
  EFBIG: 'A file grew larger than this system allows: raise the limit (ulimit -f) and run the same command again.',
  ENOTDIR: 'A file stands where a folder belongs: move it away and run the same command again.',
  EISDIR: 'A folder stands where a file belongs: name a file in it, or move it away, and run the same command again.',
  ENAMETOOLONG: 'A path is longer than this system allows: move the project to a shorter one.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n 4096) and run the same command again.',
};

/**
 * The error in the user's words where the system's code tells a circumstance (a full disk, no permission); else the error as it was.
 * @param file that was written or read, where the system's message may not name it
 */
export function explain(error: unknown, file?: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const circumstance = CIRCUMSTANCES[(error as NodeJS.ErrnoException).code ?? ''];
  if (!circumstance) return error;
  const place = file === undefined || error.message.includes(file) ? '' : ` ${file}`;
  return new UserError(`${circumstance} (${error.message}${place})`, { cause: error });
}

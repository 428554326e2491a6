import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { UserError } from '../../src/artifact/error.ts';
import { runProgram } from '../../src/system/program.ts';

/** What signatures of OpenSSH name as their purpose; the one that `ssh-keygen` suggests for files. */
const NAMESPACE = 'file';

/**
 * Signs a file with a key of OpenSSH: FILE.sig beside it.
 * @param key the private key's file; of a key in an agent or on a token, the public key's
 * @throws UserError with the words of ssh-keygen where it does not.
 */
export async function signFile(file: string, key: string): Promise<void> {
  const ended = await keygen(['sign', '-f', key, '-n', NAMESPACE, file], undefined, 'inherit');
  if (ended.failed || !existsSync(`${file}.sig`)) throw refusal(`${file} could not be signed with ${key}`, ended);
}

/**
 * Finds out whether a key can be read, without its passphrase.
 * @throws UserError with the words of ssh-keygen where it cannot.
 */
export async function checkKey(key: string): Promise<void> {
  const ended = await runProgram('ssh-keygen', ['-l', '-f', key], { stdin: 'ignore', reject: false });
  if (ended.failed) throw refusal(`No key could be read from ${key}`, ended);
}

/** What a signature is worth: by whom, or by a key that nobody vouches for, or not what it claims. */
export type Signature =
  | { state: 'signed'; by: string; key: string }
  | { state: 'unknown'; why: string; key: string | null }
  | { state: 'bad'; why: string };

/**
 * Checks the signature of a file, offline.
 * @param signers a file of allowed signers (ssh-keygen(1)), or null where there is none
 */
export async function checkSignature(file: string, signature: string, signers: string | null): Promise<Signature> {
  const input = readFileSync(file);
  const whole = await keygen(['check-novalidate', '-n', NAMESPACE, '-s', signature], input);
  if (whole.code === 'ENOENT') return { state: 'unknown', why: 'ssh-keygen is not installed here', key: null };
  if (whole.failed) return { state: 'bad', why: wordsOf(whole) };
  const [key] = /SHA256:\S+/.exec(String(whole.stdout)) ?? ['unknown'];
  if (signers === null) return { state: 'unknown', why: 'no list of allowed signers is here', key };
  const found = await keygen(['find-principals', '-s', signature, '-f', signers], input);
  if (found.failed) return { state: 'bad', why: `its key ${key} is none of the allowed signers in ${signers}` };
  const [by] = String(found.stdout).trim().split('\n');
  const args = ['verify', '-n', NAMESPACE, '-s', signature, '-f', signers, '-I', by];
  const verified = await keygen(args, input);
  return verified.failed ? { state: 'bad', why: wordsOf(verified) } : { state: 'signed', by, key };
}

function keygen(args: readonly string[], input?: Uint8Array, stdin?: 'inherit') {
  const options = { cwd: tmpdir(), reject: false } as const;
  return runProgram(
    'ssh-keygen',
    ['-Y', ...args],
    input ? { ...options, input } : { ...options, stdin: stdin ?? 'ignore' },
  );
}

function refusal(what: string, ended: { stderr?: unknown; shortMessage?: string }): UserError {
  return new UserError(`${what}: give --key the file of a private key that ssh-keygen reads. (${wordsOf(ended)})`, {
    cause: ended,
  });
}

function wordsOf({ stderr, shortMessage }: { stderr?: unknown; shortMessage?: string }): string {
  return String(stderr ?? '').trim() || shortMessage || 'ssh-keygen said nothing';
}

import { join } from 'node:path';
import { buildDraws, buildLimit, buildRate } from './build.ts';
import type { PeerSpec } from './peer.ts';
import { type Availability, PYTHON } from './setup.ts';

/** The WebAssembly kernel, which all peers are compared with. */
export const REFERENCE = 'simd';
/** The native kernel, where the set-up could compile it. */
export const NATIVE = 'native';

/** Peers and multiply-add programs that can run here, and why the others cannot. */
export interface Roster {
  peers: PeerSpec[];
  limits: PeerSpec[];
  /** Reason by label. */
  leftOut: { id: string; label: string; reason: string }[];
}

const HERE = import.meta.dirname;

/** Limits every library to one thread. */
const ONE_THREAD = {
  OMP_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  JAX_PLATFORMS: 'cpu',
  XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1',
};

/** Builds the roster and compiles its programs. */
export async function buildRoster(python: Availability): Promise<Roster> {
  const [rate, draws, gcc, fused] = await Promise.all([buildRate(), buildDraws(), buildLimit(false), buildLimit(true)]);
  const leftOut: Roster['leftOut'] = [];
  const peers: PeerSpec[] = [
    engine('simd', 'simd kernel', draws.file),
    engine(NATIVE, 'native kernel', null),
    engine('simd-128', 'simd kernel, revectorizer off', null),
    engine('tfjs', 'tfjs-node, automatic differentiation', null),
  ];
  const candidates = [
    script('jax', 'JAX, jit + scan', 'jax', []),
    { ...script('torch-stacked', 'PyTorch, modules stacked (bmm)', 'torch', ['stacked']), only: 'modular' as const },
    script('torch-loop', 'PyTorch, a loop, frozen under no_grad', 'torch', ['loop']),
    { ...script('torch-autograd', "PyTorch in the group's style", 'torch', ['autograd']), only: 'modular' as const },
  ];
  for (const spec of candidates) {
    const reason = python[spec.id === 'jax' ? 'jax' : 'torch'];
    if (reason === null) peers.push(spec);
    else leftOut.push({ id: spec.id, label: spec.label, reason });
  }
  const limits: PeerSpec[] = [];
  const limit = (id: string, label: string, built: { file: string | null; missing: string | null }, flags = ['']) => {
    if (built.file === null) leftOut.push({ id, label, reason: built.missing ?? '' });
    else if (id.startsWith('wasm')) limits.push(node(id, label, 'rate.ts', [built.file, ...flags]));
    else limits.push({ id, label, command: built.file, args: [] });
  };
  limit('wasm-128', 'WebAssembly, 128 bits', rate, []);
  limit('wasm-256', 'WebAssembly, revectorizer on', rate, ['revectorize']);
  limit('gcc', 'gcc, multiply + add', gcc);
  limit('gcc-fused', 'gcc, fused multiply-add', fused);
  return { peers, limits, leftOut };
}

function engine(id: string, label: string, draws: string | null): PeerSpec {
  return node(id, label, 'engine.ts', draws === null ? [id] : [id, draws]);
}

function node(id: string, label: string, file: string, args: readonly string[]): PeerSpec {
  return { id, label, command: process.execPath, args: [join(HERE, 'peers', file), ...args], env: ONE_THREAD };
}

function script(id: string, label: string, name: 'torch' | 'jax', args: readonly string[]): PeerSpec {
  return { id, label, command: PYTHON, args: [join(HERE, 'python', `peer_${name}.py`), ...args], env: ONE_THREAD };
}

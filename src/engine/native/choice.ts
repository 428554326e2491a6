import { UserError } from '../../artifact/error.ts';
import { plainSequence, type SequenceKernel } from '../../network/sequence.ts';
import { type NativeKernels, nativeKernels } from './addon.ts';

/**
 * The native kernels where the set-up could compile them, unless `MODULAR_GROWTH_KERNEL` is `wasm`; `native` forces them.
 *
 * @throws UserError for another value of it, or where the native kernel is forced and is not there
 */
export function chosenNative(): NativeKernels | null {
  const forced = process.env.MODULAR_GROWTH_KERNEL || undefined;
  if (forced !== undefined && forced !== 'native' && forced !== 'wasm') {
    throw new UserError(`MODULAR_GROWTH_KERNEL is '${forced}': set it to native or wasm, or leave it out.`);
  }
  return forced === 'wasm' ? null : nativeKernels(forced === 'native');
}

/** What runs single sequences in float64 in this process: the native kernel, else JavaScript. */
export function nodeSequence(): SequenceKernel {
  return chosenNative()?.sequence ?? plainSequence;
}

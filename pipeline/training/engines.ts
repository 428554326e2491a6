import type { Engine } from '../../src/engine/engine.ts';

export const ENGINES = ['simd', 'tfjs'] as const;

export type EngineName = (typeof ENGINES)[number];

/** The engine of a name; the reference engine's library is loaded only where it is asked for. */
export async function loadEngine(name: EngineName): Promise<Engine> {
  if (name === 'tfjs') {
    const { tfjsEngine } = await import('../../src/engine/tfjs/engine.ts');
    return tfjsEngine();
  }
  const { simdEngine } = await import('../../src/engine/simd/engine.ts');
  return simdEngine();
}

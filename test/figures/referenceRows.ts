import type { Row } from '../../src/artifact/table.ts';

/** 0.01 to 10 in 13 steps of equal ratio. */
const EPSILONS = Array.from({ length: 13 }, (_, i) => 0.01 * 10 ** (i / 4));
const STEPS = Array.from({ length: 54 }, (_, i) => 10 ** ((i - 21) / 16));
const falling = (epsilon: number, half: number) => 1 / (1 + (epsilon / half) ** 3);

function heads(half: number): Row[] {
  return EPSILONS.flatMap((epsilon) =>
    [2, 3, 4, 5, 6].map(
      (N): Row => ({ epsilon, N, accuracy: 0.5 + 0.5 * falling(epsilon, (3 * half) / N), deviation: 0.02 }),
    ),
  );
}

/** Made-up rows of the drawings of a reference network with five heads; one neuron in fifty has no fit. */
export const referenceRows: Record<string, Row[]> = {
  'reference-tasks': (['recurrent', 'tau'] as const).flatMap((target) =>
    (['inside', 'outside'] as const).flatMap((leak) =>
      EPSILONS.map((epsilon): Row => {
        const half = (target === 'tau' ? 0.3 : 1) * (leak === 'inside' ? 0.9 : 1);
        return { target, leak, epsilon, solved: 5 * falling(epsilon, half), deviation: 0.3, tasks: 5 };
      }),
    ),
  ),
  'reference-recurrent': heads(1),
  'reference-tau': heads(0.3),
  'reference-timescales': [
    { measure: 'trained', leak: null, most: 1, middle: 1.4 },
    { measure: 'effective', leak: 'inside', most: 0.98, middle: 0.9 },
    { measure: 'effective', leak: 'outside', most: 0.98, middle: 0.5 },
  ].flatMap(({ measure, leak, most, middle }) =>
    STEPS.map((steps): Row => ({ measure, leak, steps, share: most * (1 - falling(steps, middle)) })),
  ),
};

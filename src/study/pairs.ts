/** Sizes that the paper pairs by trainable parameters near N = 30: neurons of a module, and of the core. */
export const PAIRS = [
  [5, 20],
  [10, 54],
  [15, 91],
  [20, 128],
] as const;

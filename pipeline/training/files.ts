/** Files of a finished network. */
export const FINAL_FILE = 'network.safetensors';
export const HISTORY_FILE = 'history.json';
export const solvedFile = (N: number) => `solved-${String(N).padStart(2, '0')}.safetensors`;

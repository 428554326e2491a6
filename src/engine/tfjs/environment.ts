/**
 * Settings that libtensorflow reads from the process's environment once, as it is loaded: one thread (tensors this small are
 * slower on several; one process a core is the better use of a machine), the same kernels on every processor, no log.
 */
const SETTINGS = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  TF_ENABLE_ONEDNN_OPTS: '0',
  TF_CPP_MIN_LOG_LEVEL: '2',
};

/**
 * Puts the settings into the environment, where they are not set already. Only the main thread's environment is the process's
 * own: where the reference engine will be loaded in worker threads, call this in the main thread before they start.
 */
export function prepareEnvironment(): void {
  for (const [name, value] of Object.entries(SETTINGS)) process.env[name] ??= value;
}

/**
 * Version of the trained bytes. It goes into the key of every stored network: raise it when a change of the kernel, the streams, the
 * initialisation, the growth or the curricula changes what one seed and configuration give (test/engine/bytes.system.test.ts notices).
 */
export const KERNEL_VERSION = '1';

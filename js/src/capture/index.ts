/**
 * Photographs identity documents with the device's camera. Importing this has no effects and works anywhere; nothing is
 * asked for or loaded before it is used.
 */
export { createCapture } from './create.js';
export type * from './types.js';

/**
 * Photographs identity documents with the device's camera: the element `<id-capture>`, and `createCapture` for a user
 * interface of your own. Importing this in a browser defines the element and has no other effect; it works anywhere.
 * Nothing is asked for or loaded before a capture is started.
 */
export { createCapture } from './create.js';
export * from './element/index.js';
export type * from './types.js';

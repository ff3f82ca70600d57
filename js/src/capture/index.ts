/**
 * Photographs identity documents with the device's camera: the element `<id-capture>`, and `createCapture` for a user
 * interface of your own. Importing this in a browser defines the element and has no other effect; it works anywhere.
 * Nothing is asked for before a capture is started, and nothing but the element's language is loaded.
 */
export { createCapture } from './create.js';
export * from './element/index.js';
export type * from './types.js';

/** The version of this package; the wasm module beside it has the same. */
export const VERSION = '0.1.0';

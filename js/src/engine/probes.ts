/** `(func (result v128) i32.const 0 i8x16.splat)`: valid only where the browser has wasm SIMD. */
const SIMD_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
];

/** Whether this browser runs WebAssembly. */
export const hasWasm = (): boolean => typeof WebAssembly === 'object' && typeof WebAssembly.validate === 'function';

/** Whether this browser runs WebAssembly with SIMD. */
export const hasSimd = (): boolean => hasWasm() && WebAssembly.validate(Uint8Array.from(SIMD_PROBE));

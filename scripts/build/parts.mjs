// The parts of the core that are files of their own, each with the exports that it brings. All other exports are of the
// first file, which a photo needs.

/** The name of the first file's module. */
export const FIRST_FILE = 'idsnap_bg.wasm';

/**
 * What is loaded when it is needed, by the name that the engine has for it.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const PARTS = {
  vendors: [
    ...['check', 'compose', 'parse', 'refuse', 'request', 'probe', 'upload'],
    ...['readZone', 'crossCheckMrz', 'formatMrz'],
  ],
  scene: ['analyze', 'analyzeWithLuma', 'analyzeFrame'],
  zone: ['readMrz', 'readMrzOfLuma', 'readMrzOfFrame'],
};

/** The file of a part. */
export const fileOf = (part) => `idsnap_${part}_bg.wasm`;

/** The files of the core, the first one first. */
export const SIMD_FILES = [FIRST_FILE, ...Object.keys(PARTS).map(fileOf)];

/** The whole core in one file, built without SIMD: few browsers ask for it, and those need most of it. */
export const NO_SIMD_FILE = 'idsnap_nosimd_bg.wasm';

/** All wasm files of the package. */
export const WASM_FILES = [...SIMD_FILES, NO_SIMD_FILE];

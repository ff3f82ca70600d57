import { hasSimd } from './probes.js';

/** What a photo needs of the core; where the browser has no SIMD, the whole core without it. Bundlers find both by these very words. */
export const firstFile = (): URL =>
  hasSimd() ? new URL('./idsnap_bg.wasm', import.meta.url) : new URL('./idsnap_nosimd_bg.wasm', import.meta.url);

/**
 * The parts of the core that are files of their own, loaded when they are needed: for vendors and the text of an MRZ, for
 * analyzing, and for the MRZ of an image.
 */
export type Part = 'vendors' | 'scene' | 'zone';

/** The file of each part beside this script: bundlers find it by these very words. */
export const PART_FILES: Readonly<Record<Part, () => URL>> = {
  vendors: () => new URL('./idsnap_vendors_bg.wasm', import.meta.url),
  scene: () => new URL('./idsnap_scene_bg.wasm', import.meta.url),
  zone: () => new URL('./idsnap_zone_bg.wasm', import.meta.url),
};

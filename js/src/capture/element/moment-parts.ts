import { h } from './dom.js';
import { icon, silhouette } from './icons.js';

/** What the moments are drawn with. Importing it there would divide the first bundle into more files. */
export const MOMENT_PARTS = { h, icon, silhouette };

/** What the moments are drawn with. */
export type MomentParts = typeof MOMENT_PARTS;

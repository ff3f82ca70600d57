import { iconButton } from './controls.js';
import { h, shape } from './dom.js';

/** What the close-up builds from. Importing it there would divide the first bundle into more files. */
export const CLOSE_UP_PARTS = { h, iconButton, shape };

/** What the close-up builds from. */
export type CloseUpParts = typeof CLOSE_UP_PARTS;

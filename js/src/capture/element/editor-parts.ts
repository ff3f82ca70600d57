import { button } from './controls.js';
import { h } from './dom.js';
import { pointsOf } from './geometry.js';
import { photo, text, title, withPhoto } from './panels.js';

/** What the corner editor builds from. Importing it there would divide the first bundle into more files. */
export const PARTS = { h, button, photo, text, title, withPhoto, pointsOf };

/** What the corner editor builds from. */
export type EditorParts = typeof PARTS;

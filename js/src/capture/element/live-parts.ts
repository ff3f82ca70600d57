import { cameraAppButton, iconButton, uploadButton } from './controls.js';
import { h, setText, shape, svg } from './dom.js';
import { pointsOf } from './geometry.js';
import { silhouette } from './icons.js';
import { errorText, hintText, ratioOf, reasonText } from './model.js';

/** What the live view builds from. Importing it there would divide the first bundle into more files. */
export const LIVE_PARTS = {
  ...{ cameraAppButton, iconButton, uploadButton, h, setText, shape, svg, pointsOf, silhouette },
  ...{ errorText, hintText, ratioOf, reasonText },
};

/** What the live view builds from. */
export type LiveParts = typeof LIVE_PARTS;

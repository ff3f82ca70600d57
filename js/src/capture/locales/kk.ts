import type { CaptureStrings } from '../element/strings.js';

export const kk: CaptureStrings = {} as CaptureStrings;

import type { CaptureStrings } from '../element/strings.js';

export const vi: CaptureStrings = {} as CaptureStrings;

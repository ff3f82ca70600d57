import type { CaptureStrings } from '../element/strings.js';

export const ky: CaptureStrings = {} as CaptureStrings;

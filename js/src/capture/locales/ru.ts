import type { CaptureStrings } from '../element/strings.js';

export const ru: CaptureStrings = {} as CaptureStrings;

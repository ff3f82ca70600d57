import type { CaptureStrings } from '../element/strings.js';

export const uz: CaptureStrings = {} as CaptureStrings;

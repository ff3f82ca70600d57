import type { Capture, CaptureState, DocumentSize } from '../types.js';
import type { Pick } from './files.js';
import type { Texts } from './strings.js';

/** What every part of the view draws from, and what a person can do there. */
export interface ViewContext {
  readonly capture: Capture;
  readonly state: CaptureState;
  readonly strings: Texts;
  readonly document: DocumentSize;
  /** Whether the result is cut to the corners, so that it is worth the person's while to set them. */
  readonly crops: boolean;
  /** Whether code that was asked for could not be loaded. */
  readonly isIncomplete: boolean;
  readonly start: () => void;
  readonly reset: () => void;
  readonly pick: Pick;
  readonly editCorners: () => void;
}

import type { Quad } from '../analysis.js';
import type { CaptureState, DocumentSize } from '../types.js';
import type { Pick, PickedFrom } from './files.js';
import type { CaptureStrings } from './strings.js';

/** What a person can do; each is a method of the capture or of the element. */
export interface Actions {
  readonly start: () => void;
  readonly shoot: () => void;
  readonly useFile: (file: Blob, from: PickedFrom) => void;
  readonly accept: () => void;
  readonly retake: () => void;
  readonly setCorners: (corners: Quad) => void;
  readonly setTorch: (on: boolean) => void;
  readonly setZoom: (value: number) => void;
  readonly switchCamera: () => void;
  readonly cancel: () => void;
  readonly reset: () => void;
}

/** What every part of the view draws from. */
export interface ViewContext {
  readonly state: CaptureState;
  readonly strings: CaptureStrings;
  readonly document: DocumentSize;
  /** Whether the result is cut to the corners, so that it is worth the person's while to set them. */
  readonly crops: boolean;
  readonly actions: Actions;
  readonly pick: Pick;
  readonly editCorners: () => void;
}

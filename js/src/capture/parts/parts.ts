import type { Draft } from '../draft/draft.js';
import type { Live } from '../camera/live.js';
import type * as cameras from '../camera/open-camera.js';
import type { Lenses } from '../camera/open-camera.js';
import type { Directions, Patience } from '../guidance/directions.js';
import type { Guide } from '../guidance/guide.js';
import type * as mrz from '../mrz/mrz.js';
import type { openImage } from '../platform/jpeg.js';
import type { Platform } from '../platform/platform.js';
import type * as sameSide from '../sides/same-side.js';
import type { fittingJpeg } from '../still/browser-files.js';
import type { takeStill } from '../still/still.js';

/** What tells sides apart. */
export type SameSide = typeof sameSide;

/** What looks through the camera, and takes stills with it. */
export interface Guidance {
  readonly Guide: typeof Guide;
  readonly Directions: typeof Directions;
  readonly Patience: typeof Patience;
  readonly takeStill: typeof takeStill;
}

/** What looks for the MRZ, in frames and in photos. */
export type MrzCode = typeof mrz;

/** What opens cameras and keeps one running. */
export interface CameraCode {
  readonly Live: typeof Live;
  readonly cameras: typeof cameras;
}

/** What makes files where the engine cannot be had. */
export interface BrowserFiles {
  readonly openImage: typeof openImage;
  readonly fittingJpeg: typeof fittingJpeg;
}

/** The code that is loaded when its time comes. Every loader may fail, and each user has a way on without the code. */
export interface Parts {
  /** Loads the code of drafts, which few pages keep. */
  openDraft(name: string): Promise<Draft>;
  /** Loads the code that opens the camera; fails where that takes long. */
  loadCamera(): Promise<CameraCode>;
  /** Loads the code that tells sides apart, which a capture of one side does without. */
  loadSameSide(): Promise<SameSide>;
  /** Loads the code that finds the best lens, which is done once on a device; fails where that takes long. */
  loadLenses(): Promise<Lenses>;
  /** Loads the code that looks through the camera. */
  loadGuidance(): Promise<Guidance>;
  /** Loads the code that looks for the MRZ, where the page asks for it. */
  loadMrz(): Promise<MrzCode>;
  /** Loads the code that makes files where the engine cannot be had. */
  loadBrowserFiles(): Promise<BrowserFiles>;
}

/** What a capture works in: the browser, and the code that it loads there. */
export interface Environment {
  readonly platform: Platform;
  readonly parts: Parts;
}

import type { HeaderSource } from '../client/delivery.js';
import type { IdSnapError } from '../errors.js';
import type { PreparedImage } from '../images/prepared.js';
import type { PrepareOptions } from '../images/prepare.js';
import type { DocumentSize, Hint, ImageAnalysis, MrzReading, Quad, Strictness, Thresholds } from './analysis.js';

export type { DocumentSize, Hint, ImageAnalysis, MrzReading, Point, Quad, Strictness, Thresholds } from './analysis.js';

/** A side of the document. */
export type Side = 'front' | 'back';

/**
 * What is done with the MRZ of the side that carries one.
 *
 * - `off`: it is not looked for.
 * - `prefer`: it is read; a frame in which its check digits hold is taken sooner.
 * - `require`: the photo is taken by itself only once they hold, and another one is refused twice.
 */
export type MrzDemand = 'require' | 'prefer' | 'off';

/** What {@link createCapture} does, and for how long it insists. */
export interface CaptureOptions {
  /** The size of the document by ISO/IEC 7810. Default `id1`, a card. */
  document?: DocumentSize;
  /** The sides to photograph, in order. Default `['front']`. */
  sides?: readonly Side[];
  /** The limits that the results meet: a vendor's name or limits of your own. */
  limits?: PrepareOptions['limits'];
  /** How the results are prepared otherwise. */
  prepare?: Omit<PrepareOptions, 'limits' | 'crop' | 'cropMargin' | 'signal' | 'onProgress'>;
  /** How much the pictures have to be worth; `off` measures and never warns. Default `normal`. */
  strictness?: Strictness;
  /** Thresholds of your own, in place of those of `strictness`. */
  thresholds?: Thresholds;
  /** Whether the picture is taken by itself once the scene is steady and clear. Default `true`. */
  auto?: boolean;
  /** Whether the result is cut to the document and straightened; the margin is `cropMargin` of `prepareImage`. */
  crop?: boolean | { margin?: number };
  /**
   * Whether the MRZ is read on the device, and whether a photo has to have one that is proved. Default `off`. It is looked
   * for on the front of `id2` and `id3`, on the back of `id1`, and with `any` on every side until one has it.
   */
  mrz?: MrzDemand;
  /** After how long without a picture the shutter is offered, in milliseconds. Default 10,000. */
  shutterAfterMs?: number;
  /** How many flawed pictures of a side are refused before the next is let pass. Default 2. */
  maxWarnings?: number;
  /** After how many pictures taken again the device's own camera app is offered. Default 4. */
  fallbackAfterTries?: number;
  /**
   * Names a draft, kept encrypted for ten minutes, from which a page that was closed behind the camera app comes back
   * with the sides it had. Default: none. Give each person's session a name of its own.
   */
  draft?: string;
  /** The camera to use, as `enumerateDevices` names it. Default: the main camera on the back. */
  deviceId?: string;
  /** Disposes of the capture when it aborts. */
  signal?: AbortSignal;
}

/** Where the relay of a handover is, for `<id-capture>`. */
export interface HandoverSettings {
  /** Where the relay is mounted: an address, which may be relative to the page. */
  readonly endpoint: string;
  /** The page for the phone, without a fragment. Default: `handover-url`, else this page. */
  readonly url?: string;
  /** Headers of every request, or a function that is asked before each attempt. */
  readonly headers?: HeaderSource;
  /** Makes the requests, as the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * Where the capture is.
 *
 * - `idle`: not started, or stopped.
 * - `starting`: the camera is asked for; `state.permission` tells whether the browser is asking the person.
 * - `live`: the video runs.
 * - `capturing`: a picture is being taken, read or judged.
 * - `review`: `state.review` waits for `accept()` or `retake()`.
 * - `preparing`: the accepted picture is being prepared.
 * - `done`: every side is in `state.results`; the camera is off.
 * - `blocked`: there is no camera, for `state.reason`. The way on is `useFile()`, or `start()` once more.
 */
export type Phase = 'idle' | 'starting' | 'live' | 'capturing' | 'review' | 'preparing' | 'done' | 'blocked';

/**
 * The ladder, from the top. `live`: guidance on the video. `tap`: video without guidance, for slow devices. `native`:
 * the device's own camera app through a file input. `file`: any picture. In phase `live` a lower rung is an offer, and
 * the video and the shutter go on working. `phone` stands on no ladder: it says how a photo that was handed over was taken.
 */
export type Rung = 'live' | 'tap' | 'native' | 'file' | 'phone';

/** Why a lower rung is in use. */
export type StepDownReason =
  | 'permission_denied'
  | 'permission_dismissed'
  | 'policy_blocked'
  | 'insecure_context'
  | 'no_camera'
  | 'camera_in_use'
  | 'camera_ended'
  | 'camera_timeout'
  | 'in_app_browser'
  | 'unsupported'
  | 'slow_device'
  | 'analysis_failed'
  | 'failed_tries';

/**
 * `SAME_SIDE`: this looks like the side that was photographed before; turn the document over. `WRONG_SIDE`: the front is
 * asked for, and this is the back of a card. `MRZ_UNREADABLE`: the MRZ that was asked for cannot be read.
 */
export type Warning = Hint | 'SAME_SIDE' | 'WRONG_SIDE' | 'MRZ_UNREADABLE';

/**
 * The one thing to tell the person now. `HOLD_STILL`: everything is right, a photo is about to be taken. `PUT_DOWN`: it was
 * said for two seconds, and the scene is not still yet: what helps is to rest the elbows or to lay the document down.
 * `UNCERTAIN`: little speaks for the front of an identity document; the shutter is shown, and no photo is taken by itself.
 */
export type Guidance = Warning | 'HOLD_STILL' | 'PUT_DOWN' | 'UNCERTAIN';

/** A way on the screen, as the person sees it. */
export type Direction = 'left' | 'right' | 'top' | 'bottom';

/** A camera that can be switched to. Browsers name cameras only after the permission was given. */
export interface CameraChoice {
  readonly deviceId: string;
  readonly label: string;
}

/** What the camera was found to deliver. */
export interface CameraFacts {
  readonly deviceId: string;
  readonly label: string;
  /** Size of the video as it is shown, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Whether it looks at the person, so that its picture is better shown mirrored. */
  readonly facesUser: boolean;
}

/** How the person sees the video. All lengths are in pixels of the video. */
export interface VideoView {
  /** The part that is in sight. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The frame that the person is asked to fill with the document. */
  readonly guide: { readonly width: number; readonly height: number };
}

/** What the zoom can do and where it stands, in the camera's own unit. */
export interface ZoomRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
}

/** A picture that waits for a decision. */
export interface Review {
  /** An object URL of the picture, upright in an `<img>`; revoked when the review ends. */
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly analysis: ImageAnalysis;
  /** Whether the photo was measured. Where the engine cannot be had it was not: there are no warnings then. */
  readonly measured: boolean;
  /** What is wrong with the picture. Empty with strictness `off`. */
  readonly warnings: readonly Warning[];
  /** How many more flawed pictures of this side will be refused. */
  readonly warningsLeft: number;
  /** Whether `accept()` takes it: there is no warning, or the person was warned often enough. */
  readonly acceptable: boolean;
  /** The corners found or set, in pixels of the picture; the result is cut to them where `crop` asks for it. */
  readonly corners: Quad | null;
  /** How the picture was taken. */
  readonly rung: Rung;
}

/** What is known about a picture besides its pixels, for the server that gets it. */
export interface CaptureReport extends ImageAnalysis {
  /**
   * Whether the photo was measured. Where the engine cannot be had, the browser makes the file, uncut and within the
   * limits of every vendor, and every measure is 0.
   */
  readonly measured: boolean;
  /** What was wrong with the picture when it was accepted. */
  readonly warnings: readonly Warning[];
  /** Whether it was let pass in spite of warnings. */
  readonly overridden: boolean;
  /** How the picture was taken. */
  readonly rung: Rung;
  readonly strictness: Strictness;
}

/** One side, ready for `client.VENDOR.*`. */
export interface SideResult {
  readonly side: Side;
  readonly image: PreparedImage;
  readonly report: CaptureReport;
  /**
   * The MRZ as it was read in the photo, whose pixels its `quad` counts, before the result was cut or made smaller; `null`
   * where its check digits do not hold or there is none. Absent where none was asked for on this side.
   */
  readonly mrz?: MrzReading | null;
}

/** Everything there is to show. A new object for every change; what did not change is the same object as before. */
export interface CaptureState {
  readonly phase: Phase;
  readonly rung: Rung;
  /** Why a rung below `live` is in use; nothing on `live`. */
  readonly reason?: StepDownReason;
  /** The side to photograph now; in phase `done` the last one. */
  readonly side: Side;
  /** The number of that side, from 0. */
  readonly step: number;
  readonly steps: number;
  /** What the browser last said about the camera; nothing where it does not say. */
  readonly permission?: PermissionState;
  /** What to tell the person; nothing outside phase `live`. */
  readonly hint?: Guidance;
  /**
   * Where to move the document for `OUT_OF_FRAME`, and which of its edges to tilt away for `TILTED`, as the person sees it:
   * mirrored where `camera.facesUser`. Nothing where there is none to tell.
   */
  readonly direction?: Direction;
  /** The document in the video, in pixels of `camera.width` x `camera.height`. */
  readonly corners?: Quad;
  /** Whether to show the shutter. `shoot()` works in phase `live` whether or not it is shown. */
  readonly shutter: boolean;
  /** Whether pictures are taken by themselves now. */
  readonly auto: boolean;
  /** Whether the lamp is on; nothing where there is no lamp. */
  readonly torch?: boolean;
  /** Nothing where the camera has no zoom. */
  readonly zoom?: ZoomRange;
  readonly camera?: CameraFacts;
  /** The cameras to choose from, the current one among them. */
  readonly cameras: readonly CameraChoice[];
  /** How the photo is being taken or read, or was the last time; nothing before the first one. */
  readonly taking?: Rung;
  readonly review?: Review;
  readonly results: readonly SideResult[];
  /** What went wrong with the last picture. Nothing else is lost by it; the next action clears it. */
  readonly error?: IdSnapError;
}

/** What each event carries in `detail`. */
export interface CaptureEvents {
  /** `state` is another object. */
  statechange: CaptureState;
  /** The video runs for the first time after a start. */
  ready: CameraFacts;
  /** `state.hint` or `state.direction` is another one; `undefined` when there is no hint. */
  hint: Guidance | undefined;
  /** A side was accepted and prepared. The last one makes `results` complete. */
  captured: { readonly result: SideResult; readonly results: readonly SideResult[]; readonly complete: boolean };
  /** `state.error` was set. */
  error: IdSnapError;
  /** `cancel()` was called. */
  cancel: undefined;
}

/**
 * A capture without a user interface. Methods called in a phase where they mean nothing do nothing. No promise of a
 * method rejects for what the camera, the person or a picture does: that is told by `state`.
 */
export interface Capture extends EventTarget {
  readonly state: CaptureState;
  /**
   * Opens the camera and shows it in `video`. Also the way to try again from phase `blocked`. Rejects with `invalid_field` where
   * `video` is none, and with `engine_unavailable` where there is no page, as in Node.
   */
  start(video: HTMLVideoElement): Promise<void>;
  /** Turns the camera and its lamp off. Results and a review stay; `start()` goes on from there. */
  stop(): void;
  /** Ends everything for good: camera, timers, listeners, object URLs. */
  dispose(): void;
  /** Ends the capture as the person's decision: forgets results and draft, fires `cancel`. */
  cancel(): void;
  /** Takes a picture now. */
  shoot(): Promise<void>;
  /**
   * Uses a file in place of the camera: from the device's camera app, from a file input, a drop, the clipboard, or from a
   * phone, where the person has reviewed it: with rung `phone` it is acceptable in spite of warnings.
   */
  useFile(file: Blob, rung?: 'native' | 'file' | 'phone'): Promise<void>;
  /** Takes the reviewed picture and goes on to the next side. */
  accept(): Promise<void>;
  /** Drops the reviewed picture and goes back to the camera or the file input. */
  retake(): void;
  /** Sets the corners of the reviewed picture. */
  setCorners(corners: Quad): void;
  /**
   * Tells how the person sees the video, so that the document is judged in the frame that the person is asked to fill.
   * Without it the document is judged in the whole video. Call it again whenever the layout changes.
   */
  setView(view: VideoView | undefined): void;
  setTorch(on: boolean): Promise<void>;
  /** Sets the zoom, brought within its range. */
  setZoom(value: number): Promise<void>;
  /** Changes to a camera, or to the next one, and remembers it on this device. */
  switchCamera(deviceId?: string): Promise<void>;
  addEventListener<N extends keyof CaptureEvents>(
    type: N,
    listener: (event: CustomEvent<CaptureEvents[N]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<N extends keyof CaptureEvents>(
    type: N,
    listener: (event: CustomEvent<CaptureEvents[N]>) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

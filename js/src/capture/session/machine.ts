import type { Quad } from '../analysis.js';
import type { CameraHappenings } from '../camera/live.js';
import type { PrepareOptions } from '../../images/prepare.js';
import type { PreparedImage } from '../../images/prepared.js';
import type { DraftContent } from '../draft/draft.js';
import type { GuidanceHappenings } from '../guidance/guide.js';
import type { Happening } from '../happening.js';
import type { Snapshot } from '../platform/platform.js';
import type { Print } from '../sides/same-side.js';
import type { CaptureEvents, CaptureState, MrzDemand, Rung, Side, StepDownReason, VideoView } from '../types.js';
import type { Reviewed } from './review.js';
import type { Settings } from './settings.js';
import { FIRST_TRY } from './tries.js';
import type { Tries } from './tries.js';

/** The camera at the moment of an event. */
export type CameraNow = 'none' | 'dead' | 'alive';

/** Everything that is true of a capture: what it tells, and what it has to remember besides. */
export interface Machine {
  readonly settings: Settings;
  /** What everybody sees. */
  readonly state: CaptureState;
  /** Whether it was disposed of: then nothing happens any more. */
  readonly isClosed: boolean;
  /** The number of the last start or stop; a start with a lower number is stale. */
  readonly start: number;
  /** The number of the last photo or preparation; what comes back with a lower number is stale. */
  readonly job: number;
  /** The camera as it is now: a track may die without telling, so it is looked at before every event. */
  readonly cameraNow: CameraNow;
  /** Where the camera is shown, or will be. */
  readonly video: HTMLVideoElement | undefined;
  /** The rung without a camera. */
  readonly lowest: Rung;
  readonly tries: Tries;
  /** Why there is no camera. */
  readonly blocked: StepDownReason | undefined;
  /** Why there is no guidance. */
  readonly tap: StepDownReason | undefined;
  /** The photo under review. */
  readonly reviewed: Reviewed | undefined;
  /** The prints of the sides in `state.results`. */
  readonly prints: readonly (Print | undefined)[];
}

/** What can happen to a capture. */
export interface Happenings extends CameraHappenings, GuidanceHappenings {
  // What the page or the person does.
  start(video: HTMLVideoElement): void;
  shoot(): void;
  useFile(file: Blob, rung: Rung): void;
  accept(): void;
  retake(): void;
  setCorners(corners: Quad): void;
  setView(view: VideoView | undefined): void;
  setTorch(on: boolean): void;
  setZoom(value: number): void;
  switchCamera(deviceId: string | undefined): void;
  stop(): void;
  cancel(): void;
  dispose(): void;
  /** The draft was read. */
  restored(content: DraftContent): void;
  /** A start is due, after the draft was read. */
  begin(start: number, video: HTMLVideoElement, lowest: Rung): void;
  /** The time is over after which the shutter is offered. */
  late(): void;
  /** A photo was taken or read; without one there was nothing to take. `url` is its object URL. */
  taken(job: number, photo: { readonly reviewed: Reviewed; readonly url: string } | undefined): void;
  prepared(job: number, image: PreparedImage): void;
  /** A photo could not be taken, read or prepared. */
  failed(job: number, cause: unknown): void;
}

/** One thing that happens. */
export type Event = Happening<Happenings>;

/** What a capture does in the world. A promise settles when it is done. */
export interface Deeds {
  /** Waits for the draft, then says that the start is due. */
  begin(start: number, video: HTMLVideoElement): Promise<void>;
  /** Opens a camera, and loads ahead what will be needed. */
  open(video: HTMLVideoElement, deviceId: string | undefined): Promise<void>;
  /** Shows the camera in this video from the next opening on. */
  moveTo(video: HTMLVideoElement | undefined): void;
  closeCamera(): void;
  /** Finds out whether the camera still shows something, and replaces it if not. */
  checkCamera(): Promise<void>;
  setView(view: VideoView | undefined): void;
  setTorch(on: boolean): Promise<void>;
  setZoom(value: number): Promise<void>;
  rememberLens(deviceId: string): void;
  /** Looks for a steady and clear scene of a side, which is not the one with this print, and for its MRZ. */
  watch(video: HTMLVideoElement, before: Print | undefined, side: Side, mrz?: MrzDemand): void;
  unwatch(): void;
  /** Waits until the shutter is due. */
  wait(): void;
  stopWaiting(): void;
  /** Reads the file, or else takes a photo, which is the snapshot where there is one. */
  take(job: number, rung: Rung, prints: Machine['prints'], source: Source): Promise<void>;
  prepare(job: number, file: Blob, options: PrepareOptions): Promise<void>;
  giveBack(snapshot: Snapshot): void;
  revoke(url: string): void;
  /** Brings the draft up to this content, or to nothing. */
  save(content: DraftContent | undefined): Promise<void>;
  /** Ends what listens and what is kept. */
  end(): Promise<void>;
  tell<K extends keyof CaptureEvents>(name: K, detail: CaptureEvents[K]): void;
}

/** Where a photo comes from. */
export interface Source {
  readonly file?: Blob | undefined;
  readonly snapshot?: Snapshot | undefined;
  /** Whether its MRZ is read as well. */
  readonly withMrz?: boolean;
}

/** One thing to do. What tells comes last, so that all the rest is begun before anybody hears of it. */
export type Effect = Happening<Deeds>;

/** What an event makes of a capture, and what there is to do. */
export type Step = readonly [Machine, readonly Effect[]];

/** A capture before anything was started. */
export function initialMachine(settings: Settings): Machine {
  const { sides, auto } = settings;
  const state: CaptureState = {
    phase: 'idle',
    rung: 'live',
    side: sides[0] ?? 'front',
    step: 0,
    steps: sides.length,
    shutter: !auto,
    auto,
    cameras: [],
    results: [],
  };
  return {
    ...{ settings, state: Object.freeze(state), isClosed: false, start: 0, job: 0, lowest: 'file', tries: FIRST_TRY },
    ...{ cameraNow: 'none', video: undefined, blocked: undefined, tap: undefined, reviewed: undefined, prints: [] },
  };
}

/** Changes of the state; `undefined` takes a key away. */
export type Patch = { readonly [Key in keyof CaptureState]?: CaptureState[Key] | undefined };

/** The state with the changes; the same object where nothing changes. */
export function patched(state: CaptureState, patch: Patch): CaptureState {
  const keys = Object.keys(patch) as (keyof CaptureState)[];
  if (keys.every((key) => patch[key] === state[key])) return state;
  const entries = Object.entries({ ...state, ...patch }).filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(entries) as unknown as CaptureState);
}

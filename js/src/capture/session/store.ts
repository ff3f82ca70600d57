import type { Settings } from './settings.js';
import type { CaptureEvents, CaptureState } from '../types.js';

/** Changes of the state; `undefined` takes a key away. */
export type Patch = { readonly [Key in keyof CaptureState]?: CaptureState[Key] | undefined };

/** What is gone when the video is not looked at. */
export const UNSEEN: Patch = { hint: undefined, corners: undefined };

/** What is gone with the camera. */
export const NO_CAMERA: Patch = { ...UNSEEN, camera: undefined, torch: undefined, zoom: undefined };

/** The state before anything was started. */
export const initialState = ({ sides, auto }: Settings): CaptureState => ({
  phase: 'idle',
  rung: 'live',
  side: sides[0] ?? 'front',
  step: 0,
  steps: sides.length,
  shutter: !auto,
  auto,
  cameras: [],
  results: [],
});

/** Holds the state and tells of its changes. */
export class Store extends EventTarget {
  #state: CaptureState;
  #isClosed = false;

  constructor(state: CaptureState) {
    super();
    this.#state = Object.freeze(state);
  }

  get state(): CaptureState {
    return this.#state;
  }

  /** Whether there will be no change any more. */
  protected get isClosed(): boolean {
    return this.#isClosed;
  }

  protected close(): void {
    this.#isClosed = true;
  }

  protected set(patch: Patch): void {
    const before = this.#state;
    const keys = Object.keys(patch) as (keyof CaptureState)[];
    if (this.#isClosed || keys.every((key) => patch[key] === before[key])) return;
    const entries = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== undefined);
    const state = Object.freeze(Object.fromEntries(entries) as unknown as CaptureState);
    this.#state = state;
    this.fire('statechange', state);
    if (before.hint !== state.hint) this.fire('hint', state.hint);
  }

  protected fire<Name extends keyof CaptureEvents>(name: Name, detail: CaptureEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

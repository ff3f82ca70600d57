// A machine in every phase, as a capture comes to it, and one event of each kind.
import type { Snapshot } from '../../src/capture/platform/platform.js';
import { initialMachine } from '../../src/capture/session/machine.js';
import type { Effect, Event, Happenings, Machine, Step } from '../../src/capture/session/machine.js';
import type { Reviewed } from '../../src/capture/session/review.js';
import { settingsOf } from '../../src/capture/session/settings.js';
import { transition } from '../../src/capture/session/transition.js';
import type { CaptureOptions, CaptureState, Phase, Review } from '../../src/capture/types.js';
import { preparedImage } from '../../src/images/prepared.js';
import { analysis } from './support.js';

/** What stands for objects that the machine only hands on. */
const thing = (name: string): never => ({ name }) as never;

export const VIDEO: HTMLVideoElement = thing('video');
export const SNAPSHOT: Snapshot = thing('snapshot');
export const FILE = new Blob(['photo']);
const CAMERA = { deviceId: 'back', label: '', width: 1280, height: 720, facesUser: false };
const VIEW = { camera: CAMERA, torch: false, zoom: undefined };
const CORNERS = analysis().corners;

export const REVIEWED: Reviewed = {
  file: FILE,
  analysis: analysis(),
  measured: true,
  print: [1, 0],
  isRepeated: false,
  rung: 'live',
};
export const REVIEW: Review = {
  ...{ url: 'blob:1', width: 1280, height: 720, analysis: REVIEWED.analysis, corners: CORNERS },
  ...{ warnings: [], warningsLeft: 2, acceptable: true, measured: true, rung: 'live' },
};

const facts = { width: 1280, height: 720, mimeType: 'image/jpeg', byteLength: 1, base64Length: 4, quality: 90 };
const source = { width: 1280, height: 720, mimeType: 'image/png', byteLength: 9, orientation: 1 };
const rest = { path: 'encoded', sha256: '00', source, notes: [], bytes: new Uint8Array(1) };
export const IMAGE = preparedImage({ ...facts, ...rest } as Parameters<typeof preparedImage>[0]);

/** What differs from the first moment, by phase. */
const PHASES: Readonly<Record<Phase, Partial<Omit<Machine, 'state'>> & { readonly state?: Partial<CaptureState> }>> = {
  idle: { cameraNow: 'none', video: undefined },
  starting: { cameraNow: 'none' },
  live: { state: { camera: CAMERA, torch: false } },
  capturing: { state: { camera: CAMERA, torch: false }, job: 1 },
  review: { state: { camera: CAMERA, torch: false, review: REVIEW }, job: 1, reviewed: REVIEWED },
  preparing: { state: { camera: CAMERA, torch: false, review: REVIEW }, job: 1, reviewed: REVIEWED },
  done: { cameraNow: 'none', state: { results: [{ side: 'front', image: IMAGE, report: thing('report') }] } },
  blocked: { cameraNow: 'none', blocked: 'no_camera', state: { rung: 'native', reason: 'no_camera' } },
};

/** A machine of this phase, with changes. */
export function machineIn(phase: Phase, changes: Partial<Machine> = {}, options: CaptureOptions = {}): Machine {
  const first = initialMachine(settingsOf(options));
  const { state, ...given } = PHASES[phase];
  const started = { video: VIDEO, lowest: 'native', cameraNow: 'alive' } as const;
  const cameras = [CAMERA, { deviceId: 'other', label: '' }];
  return { ...first, ...started, ...given, state: { ...first.state, cameras, phase, ...state }, ...changes };
}

/** One event of each kind, as it comes when nothing is stale. */
export const EVENTS: { readonly [K in keyof Happenings]: Parameters<Happenings[K]> } = {
  start: [VIDEO],
  begin: [0, VIDEO, 'native'],
  restored: [{ results: [], prints: [], review: { file: FILE, rung: 'native' } }],
  shoot: [],
  useFile: [FILE, 'file'],
  taken: [1, { reviewed: REVIEWED, url: 'blob:2' }],
  failed: [1, new Error('no')],
  accept: [],
  prepared: [1, IMAGE],
  retake: [],
  setCorners: [CORNERS ?? thing('corners')],
  setView: [undefined],
  setTorch: [true],
  setZoom: [2],
  switchCamera: [undefined],
  running: [VIEW],
  seen: [VIEW],
  paused: [],
  blocked: ['camera_ended'],
  permission: ['granted'],
  plugged: [],
  cameras: [[CAMERA]],
  guidance: ['BLUR', CORNERS ?? undefined],
  best: [SNAPSHOT],
  stalled: [],
  slow: [],
  unguided: [new Error('no')],
  late: [],
  stop: [],
  cancel: [],
  dispose: [],
};

/** What the event of this name makes of a machine. */
export const after = (machine: Machine, name: keyof Happenings, given: readonly unknown[] = EVENTS[name]): Step =>
  transition(machine, [name, ...given] as unknown as Event);

/** A step in words: the phase if it is another, what else is remembered anew, and what is to be done. */
export function described(before: Machine, [machine, effects]: Step): string {
  const { phase } = machine.state;
  const names = Object.keys(machine) as (keyof Machine)[];
  const anew = names.filter((name) => name !== 'state' && machine[name] !== before[name]);
  const nameOf = ([name, detail]: Effect): string => (name === 'tell' ? `tell:${detail}` : name);
  return [
    phase === before.state.phase ? '' : `→ ${phase}`,
    anew.length > 0 ? `[${anew.join(' ')}]` : '',
    effects.map(nameOf).join(' '),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

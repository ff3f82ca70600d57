import type { IdSnapError } from '../../errors.js';
import type { Capture, CaptureState, DocumentSize, HandoverSettings, Side, StepDownReason } from '../types.js';
import type { CloseUp } from './close-up.js';
import type { LiveView } from './live-view.js';
import type { CaptureStrings, Texts } from './strings.js';

/** What the element gives for every state. */
export interface Given {
  readonly capture: Capture;
  readonly strings: Texts;
  readonly document: DocumentSize;
  /** Whether the result is cropped to the corners, so that it is worth the person's while to set them. */
  readonly crops: boolean;
  /** How it is told besides the screen that a photo was taken. */
  readonly feedback: string;
  /** Where a phone may hand its photos over; nothing where that is not offered. */
  readonly handover?: HandoverSettings | string | undefined;
}

/** Code that came since, and where the person is in the corner editor. */
export interface Editing {
  /** Shows the reviewed photo; nothing until its code is there. */
  readonly CloseUp?: typeof CloseUp | undefined;
  /** Shows the camera; nothing until its code is there. */
  readonly LiveView?: typeof LiveView | undefined;
  readonly isEditing: boolean;
  /** Whether code that was asked for could not be loaded. */
  readonly isIncomplete: boolean;
}

/** The parts of the state that the structure depends on. What moves from frame to frame is none of them. */
const STRUCTURAL = [
  ...(['phase', 'rung', 'reason', 'side', 'step', 'steps', 'shutter', 'torch', 'taking'] as const),
  ...(['review', 'results', 'error'] as const),
] satisfies (keyof CaptureState)[];

/** Everything the structure of the view is built from. It is built anew when one of these is another. */
export interface ViewModel extends Given, Editing, Pick<CaptureState, (typeof STRUCTURAL)[number]> {
  readonly screen: Screen;
  readonly hasOtherCameras: boolean;
}

/** The model of what the element gives. */
export function modelOf(given: Given, editing: Editing): ViewModel {
  const { state } = given.capture;
  const structure = Object.fromEntries(STRUCTURAL.map((name) => [name, state[name]])) as unknown as CaptureState;
  const screen = screenOf(state);
  const isReady = screen !== 'live' || editing.LiveView !== undefined;
  return {
    ...structure,
    ...given,
    ...editing,
    screen: isReady ? screen : 'busy',
    hasOtherCameras: state.cameras.length > 1,
  };
}

/** Whether two models make the same structure. */
export const isSameModel = (one: ViewModel, other: ViewModel | undefined): boolean =>
  (Object.keys(one) as (keyof ViewModel)[]).every((name) => one[name] === other?.[name]);

/** What fills the element. */
export type Screen = 'intro' | 'busy' | 'live' | 'choice' | 'review' | 'done';

/** What the frame says besides the hint: looking for the document, asking for a change, all is well. */
export type Tone = 'search' | 'adjust' | 'good';

/** Width by height of the documents of ISO/IEC 7810; anything is framed like a passport page. */
const RATIOS = { id1: 85.6 / 53.98, id2: 105 / 74, id3: 125 / 88, any: 125 / 88 };

/** These stay until the page or the device is another; with every other reason a new attempt can help. */
const LASTING: readonly unknown[] = ['policy_blocked', 'insecure_context', 'unsupported'] satisfies StepDownReason[];

/** The errors of a file that a smaller one does not have. */
const TOO_LARGE: readonly string[] = ['too_many_pixels', 'over_budget'] satisfies IdSnapError['code'][];

/** The screens by phase; `idle` has another one once there is a reason. */
const SCREENS = {
  idle: 'intro',
  starting: 'busy',
  capturing: 'busy',
  preparing: 'busy',
  blocked: 'choice',
  live: 'live',
  review: 'review',
  done: 'done',
} as const;

/** The screen of a state. */
export const screenOf = ({ phase, reason }: CaptureState): Screen =>
  phase === 'idle' && reason ? 'choice' : SCREENS[phase];

/** Width divided by height of the frame. */
export const ratioOf = (document: DocumentSize): number => RATIOS[document];

/** The name of a side. */
export function sideText(side: Side, document: DocumentSize, strings: Texts): string | undefined {
  return document === 'id3' && side === 'front' ? strings.side_page : strings[`side_${side}`];
}

/** Which step this is. */
export const stepText = ({ step, steps }: Pick<CaptureState, 'step' | 'steps'>, strings: Texts): string | undefined =>
  strings.step?.replace('{step}', String(step + 1)).replace('{steps}', String(steps));

/** The one line that tells what to do in front of the camera: before anything was seen, what comes next. */
export function hintText({ hint, direction, step }: CaptureState, strings: Texts): string | undefined {
  const towards = strings[`hint_${hint}_${direction}` as keyof CaptureStrings];
  if (towards) return towards;
  return strings[`hint_${hint ?? (step > 0 ? 'SAME_SIDE' : 'NO_DOCUMENT')}`];
}

/** What the frame says. */
export function toneOf({ hint, corners }: CaptureState): Tone {
  if (hint === 'HOLD_STILL' || hint === 'PUT_DOWN') return 'good';
  return corners === undefined && (hint === undefined || hint === 'NO_DOCUMENT') ? 'search' : 'adjust';
}

/** What is being done, for the person who waits. */
export function busyText(
  { phase, taking }: Pick<CaptureState, 'phase' | 'taking'>,
  strings: Texts,
): string | undefined {
  if (phase === 'starting' || phase === 'live') return strings.starting;
  return phase === 'capturing' && (taking === 'live' || taking === 'tap') ? strings.capturing : strings.checking;
}

/** Why there is less help than there could be. */
export const reasonText = (reason: StepDownReason, strings: Texts): string | undefined =>
  strings[`reason_${reason === 'analysis_failed' ? 'slow_device' : reason}`];

/** What went wrong last, in the person's language. */
export function errorText({ error, strings, isIncomplete }: ErrorModel): string | undefined {
  if (error?.category !== 'image') return error || isIncomplete ? strings.error_other : undefined;
  // The format that an iPhone can be told not to use.
  if (error.code === 'unsupported_format' && error.format === 'HEIC') return strings.error_heic;
  return TOO_LARGE.includes(error.code) ? strings.error_large : strings.error_file;
}

type ErrorModel = Pick<ViewModel, 'error' | 'strings' | 'isIncomplete'>;

/** Whether it makes sense to set the corners of the reviewed photo by hand. */
export const canSetCorners = ({ review, crops }: Pick<ViewModel, 'review' | 'crops'>): boolean =>
  crops || review?.warnings.includes('NO_DOCUMENT') === true;

/** Whether asking for the camera again can help. */
export const canRetry = (reason: StepDownReason): boolean => !LASTING.includes(reason);

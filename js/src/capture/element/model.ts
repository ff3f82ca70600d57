import type { IdSnapError } from '../../errors.js';
import type { CaptureState, DocumentSize, Side, StepDownReason } from '../types.js';
import type { CaptureStrings } from './strings.js';
import { fill } from './strings.js';

/** What fills the element. */
export type Screen = 'intro' | 'busy' | 'live' | 'choice' | 'review' | 'done';

/** What the frame says besides the hint: looking for the document, asking for a change, all is well. */
export type Tone = 'search' | 'adjust' | 'good';

/** Width by height of the documents of ISO/IEC 7810; anything is framed like a passport page. */
const RATIOS = { id1: 85.6 / 53.98, id2: 105 / 74, id3: 125 / 88, any: 125 / 88 };

/** A new attempt can help with these. The others stay until the page or the device is another. */
const RETRYABLE = [
  'permission_denied',
  'permission_dismissed',
  'no_camera',
  'camera_in_use',
  'camera_ended',
  'camera_timeout',
  'in_app_browser',
  'failed_tries',
] as const;

/** The keys of the texts for errors of a file; every other error has a general one. */
const FILE_ERRORS: Partial<Record<IdSnapError['code'], keyof CaptureStrings>> = {
  not_an_image: 'error_file',
  unsupported_format: 'error_file',
  empty_image: 'error_file',
  damaged_image: 'error_file',
  source_unreadable: 'error_file',
  too_many_pixels: 'error_large',
  over_budget: 'error_large',
};

/** The screen of a state. */
export function screenOf({ phase, reason }: CaptureState): Screen {
  switch (phase) {
    case 'idle':
      return reason ? 'choice' : 'intro';
    case 'starting':
    case 'capturing':
    case 'preparing':
      return 'busy';
    case 'blocked':
      return 'choice';
    case 'live':
    case 'review':
    case 'done':
      return phase;
  }
}

/** Width divided by height of the frame. */
export const ratioOf = (document: DocumentSize): number => RATIOS[document];

/** The name of a side. */
export function sideText(side: Side, document: DocumentSize, strings: CaptureStrings): string {
  return document === 'id3' && side === 'front' ? strings.side_page : strings[`side_${side}`];
}

/** Which step this is. */
export const stepText = ({ step, steps }: CaptureState, strings: CaptureStrings): string =>
  fill(strings.step, { step: step + 1, steps });

/** The one line that tells what to do in front of the camera. */
export function hintText({ hint }: CaptureState, strings: CaptureStrings): string {
  return strings[`hint_${hint ?? 'NO_DOCUMENT'}`];
}

/** What the frame says. */
export function toneOf({ hint, corners }: CaptureState): Tone {
  if (hint === 'HOLD_STILL') return 'good';
  return corners === undefined && (hint === undefined || hint === 'NO_DOCUMENT') ? 'search' : 'adjust';
}

/** What is being done, for the person who waits. */
export function busyText({ phase, rung }: CaptureState, strings: CaptureStrings): string {
  if (phase === 'starting') return strings.starting;
  return phase === 'preparing' || rung === 'native' || rung === 'file' ? strings.checking : strings.capturing;
}

/** Why there is less help than there could be. */
export const reasonText = (reason: StepDownReason, strings: CaptureStrings): string =>
  strings[`reason_${reason === 'analysis_failed' ? 'slow_device' : reason}`];

/** What went wrong with the last picture, in the person's language. */
export function errorText({ error }: CaptureState, strings: CaptureStrings): string {
  return error ? strings[FILE_ERRORS[error.code] ?? 'error_other'] : '';
}

/** Whether asking for the camera again can help. */
export function canRetry({ reason }: CaptureState): boolean {
  return reason !== undefined && (RETRYABLE as readonly string[]).includes(reason);
}

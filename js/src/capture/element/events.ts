import type { IdSnapError } from '../../errors.js';
import type { CameraFacts, CaptureEvents, Guidance, StepDownReason } from '../types.js';

/** What each event of `<id-capture>` carries in `detail`. */
export interface IdCaptureEvents {
  /** The camera runs. */
  'id-capture:ready': CameraFacts;
  /** Another hint is shown: its code, nothing when there is none, and its text. */
  'id-capture:hint': { readonly hint: Guidance | undefined; readonly text: string };
  /** A side was accepted and prepared. With the last one, `complete` is true and `results` has every side. */
  'id-capture:captured': CaptureEvents['captured'];
  /** A picture could not be used (`error`), or there is no camera (`reason`). The person was told a way on. */
  'id-capture:error': { readonly error?: IdSnapError; readonly reason?: StepDownReason };
  /** The person closed the element. Results were dropped and the camera is off. */
  'id-capture:cancel': undefined;
}

type Name = keyof IdCaptureEvents;

/** The name without a colon, which the templates of some frameworks do not take. */
type Plain<N extends Name> = N extends `id-capture:${infer Rest}` ? `id-capture-${Rest}` : never;

/** The events as listeners get them: each is told by both of its names, first with the colon. */
export type IdCaptureEventMap = { [N in Name]: CustomEvent<IdCaptureEvents[N]> } & {
  [N in Name as Plain<N>]: CustomEvent<IdCaptureEvents[N]>;
};

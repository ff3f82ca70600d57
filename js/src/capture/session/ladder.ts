import type { PageFacts } from '../platform/platform.js';
import type { Rung } from '../types.js';
import type { Machine, Patch } from './machine.js';

/** From this many photos taken again on, the person gets the shutter. */
const TRIES_BEFORE_SHUTTER = 2;

/** The rung with a working camera, and what the person gets there. */
export function rungOf({ settings, tries, tap, lowest }: Machine): Patch {
  const { auto, fallbackAfterTries } = settings;
  const hasFailed = tries.retakes >= fallbackAfterTries;
  const isTired = tries.isLate || tries.retakes >= TRIES_BEFORE_SHUTTER;
  return {
    rung: hasFailed ? lowest : tap ? 'tap' : 'live',
    reason: hasFailed ? 'failed_tries' : tap,
    auto: auto && !tap,
    shutter: !auto || tap !== undefined || hasFailed || isTired,
  };
}

/** The rung without a camera: the camera app where there is one. */
export const lowestRung = ({ touch }: PageFacts): Rung => (touch ? 'native' : 'file');

import type { Settings } from './settings.js';
import type { Patch } from './store.js';
import type { Rung, StepDownReason, Warning } from '../types.js';

/** From this many pictures taken again on, the person gets the shutter. */
const TRIES_BEFORE_SHUTTER = 2;

/** What the person has been through on one side. */
export class Attempts {
  readonly #settings: Settings;
  #warned = 0;
  /** How many pictures were taken again. */
  retakes = 0;
  /** Whether the time is over after which the shutter is offered. */
  isLate = false;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Judges a picture: the first flawed ones are refused, then all are let pass. */
  judge(warnings: readonly Warning[]): { acceptable: boolean; warningsLeft: number } {
    const { maxWarnings } = this.#settings;
    const acceptable = warnings.length === 0 || this.#warned >= maxWarnings;
    if (!acceptable) this.#warned += 1;
    return { acceptable, warningsLeft: Math.max(0, maxWarnings - this.#warned) };
  }

  /** The rung with a working camera. `tap` says why there is no guidance, `lowest` is the way without a camera. */
  rung(tap: StepDownReason | undefined, lowest: Rung): Patch {
    const { auto, fallbackAfterTries } = this.#settings;
    const hasFailed = this.retakes >= fallbackAfterTries;
    const isTired = this.isLate || this.retakes >= TRIES_BEFORE_SHUTTER;
    return {
      rung: hasFailed ? lowest : tap ? 'tap' : 'live',
      reason: hasFailed ? 'failed_tries' : tap,
      auto: auto && !tap,
      shutter: !auto || tap !== undefined || hasFailed || isTired,
    };
  }
}

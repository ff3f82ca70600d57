import type { Warning } from '../types.js';

/** What the person has been through on one side. */
export interface Tries {
  /** How many flawed photos were refused. */
  readonly warned: number;
  /** How many photos were taken again. */
  readonly retakes: number;
  /** Whether the time is over after which the shutter is offered. */
  readonly isLate: boolean;
}

/** Before the first photo of a side. */
export const FIRST_TRY: Tries = { warned: 0, retakes: 0, isLate: false };

/** Judges a photo: the first flawed ones are refused, then all are let pass. */
export function judge(tries: Tries, warnings: readonly Warning[], maxWarnings: number): Judged {
  const acceptable = warnings.length === 0 || tries.warned >= maxWarnings;
  const warned = tries.warned + (acceptable ? 0 : 1);
  return { tries: { ...tries, warned }, verdict: { acceptable, warningsLeft: Math.max(0, maxWarnings - warned) } };
}

interface Judged {
  readonly tries: Tries;
  readonly verdict: { readonly acceptable: boolean; readonly warningsLeft: number };
}

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

/** What is said of a photo and refuses none: whoever has the document at hand takes it again. */
export const ADVISORY: readonly Warning[] = ['SCREEN', 'PHOTOCOPY'];

/** Whether there is nothing to refuse a photo for. */
export const isFlawless = (warnings: readonly Warning[]): boolean =>
  warnings.every((warning) => ADVISORY.includes(warning));

/** Judges a photo: the first flawed ones are refused, then all are let pass. */
export function judge(tries: Tries, warnings: readonly Warning[], maxWarnings: number): Judged {
  const acceptable = isFlawless(warnings) || tries.warned >= maxWarnings;
  const warned = tries.warned + (acceptable ? 0 : 1);
  return { tries: { ...tries, warned }, verdict: { acceptable, warningsLeft: Math.max(0, maxWarnings - warned) } };
}

interface Judged {
  readonly tries: Tries;
  readonly verdict: { readonly acceptable: boolean; readonly warningsLeft: number };
}

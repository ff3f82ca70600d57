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

/** What whoever has filled the guide as far as was asked cannot be refused for: the camera gives no more. */
const NEARNESS: readonly Warning[] = ['TOO_FAR', 'LOW_RESOLUTION'];

/** So many photos are refused for their MRZ, where it is required; the third may be all that there is to be had. */
const MRZ_REFUSALS = 2;

/** Whether there is nothing to refuse a photo for, its MRZ apart. */
export const isFlawless = (warnings: readonly Warning[]): boolean =>
  warnings.every((warning) => warning === 'MRZ_UNREADABLE' || ADVISORY.includes(warning));

/** What a photo may be refused for. */
export const refusable = (warnings: readonly Warning[], isAuto = false): readonly Warning[] =>
  isAuto ? warnings.filter((warning) => !NEARNESS.includes(warning)) : warnings;

/** Judges a photo: the first flawed ones are refused, then all are let pass. `lacks` tells that a required MRZ is not read. */
export function judge(tries: Tries, warnings: readonly Warning[], maxWarnings: number, lacks = false): Judged {
  const flaws = isFlawless(warnings) ? 0 : maxWarnings;
  const refusals = lacks ? Math.max(MRZ_REFUSALS, flaws) : flaws;
  const acceptable = tries.warned >= refusals;
  const warned = tries.warned + (acceptable ? 0 : 1);
  const most = lacks ? refusals : maxWarnings;
  return { tries: { ...tries, warned }, verdict: { acceptable, warningsLeft: Math.max(0, most - warned) } };
}

interface Judged {
  readonly tries: Tries;
  readonly verdict: { readonly acceptable: boolean; readonly warningsLeft: number };
}

import type { Quad } from '../analysis.js';
import type { SideJudgement } from '../sides/sides.js';
import type { Settings } from './settings.js';
import type { Still } from '../still/image-files.js';
import { isProved, lacksMrz } from './mrz.js';
import { isFlawless } from './tries.js';
import type { CaptureReport, MrzDemand, Review, Rung, Side, Warning } from '../types.js';

/** A picture under review. */
export interface Reviewed extends Still, SideJudgement {
  /** How it was taken. */
  readonly rung: Rung;
  /** Whether it was taken by itself: then the document fills the guide as far as was asked. */
  readonly isAuto?: boolean;
}

/** What there is to warn of. */
export function warningsOf(reviewed: Reviewed, settings: Settings, side: Side): readonly Warning[] {
  const flaws = flawsOf(reviewed, settings, side);
  return reviewed.mrz && !isProved(reviewed.mrz) ? [...flaws, 'MRZ_UNREADABLE'] : flaws;
}

function flawsOf({ analysis, isRepeated }: Reviewed, { strictness }: Settings, side: Side): readonly Warning[] {
  if (strictness === 'off') return [];
  if (isRepeated) return ['SAME_SIDE', ...analysis.hints];
  return side === 'front' && analysis.isBack ? ['WRONG_SIDE', ...analysis.hints] : analysis.hints;
}

/** The review with the corners that the person has set: then there is a document. */
export function withCorners(review: Review, corners: Quad, demand: MrzDemand = 'off'): Review {
  const warnings = review.warnings.filter((warning) => warning !== 'NO_DOCUMENT');
  const isEnough = isFlawless(warnings) && !lacksMrz(demand, warnings);
  return { ...review, corners, warnings, acceptable: review.acceptable || isEnough };
}

/** What goes with the accepted picture. */
export const reportOf = (
  { analysis, measured, corners, warnings, rung }: Review,
  { strictness }: Settings,
): CaptureReport => ({
  ...analysis,
  measured,
  corners,
  warnings,
  overridden: warnings.length > 0,
  rung,
  strictness,
});

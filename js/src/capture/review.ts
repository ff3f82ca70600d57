import type { Quad } from './analysis.js';
import { isSameSide } from './same-side.js';
import type { Print } from './same-side.js';
import type { Settings } from './settings.js';
import type { Still } from './still.js';
import type { CaptureReport, Review, Rung, Warning } from './types.js';

/** A picture under review. */
export interface Reviewed extends Still {
  readonly print: Print | undefined;
  /** How it was taken. */
  readonly rung: Rung;
}

/** What there is to warn of; `before` are the prints of the other sides. */
export function warningsOf(
  { analysis, print }: Reviewed,
  before: readonly (Print | undefined)[],
  { strictness }: Settings,
): readonly Warning[] {
  if (strictness === 'off') return [];
  const repeats = print !== undefined && before.some((other) => other && isSameSide(other, print));
  return repeats ? ['SAME_SIDE', ...analysis.hints] : analysis.hints;
}

/** The review with the corners that the person has set: then there is a document. */
export function withCorners(review: Review, corners: Quad): Review {
  const warnings = review.warnings.filter((warning) => warning !== 'NO_DOCUMENT');
  return { ...review, corners, warnings, acceptable: review.acceptable || warnings.length === 0 };
}

/** What goes with the accepted picture. */
export const reportOf = ({ analysis, corners, warnings, rung }: Review, { strictness }: Settings): CaptureReport => ({
  ...analysis,
  corners,
  warnings,
  overridden: warnings.length > 0,
  rung,
  strictness,
});

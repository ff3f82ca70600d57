import type { Hint, ImageAnalysis, Point, Quad, WhiteField } from '../analysis.js';

/** The core measures a field's place on the document less this share of it at each side. */
const INSET = 0.02;
/** How far glare may reach beyond a field, as a share of the document: corners of a still are found a little elsewhere. */
const BEYOND = 0.03;

/** A place on the document as the still shows it; by straight lines, which is near enough for a document that is not tilted. */
function placed({ topLeft, topRight, bottomRight, bottomLeft }: Quad, u: number, v: number): Point {
  const along = (from: Point, to: Point, share: number): Point => ({
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
  });
  return along(along(topLeft, topRight, u), along(bottomLeft, bottomRight, u), v);
}

/** Whether all that glares lies in a field. */
function holds({ from, to }: WhiteField, corners: Quad, glare: Quad): boolean {
  const at = (share: number, beyond: number): number => INSET + (1 - 2 * INSET) * share + beyond;
  const [left, right] = [at(from.x, -BEYOND), at(to.x, BEYOND)];
  const ends = [at(from.y, -BEYOND), at(to.y, BEYOND)].flatMap((y) => [
    placed(corners, left, y),
    placed(corners, right, y),
  ]);
  const spans = (axis: 'x' | 'y'): boolean => {
    const places = ends.map((end) => end[axis]);
    return glare.topLeft[axis] >= Math.min(...places) && glare.bottomRight[axis] <= Math.max(...places);
  };
  return spans('x') && spans('y');
}

/** The analysis of a still, in which white that the frames before know as print is no glare. */
export function withoutPrint(analysis: ImageAnalysis, fields: readonly WhiteField[]): ImageAnalysis {
  const { corners, hints, issues } = analysis;
  const place = issues.find(({ hint }) => hint === 'GLARE')?.place;
  if (!corners || !place || !fields.some((field) => field.isPrinted && holds(field, corners, place))) return analysis;
  const isOther = (hint: Hint): boolean => hint !== 'GLARE';
  return { ...analysis, hints: hints.filter(isOther), issues: issues.filter(({ hint }) => isOther(hint)) };
}

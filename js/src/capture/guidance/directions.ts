import type { Point, Quad } from '../analysis.js';
import type { Direction, Guidance, VideoView } from '../types.js';

/** What is said, and which way. In one file, as the guide and what it says are more than one may hold. */
export { Patience } from './patience.js';

/** So much more of the document has to be out of sight on one side than on the other; else it is too near, not aside. */
const CLEARLY = 0.02;
/** An edge that is longer than the opposite one by this part is nearer. */
const NEARER = 0.04;
/** So long another direction has to last: hands tremble, and words that change cannot be followed. */
const LASTING_MS = 500;

/** Tells which way to move or to tilt the document, in the video as it is, without words that flicker. */
export class Directions {
  #hint: Guidance | undefined;
  #told: Direction | undefined;
  /** Since when it would be another one. */
  #otherFromMs: number | undefined;

  /** The direction that goes with a hint; corners and view are in pixels of the video. */
  of(hint: Guidance | undefined, corners: Quad | undefined, view: Part, nowMs: number): Direction | undefined {
    const found = corners && directionOf(hint, corners, view);
    const isOther = found !== this.#told;
    if (isOther) this.#otherFromMs ??= nowMs;
    else this.#otherFromMs = undefined;
    const isDue = this.#otherFromMs !== undefined && nowMs - this.#otherFromMs >= LASTING_MS;
    if (hint === this.#hint && !isDue) return this.#told;
    this.#hint = hint;
    this.#told = found;
    this.#otherFromMs = undefined;
    return found;
  }
}

type Part = Pick<VideoView, 'left' | 'top' | 'width' | 'height'>;

function directionOf(hint: Guidance | undefined, corners: Quad, view: Part): Direction | undefined {
  if (hint === 'OUT_OF_FRAME') return towardsTheMiddle(Object.values(corners) as Point[], view);
  return hint === 'TILTED' ? nearestEdge(corners) : undefined;
}

/** Away from the side where most of the document is out of sight. */
function towardsTheMiddle(points: readonly Point[], { left, top, width, height }: Part): Direction | undefined {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const out = {
    right: left - Math.min(...xs),
    left: Math.max(...xs) - left - width,
    bottom: top - Math.min(...ys),
    top: Math.max(...ys) - top - height,
  };
  const [across, down] = [out.right - out.left, out.bottom - out.top];
  const isAcross = Math.max(out.left, out.right) / width >= Math.max(out.top, out.bottom) / height;
  const more = isAcross ? across / width : down / height;
  if (Math.abs(more) < CLEARLY) return undefined;
  if (isAcross) return more > 0 ? 'right' : 'left';
  return more > 0 ? 'bottom' : 'top';
}

/** The edge that is nearest to the camera, where one is: it looks longer than the one across. */
function nearestEdge({ topLeft, topRight, bottomRight, bottomLeft }: Quad): Direction | undefined {
  const edges = [
    [topLeft, topRight],
    [topRight, bottomRight],
    [bottomRight, bottomLeft],
    [bottomLeft, topLeft],
  ] as const;
  const [upper, right, lower, left] = edges.map(([from, to]) => Math.hypot(to.x - from.x, to.y - from.y));
  const [down, across] = [Math.log((upper ?? 1) / (lower ?? 1)), Math.log((right ?? 1) / (left ?? 1))];
  const isDown = Math.abs(down) >= Math.abs(across);
  const most = isDown ? down : across;
  if (Math.abs(most) < NEARER) return undefined;
  const [from, to] = edges[(isDown ? 0 : 1) + (most > 0 ? 0 : 2)] ?? edges[0];
  const points = [topLeft, topRight, bottomRight, bottomLeft];
  const middle = (of: 'x' | 'y'): number => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  // A document that lies on its side has its upper edge elsewhere in the video.
  const [aside, below] = [(from.x + to.x) / 2 - middle('x'), (from.y + to.y) / 2 - middle('y')];
  if (Math.abs(aside) > Math.abs(below)) return aside > 0 ? 'right' : 'left';
  return below > 0 ? 'bottom' : 'top';
}

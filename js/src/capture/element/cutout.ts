import type { Point, Quad } from '../analysis.js';
import type { Extent } from './geometry.js';

/** A projective map of the plane, by rows; its scale has no meaning. */
type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** A document cut out of its photo, in pixels of the photo. */
export interface Cutout extends Extent {
  /** Maps a point of the photo into the cutout. */
  readonly matrix: Matrix;
}

/** What is seen around the document, as a part of its longer side: whether a corner is cut off has to be seen. */
const MARGIN = 0.04;

/** The document with these corners, seen straight and with a margin; the whole photo where no corners are known. */
export function placeCutout(photo: Extent, corners: Quad | null): Cutout {
  if (corners === null) return { ...photo, matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const { topLeft, topRight, bottomRight, bottomLeft } = corners;
  const width = (distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2;
  const height = (distance(topLeft, bottomLeft) + distance(topRight, bottomRight)) / 2;
  const margin = MARGIN * Math.max(width, height);
  const matrix = multiply([width, 0, margin, 0, height, margin, 0, 0, 1], adjugate(fromSquare(corners)));
  return { width: width + 2 * margin, height: height + 2 * margin, matrix };
}

/** The arguments of `matrix3d` that bring the photo to the cutout at this scale. */
export function matrixOf({ matrix }: Cutout, scale: number): readonly number[] {
  const [a, b, c, d, e, f, g, h, i] = matrix;
  const columns = [a * scale, d * scale, 0, g, b * scale, e * scale, 0, h, 0, 0, i, 0, c * scale, f * scale, 0, i];
  return columns.map((value) => value / i);
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

/** Maps the unit square to the corners. */
function fromSquare({ topLeft: p, topRight: q, bottomRight: r, bottomLeft: s }: Quad): Matrix {
  const [ax, ay, bx, by] = [q.x - r.x, q.y - r.y, s.x - r.x, s.y - r.y];
  const [x, y] = [p.x - q.x + r.x - s.x, p.y - q.y + r.y - s.y];
  const area = ax * by - bx * ay;
  const [g, h] = [(x * by - bx * y) / area, (ax * y - x * ay) / area];
  return [q.x - p.x + g * q.x, s.x - p.x + h * s.x, p.x, q.y - p.y + g * q.y, s.y - p.y + h * s.y, p.y, g, h, 1];
}

/** The inverse, but for its scale. */
const adjugate = ([a, b, c, d, e, f, g, h, i]: Matrix): Matrix => [
  ...([e * i - f * h, c * h - b * i, b * f - c * e] as const),
  ...([f * g - d * i, a * i - c * g, c * d - a * f] as const),
  ...([d * h - e * g, b * g - a * h, a * e - b * d] as const),
];

function multiply([a, b, c, d, e, f, g, h, i]: Matrix, [p, q, r, s, t, u, v, w, x]: Matrix): Matrix {
  return [
    ...([a * p + b * s + c * v, a * q + b * t + c * w, a * r + b * u + c * x] as const),
    ...([d * p + e * s + f * v, d * q + e * t + f * w, d * r + e * u + f * x] as const),
    ...([g * p + h * s + i * v, g * q + h * t + i * w, g * r + h * u + i * x] as const),
  ];
}

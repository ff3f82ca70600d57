import type { Quad } from '../analysis.js';

/** Width and height, in any unit. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** How a picture lies in a box: enlarged by `scale`, then moved. */
export interface Placement {
  readonly fit: 'cover' | 'contain';
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** The corners in the order of a clockwise walk. */
const CORNERS = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const;

const IN_PLACE = { scale: 1, left: 0, top: 0 };

/** The corners as the `points` of a polygon, where the picture lies at `placement`. */
export function pointsOf(quad: Quad, { scale, left, top } = IN_PLACE): string {
  return CORNERS.map((name) => `${round(quad[name].x * scale + left)},${round(quad[name].y * scale + top)}`).join(' ');
}

const round = (value: number): number => Math.round(value * 10) / 10;

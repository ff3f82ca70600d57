import type { Point, Quad } from '../analysis.js';

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
export const CORNERS = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const;

/** The name of a corner. */
export type Corner = (typeof CORNERS)[number];

/** What may be cut off a video to fill the box; where more would be lost, it is shown whole. */
const LARGEST_LOSS = 0.45;

/** Fills the box with the picture, unless too much of it would be out of sight. */
export function place(picture: Extent, box: Extent): Placement {
  const [across, down] = [box.width / picture.width, box.height / picture.height];
  const fit = Math.min(across, down) < Math.max(across, down) * (1 - LARGEST_LOSS) ? 'contain' : 'cover';
  const scale = fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
  const [left, top] = [(box.width - picture.width * scale) / 2, (box.height - picture.height * scale) / 2];
  return { fit, scale, left, top };
}

const IN_PLACE = { scale: 1, left: 0, top: 0 };

/** The corners as the `points` of a polygon, where the picture lies at `placement`. */
export function pointsOf(quad: Quad, { scale, left, top } = IN_PLACE): string {
  return CORNERS.map((name) => `${round(quad[name].x * scale + left)},${round(quad[name].y * scale + top)}`).join(' ');
}

/** Corners a little inside the picture, for a start by hand. */
export function insetQuad({ width, height }: Extent): Quad {
  const [left, top] = [width * 0.1, height * 0.1];
  const [right, bottom] = [width - left, height - top];
  return {
    topLeft: { x: left, y: top },
    topRight: { x: right, y: top },
    bottomRight: { x: right, y: bottom },
    bottomLeft: { x: left, y: bottom },
  };
}

/** The nearest point inside the picture. */
export function clampPoint({ x, y }: Point, { width, height }: Extent): Point {
  return { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) };
}

/** Whether the corners make a quadrilateral without a crossing or a dent, as a flat card's picture is. */
export function isConvex(quad: Quad): boolean {
  const turns = CORNERS.map((name, index) => {
    const [a, b, c] = [quad[name], quad[next(index + 1)], quad[next(index + 2)]];
    return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
  });
  return turns.every((turn) => turn > 0);
}

function next(index: number): Corner {
  return CORNERS[index % CORNERS.length] ?? 'topLeft';
}

const round = (value: number): number => Math.round(value * 10) / 10;

import type { Point, Quad } from '../analysis.js';
import type { Extent } from './geometry.js';

/** The texts that name the corners, in the order of a clockwise walk. */
export const LABELS = {
  topLeft: 'top_left',
  topRight: 'top_right',
  bottomRight: 'bottom_right',
  bottomLeft: 'bottom_left',
} as const;

/** The corners in that order. */
export const CORNERS = Object.keys(LABELS) as readonly (keyof Quad)[];

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

function next(index: number): keyof Quad {
  return CORNERS[index % CORNERS.length] ?? 'topLeft';
}

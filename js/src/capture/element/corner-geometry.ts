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
  const at = (across: number, down: number): Point => ({ x: width * across, y: height * down });
  return { topLeft: at(0.1, 0.1), topRight: at(0.9, 0.1), bottomRight: at(0.9, 0.9), bottomLeft: at(0.1, 0.9) };
}

/** The nearest point inside the picture. */
export function clampPoint({ x, y }: Point, { width, height }: Extent): Point {
  return { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) };
}

/** Whether the corners make a quadrilateral without a crossing or a dent, as a flat card's picture is. */
export const isConvex = (quad: Quad): boolean =>
  CORNERS.every((name, index) => {
    const [a, b, c] = [quad[name], quad[next(index + 1)], quad[next(index + 2)]];
    return (b.x - a.x) * (c.y - b.y) > (b.y - a.y) * (c.x - b.x);
  });

const next = (index: number): keyof Quad => CORNERS[index % CORNERS.length] ?? 'topLeft';

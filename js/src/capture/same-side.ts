import type { Point, Quad } from './analysis.js';
import type { Pixels } from './platform.js';

/** The light and dark of a document in a few numbers, with mean 0 and length 1. */
export type Print = readonly number[];

const COLUMNS = 16;
const ROWS = 10;
/** The part at each edge that is left out, because corners are never found exactly. */
const EDGE = 0.05;
/** Two pictures of one side correlate above this, the two sides of a document below. */
const SAME = 0.8;

/** The print of the document in a picture; `scale` leads from the pixels that the corners are in to those given. */
export function printOf({ rgba, width, height }: Pixels, corners: Quad, scale: number): Print {
  const lumaAt = ({ x, y }: Point): number => {
    const column = Math.min(width - 1, Math.max(0, Math.round(x * scale)));
    const row = Math.min(height - 1, Math.max(0, Math.round(y * scale)));
    const [red = 0, green = 0, blue = 0] = rgba.subarray((row * width + column) * 4);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  };
  const cells: number[] = Array.from({ length: COLUMNS * ROWS }, () => 0);
  const samples = 3;
  for (let row = 0; row < ROWS * samples; row += 1) {
    for (let column = 0; column < COLUMNS * samples; column += 1) {
      const inside = (index: number, count: number): number => EDGE + ((index + 0.5) / count) * (1 - 2 * EDGE);
      const point = within(corners, inside(column, COLUMNS * samples), inside(row, ROWS * samples));
      const cell = Math.floor(row / samples) * COLUMNS + Math.floor(column / samples);
      cells[cell] = (cells[cell] ?? 0) + lumaAt(point);
    }
  }
  return normalized(cells);
}

/** Whether two prints are of one side, also when one was held upside down. */
export const isSameSide = (one: Print, other: Print): boolean =>
  Math.max(correlation(one, other), correlation(one, [...other].reverse())) > SAME;

const correlation = (one: Print, other: Print): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

function normalized(cells: number[]): Print {
  const mean = cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
  const centred = cells.map((cell) => cell - mean);
  const length = Math.hypot(...centred) || 1;
  return centred.map((cell) => cell / length);
}

/** The point at parts `across` and `down` of a quadrilateral. */
function within({ topLeft, topRight, bottomRight, bottomLeft }: Quad, across: number, down: number): Point {
  const between = (from: Point, to: Point, part: number): Point => ({
    x: from.x + (to.x - from.x) * part,
    y: from.y + (to.y - from.y) * part,
  });
  return between(between(topLeft, topRight, across), between(bottomLeft, bottomRight, across), down);
}

// Loaded with the close-up, each within its budget. It imports nothing at run time, or the bundle would be divided further.
import type { Point, Quad } from '../analysis.js';
import type { Review } from '../types.js';
import type { CloseUpParts } from './close-up-parts.js';
import type { Cutout } from './cutout.js';
import type { Texts } from './strings.js';

/** A mark is drawn this much wider than what it marks, so that it hides none of it. */
const ROOM = 1.25;
/** The thickness of its line, and its least radius, as parts of the photo's longer side. */
const [LINE, LEAST] = [0.004, 0.02];

/** Rings around what the photo is warned of, in pixels of the photo; a screen reader hears what and where. */
export function marksOf(
  { shape }: CloseUpParts,
  { analysis, warnings, width, height }: Review,
  cutout: Cutout,
  strings: Texts,
): SVGSVGElement[] {
  const longest = Math.max(width, height);
  return analysis.issues.flatMap(({ hint, place }) => {
    if (!place || !warnings.includes(hint)) return [];
    const [centre, half] = boxOf(place);
    const radius = (length: number): string => String(Math.max(LEAST * longest, length * ROOM));
    const ring = shape('ellipse', {
      ...{ class: 'ring', cx: String(centre.x), cy: String(centre.y), rx: radius(half.x), ry: radius(half.y) },
      'stroke-width': String(LINE * longest),
    });
    const label = `${strings[`problem_${hint}`] ?? ''}: ${placeText(mapped(cutout, centre), cutout, strings)}`;
    const size = { viewBox: `0 0 ${width} ${height}`, width: String(width), height: String(height) };
    const mark = shape('svg', { class: 'raw mark', part: 'mark', role: 'img', 'aria-label': label, ...size });
    mark.append(ring);
    return [mark];
  });
}

/** The centre of the box around a place, and half of its sides. */
function boxOf({ topLeft, topRight, bottomRight, bottomLeft }: Quad): readonly [Point, Point] {
  const corners = [topLeft, topRight, bottomRight, bottomLeft];
  const ends = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [left, right] = ends(corners.map(({ x }) => x));
  const [top, bottom] = ends(corners.map(({ y }) => y));
  return [
    { x: (left + right) / 2, y: (top + bottom) / 2 },
    { x: (right - left) / 2, y: (bottom - top) / 2 },
  ];
}

/** In which third of its height and of its width a point lies. */
function placeText({ x, y }: Point, { width, height }: Cutout, strings: Texts): string {
  const third = (part: number): number => (part < 1 / 3 ? 0 : part > 2 / 3 ? 2 : 1);
  const down = [strings.place_top, undefined, strings.place_bottom][third(y / height)];
  const across = [strings.place_left, undefined, strings.place_right][third(x / width)];
  const words = [down, across].filter((word) => word !== undefined);
  return (words.length > 0 ? words : [strings.place_middle]).join(', ');
}

/** Where a point of the photo lies in the cutout. */
function mapped({ matrix: [a, b, c, d, e, f, g, h, i] }: Cutout, { x, y }: Point): Point {
  const w = g * x + h * y + i;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

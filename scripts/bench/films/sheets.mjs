// What is laid before the camera, as pixels: documents of ISO/IEC 7810, and things that are none.
import { seeded } from './random.mjs';

/** Pixels of a millimetre of a sheet. */
const PX_PER_MM = 12;

/** A sheet of a size in millimetres; `paint` gives the colour at a place. */
function sheet(width, height, paint) {
  const [columns, rows] = [width, height].map((mm) => Math.round(mm * PX_PER_MM));
  const rgb = new Uint8ClampedArray(columns * rows * 3);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      rgb.set(paint(column / PX_PER_MM, row / PX_PER_MM), (row * columns + column) * 3);
    }
  }
  return { width: columns, height: rows, ratio: width / height, rgb };
}

const shade = ([red, green, blue], by) => [red * by, green * by, blue * by];
const inside = (x, y, [left, top, right, bottom]) => x > left && x < right && y > top && y < bottom;

/** Whether a letter has ink at a place: strokes of 0.3 mm, other ones in each letter of each line. */
function ink(x, y, { line, letter, seed }) {
  const [column, row] = [Math.floor(x / letter), Math.floor(y / line)];
  const code = (Math.imul(column + 31 + seed, 2654435761) ^ Math.imul(row + 7, 40503)) >>> 0;
  const [across, down] = [(x % letter) / letter, (y % line) / line];
  if (code % 7 === 0 || down > 0.65) return false;
  return Math.floor(across * 4) === code % 3 || (Math.floor(down * 8) === (code >>> 4) % 4 && across < 0.75);
}

function face(x, y, ground) {
  if (Math.hypot(x, y + 3) < 6) return [206, 160, 132];
  if (Math.hypot(x, (y - 14) * 0.8) < 9.5) return [62, 70, 92];
  return ground;
}

const PAPERS = [
  [214, 224, 214],
  [222, 210, 200],
  [200, 214, 230],
  [236, 236, 232],
  [96, 120, 150],
];

/** The front of a card: a heading, a portrait, lines of print, and fine waves as cards have them. */
export function front(seed, portraitGround) {
  const random = seeded(seed);
  const paper = PAPERS[Math.floor(random() * PAPERS.length)];
  const [letter, portraitAt, dark] = [1.1 + random() * 0.4, random() < 0.5 ? 5 : 58, paper[0] < 120 ? 4 : 1];
  const textFrom = portraitAt === 5 ? 31 : 5;
  const print = dark === 4 ? [238, 240, 244] : [40, 42, 52];
  return sheet(85.6, 53.98, (x, y) => {
    const ground = shade(paper, 1 - 0.05 * Math.sin(x * 1.3 + 3 * Math.sin(y * 0.4)));
    if (inside(x, y, [5, 3.5, 60, 8]) && ink(x, y - 3.5, { line: 4.4, letter: 1.9, seed })) return print;
    if (inside(x, y, [portraitAt, 12, portraitAt + 22, 39]))
      return face(x - portraitAt - 11, y - 25, portraitGround ?? shade(paper, 0.82));
    if (inside(x, y, [textFrom, 12, textFrom + 48, 40]) && ink(x, y - 12, { line: 4, letter, seed })) return print;
    if (inside(x, y, [5, 45, 80, 50]) && ink(x, y - 45, { line: 4.6, letter, seed: seed + 1 })) return print;
    return ground;
  });
}

/** A front whose portrait was taken before a white wall. */
export const frontOnWhite = (seed) => front(seed, [252, 253, 252]);

/** The back of a card: a chip, a few lines, and three lines for machines. */
export function back(seed) {
  const random = seeded(seed);
  const paper = PAPERS[Math.floor(random() * 4)];
  return sheet(85.6, 53.98, (x, y) => {
    const ground = shade(paper, 1 - 0.04 * Math.sin(y * 1.5 + 2 * Math.sin(x * 0.3)));
    if (inside(x, y, [62, 8, 76, 19])) return (x * 2) % 5 < 0.6 || (y * 2) % 5 < 0.6 ? [120, 98, 50] : [212, 178, 96];
    if (inside(x, y, [6, 6, 52, 26]) && ink(x, y - 6, { line: 4, letter: 1.2, seed })) return [48, 48, 56];
    if (inside(x, y, [4, 34, 82, 48.9]) && ink(x, y - 34, { line: 5, letter: 2.2, seed: seed + 2 }))
      return [24, 24, 28];
    return ground;
  });
}

/** A box of a game: large shapes, a title, and no line of small print. */
const box = (seed) =>
  sheet(85.6, 53.98, (x, y) => {
    if (Math.hypot(x - 30, y - 34) < 13) return [230, 190, 40];
    if (inside(x, y, [8, 6, 78, 15]))
      return ink(x, y - 6, { line: 9, letter: 6, seed }) ? [250, 244, 230] : [150, 30, 34];
    return x + y < 70 ? [178, 40, 44] : [36, 74, 120];
  });

/** A monitor: a dark rim, and windows with text on a bright ground. */
const monitor = (seed) =>
  sheet(96, 54, (x, y) => {
    if (!inside(x, y, [1.6, 1.6, 94.4, 52.4])) return [16, 16, 18];
    if (y < 4) return [58, 96, 150];
    if (inside(x, y, [4, 7, 56, 48]))
      return ink(x - 5, y - 8, { line: 2.2, letter: 0.9, seed }) ? [60, 60, 66] : [250, 250, 252];
    return [206, 214, 226];
  });

/** The cover of a book: a title, a name, and a picture of large shapes. */
const book = (seed) =>
  sheet(150, 100, (x, y) => {
    if (inside(x, y, [20, 10, 130, 26]))
      return ink(x, y - 10, { line: 20, letter: 11, seed }) ? [240, 232, 214] : [38, 60, 70];
    if (inside(x, y, [45, 84, 105, 93]))
      return ink(x, y - 84, { line: 12, letter: 6, seed }) ? [240, 232, 214] : [38, 60, 70];
    if (Math.hypot(x - 75, (y - 56) * 1.2) < 24) return y > 56 + 4 * Math.sin(x / 6) ? [190, 96, 60] : [232, 196, 140];
    return [38, 60, 70];
  });

/** A playing card: a few pips on white. */
const playingCard = () =>
  sheet(88, 62, (x, y) => {
    const [across, down] = [((x - 12) % 22) - 11, ((y - 8) % 23) - 11];
    const isPip = inside(x, y, [12, 8, 78, 54]) && Math.abs(across) + Math.abs(down) < 6.5;
    return isPip ? [188, 24, 34] : [244, 243, 238];
  });

/** A blank sheet of paper, of the proportions of a card. */
const blank = () => sheet(85.6, 53.98, () => [238, 238, 234]);

/** The things that are no documents. */
export const OTHERS = { box, monitor, book, 'playing card': playingCard, blank };

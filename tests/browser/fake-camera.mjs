// Films for Chromium's fake camera: a document with known corners, on a table. They are YUV4MPEG2, which is written
// without any encoder.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FRAMES_PER_SECOND = 10;
/** Documents of ISO/IEC 7810, in millimetres. */
const CARD = { width: 85.6, height: 53.98 };
const PASSPORT = { width: 125, height: 88 };
/** Samples for a pixel, each way. */
const SAMPLES = 1;

/** A document upright: its centre, its width in pixels, and how many times longer its lower side is than its upper one. */
function cornersOf({ x = 640, y = 360, width = 900, lean = 1, document = CARD }) {
  const height = (width * document.height) / document.width / ((1 + lean) / 2);
  const [upper, lower] = [width / lean / 2, width / 2];
  return [
    [x - upper, y - height / 2],
    [x + upper, y - height / 2],
    [x + lower, y + height / 2],
    [x - lower, y + height / 2],
  ];
}

/** Where the card is held still at the end of its film. */
export const STILL = cornersOf({ x: 650, y: 350, width: 880 });

const still = (seconds, look) => Array.from({ length: seconds * FRAMES_PER_SECOND }, () => look);

/** To the right and back, too fast for a sharp picture: six places, passed in a second. */
const PLACES = Array.from({ length: 6 }, (_, place) => ({
  corners: cornersOf({ x: 560 + 24 * place, y: 350, width: 880 }),
}));
const moving = (seconds) =>
  Array.from({ length: seconds * FRAMES_PER_SECOND }, (_, index) => PLACES[5 - Math.abs(5 - (index % 10))]);

/** A film: its size, and what it shows, frame by frame; equal looks are the same object. */
const film = (width, height, looks) => ({ width, height, looks });

/** A card in scenes that each have one thing wrong, and then held still. */
export const CARD_FILM = film(1280, 720, [
  ...still(2, {}),
  ...still(2, { corners: cornersOf({ width: 330 }) }),
  ...still(2, { corners: cornersOf({ width: 900, lean: 1.5 }) }),
  ...still(2, { corners: STILL, blur: 9 }),
  ...still(2, { corners: STILL, glare: { x: 700, y: 300, radius: 90 } }),
  ...still(2, { corners: STILL, light: 0.2 }),
  ...moving(2),
  ...still(5, { corners: STILL }),
]);

/** A passport page held still before a small camera: 4.3 pixels for a millimetre, which is too few for small print. */
export const PASSPORT_FILM = film(640, 480, [
  ...still(5, { corners: cornersOf({ x: 320, y: 240, width: 540, document: PASSPORT }) }),
]);

/** Writes a film; `remove` deletes it. */
export function writeFilm({ width, height, looks }) {
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-film-'));
  const path = join(folder, 'film.y4m');
  const file = openSync(path, 'w');
  writeSync(file, `YUV4MPEG2 W${width} H${height} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`);
  const frames = new Map();
  for (const look of looks) {
    if (!frames.has(look)) frames.set(look, render(look, { width, height }));
    writeSync(file, 'FRAME\n');
    writeSync(file, frames.get(look));
  }
  closeSync(file);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One frame: the plane of luma, then the two of chroma at half the size. */
function render({ corners, blur = 0, glare, light = 1 }, size) {
  const { width, height } = size;
  const toCard = corners ? inverse(homography(corners)) : () => undefined;
  let luma = sampled(toCard, size);
  if (blur > 0) luma = smoothed(smoothed(luma, blur, size), blur, size);
  const frame = new Uint8Array((width * height * 3) / 2);
  let seed = 1;
  for (let at = 0; at < luma.length; at += 1) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const noise = (seed >>> 29) - 3.5;
    const shone = shine(glare, at % width, Math.floor(at / width));
    frame[at] = Math.max(0, Math.min(255, luma[at] * light + shone + noise));
  }
  const chroma = frame.subarray(width * height);
  const half = (width / 2) * (height / 2);
  for (let at = 0; at < half; at += 1) {
    const place = toCard(2 * (at % (width / 2)), 2 * Math.floor(at / (width / 2)));
    const [blue, red] = place ? tint(place[0] * CARD.width, place[1] * CARD.height) : [-14, 10];
    chroma[at] = 128 + light * blue;
    chroma[half + at] = 128 + light * red;
  }
  return frame;
}

/** A reflection: blown out in the middle, with a soft edge. */
function shine(glare, x, y) {
  if (!glare) return 0;
  const far = Math.hypot(x - glare.x, y - glare.y) / glare.radius;
  return 300 * Math.exp(-far * far);
}

function sampled(toCard, { width, height }) {
  const luma = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const px = x + ((sample % SAMPLES) + 0.5) / SAMPLES - 0.5;
        const py = y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES - 0.5;
        const place = toCard(px, py);
        sum += place ? card(place[0] * CARD.width, place[1] * CARD.height) : table(px, py);
      }
      luma[y * width + x] = sum / (SAMPLES * SAMPLES);
    }
  }
  return luma;
}

/** Brown wood. */
const table = (x, y) => 105 + 8 * Math.sin(y / 9 + 2 * Math.sin(x / 140)) + x / 107;

/** Light paper with a portrait, lines of print and a machine readable zone, by the place in millimetres of a card. */
function card(x, y) {
  const paper = 205 - 10 * (x / CARD.width);
  if (y > 4 && y < 8 && x > 5 && x < 60) return stroke(x, y, 4, 1.4) ? 60 : paper;
  if (x > 5 && x < 27 && y > 12 && y < 39) return portrait(x - 16, y - 25);
  if (x > 31 && x < 80 && y > 12 && y < 38) return stroke(x, y - 12, 4, 1.1) && (y - 12) % 4 < 2.2 ? 50 : paper;
  if (x > 4 && x < 82 && y > 42 && y < 51) return stroke(x, y - 42, 3.2, 1.3) && (y - 42) % 3.2 < 2.4 ? 45 : paper;
  return paper;
}

/** The difference from grey to blue and to red: of bluish paper, and of a portrait in color. */
function tint(x, y) {
  return x > 5 && x < 27 && y > 12 && y < 39 ? [-22, 26] : [6, -6];
}

function portrait(x, y) {
  if (Math.hypot(x, y + 3) < 6) return 150 + 20 * Math.sin(x);
  if (Math.hypot(x, (y - 14) * 0.8) < 9.5) return 80;
  return 175;
}

/** Whether there is ink: upright and level strokes of 0.3 mm, other ones in each letter. */
function stroke(x, y, line, letter) {
  const code = (Math.imul(Math.floor(x / letter) + 31, 2654435761) ^ Math.imul(Math.floor(y / line) + 7, 40503)) >>> 0;
  const [across, down] = [(x % letter) / letter, (y % line) / line];
  if (code % 7 === 0) return false;
  return Math.floor(across * 4) === code % 3 || (Math.floor(down * 8) === (code >>> 4) % 4 && across < 0.75);
}

/** A box average, along rows and then along columns. */
function smoothed(luma, radius, { width, height }) {
  const rows = along(luma, radius, { count: height, length: width, step: 1, stride: width });
  return along(rows, radius, { count: width, length: height, step: width, stride: 1 });
}

function along(luma, radius, { count, length, step, stride }) {
  const out = new Float32Array(luma.length);
  for (let line = 0; line < count; line += 1) {
    const at = (index) => luma[line * stride + Math.max(0, Math.min(length - 1, index)) * step];
    let sum = 0;
    for (let index = -radius; index <= radius; index += 1) sum += at(index);
    for (let index = 0; index < length; index += 1) {
      out[line * stride + index * step] = sum / (2 * radius + 1);
      sum += at(index + radius + 1) - at(index - radius);
    }
  }
  return out;
}

/** The projection that takes the unit square to four corners (Heckbert 1989, 2.2.3). */
function homography([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const scale = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(sx * dy2 - dx2 * sy) / scale, (dx1 * sy - sx * dy1) / scale];
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
}

/** From a place in the picture to one in the unit square; nothing outside it. */
function inverse([a, b, c, d, e, f, g, h, i]) {
  const [A, B, C] = [e * i - f * h, c * h - b * i, b * f - c * e];
  const [D, E, F] = [f * g - d * i, a * i - c * g, c * d - a * f];
  const [G, H, I] = [d * h - e * g, b * g - a * h, a * e - b * d];
  return (x, y) => {
    const w = G * x + H * y + I;
    const [u, v] = [(A * x + B * y + C) / w, (D * x + E * y + F) / w];
    return u >= 0 && u < 1 && v >= 0 && v < 1 ? [u, v] : undefined;
  };
}

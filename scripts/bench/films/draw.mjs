// Frames of a film: a sheet on a table, as a camera sees it.
import { seeded } from './random.mjs';

/** The size of the frames. */
export const SIZE = { width: 1280, height: 720 };

/** A table: a colour with grain, as generated backgrounds are. */
export function table(kind, seed) {
  const { width, height } = SIZE;
  const random = seeded(seed);
  const base = { wood: [112, 82, 58], dark: [44, 46, 52], cloth: [84, 100, 92], light: [176, 170, 162] }[kind];
  const phase = random() * 50;
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const grain =
        kind === 'wood'
          ? 0.07 * Math.sin(y / 9 + 2 * Math.sin((x + phase) / 140))
          : 0.03 * Math.sin((x + phase) / 3) * Math.sin(y / 3);
      const light = 1 + grain + x / width / 12;
      for (let channel = 0; channel < 3; channel += 1) rgb[(y * width + x) * 3 + channel] = base[channel] * light;
    }
  }
  return { width, height, rgb };
}

/**
 * One frame as RGBA. `scene` has the table, and a sheet with its corners; `blur` is a radius in pixels, `glare` a ball of
 * light, `finger` a place on the sheet that is covered, `light` the exposure, `noise` its strength, `seed` that of the noise.
 */
export function drawFrame({ glare, light = 1, noise = 3, seed = 1, ...laid }) {
  const rgba = new Uint8ClampedArray(stillOf(laid));
  expose(rgba, { glare, light, noise, seed });
  return new Uint8Array(rgba.buffer);
}

/** What was drawn last on each table, before light and noise: most frames differ from the one before by those alone. */
const STILLS = new WeakMap();

function stillOf({ ground, sheet, corners, blur = 0, finger }) {
  const place = JSON.stringify([corners, blur, finger]);
  const known = STILLS.get(ground);
  if (known?.sheet === sheet && known?.place === place) return known.rgba;
  const rgba = new Uint8ClampedArray(SIZE.width * SIZE.height * 4);
  copyGround(ground, rgba);
  if (sheet) laySheet({ sheet, corners, finger }, rgba);
  if (blur >= 1) blurred(rgba, Math.round(blur));
  STILLS.set(ground, { sheet, place, rgba });
  return rgba;
}

/** Four bytes a pixel are made once for each table. */
const GROUNDS = new WeakMap();

function copyGround(ground, rgba) {
  if (!GROUNDS.has(ground)) {
    const { rgb } = ground;
    const made = new Uint8ClampedArray((rgb.length / 3) * 4);
    for (let at = 0; at < made.length; at += 1) made[at] = at % 4 === 3 ? 255 : rgb[(at >> 2) * 3 + (at % 4)];
    GROUNDS.set(ground, made);
  }
  rgba.set(GROUNDS.get(ground));
}

/** Draws the sheet where its corners are, and a finger over it. */
function laySheet({ sheet, corners, finger }, rgba) {
  const { width, height } = SIZE;
  const [A, B, C, D, E, F, G, H, I] = inverse(homography(corners));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(width, Math.ceil(Math.max(...xs)))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(height, Math.ceil(Math.max(...ys)))];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const w = G * x + H * y + I;
      const u = (A * x + B * y + C) / w;
      const v = (D * x + E * y + F) / w;
      if (u < 0 || u >= 1 || v < 0 || v >= 1) continue;
      averaged(sheet, { x: u * sheet.width, y: v * sheet.height }, rgba, (y * width + x) * 4);
    }
  }
  if (finger) layFinger(finger, rgba);
}

/** Four samples of the sheet, so that fine print does not alias. */
function averaged({ width, height, rgb }, { x, y }, rgba, to) {
  const left = Math.max(0, Math.floor(x - 0.35));
  const right = Math.min(width - 1, Math.floor(x + 0.35));
  const upper = Math.max(0, Math.floor(y - 0.35)) * width;
  const lower = Math.min(height - 1, Math.floor(y + 0.35)) * width;
  for (let channel = 0; channel < 3; channel += 1) {
    const above = rgb[(upper + left) * 3 + channel] + rgb[(upper + right) * 3 + channel];
    const below = rgb[(lower + left) * 3 + channel] + rgb[(lower + right) * 3 + channel];
    rgba[to + channel] = (above + below) / 4;
  }
}

/** The tip of a finger that reaches in from below. */
function layFinger({ x, y, radius }, rgba) {
  const { width, height } = SIZE;
  for (let row = Math.max(0, Math.floor(y - radius)); row < height; row += 1) {
    const half = row < y ? Math.sqrt(Math.max(0, radius * radius - (row - y) ** 2)) : radius;
    for (let column = Math.max(0, Math.ceil(x - half)); column < Math.min(width, x + half); column += 1) {
      const round = 1 - 0.25 * ((column - x) / radius) ** 2;
      rgba.set([214 * round, 164 * round, 138 * round], (row * width + column) * 4);
    }
  }
}

/** A box average along rows and columns, which a camera's motion and defocus come near to. */
function blurred(rgba, radius) {
  const { width, height } = SIZE;
  for (let row = 0; row < height; row += 1) smooth(rgba, { from: row * width * 4, step: 4, length: width }, radius);
  for (let column = 0; column < width; column += 1)
    smooth(rgba, { from: column * 4, step: width * 4, length: height }, radius);
}

function smooth(rgba, { from, step, length }, radius) {
  const line = new Uint8Array(length);
  const last = length - 1;
  for (let channel = 0; channel < 3; channel += 1) {
    for (let index = 0, at = from + channel; index < length; index += 1, at += step) line[index] = rgba[at];
    let sum = 0;
    for (let index = -radius; index <= radius; index += 1) sum += line[Math.max(0, Math.min(last, index))];
    for (let index = 0, at = from + channel; index < length; index += 1, at += step) {
      rgba[at] = sum / (2 * radius + 1);
      sum += line[Math.min(last, index + radius + 1)] - line[Math.max(0, index - radius)];
    }
  }
}

/** Noise for a frame; each frame begins at another place of it. */
const NOISE = (() => {
  const random = seeded(1);
  return Float32Array.from({ length: 2 ** 20 }, () => random() * 2 - 1);
})();

function expose(rgba, { glare, light, noise, seed }) {
  const from = Math.imul(seed, 7919);
  const shine = glare ? shining(glare) : DARK;
  for (let at = 0, pixel = 0; at < rgba.length; at += 4, pixel += 1) {
    const shift = NOISE[(pixel + from) & (NOISE.length - 1)] * noise + shine[pixel];
    rgba[at] = rgba[at] * light + shift;
    rgba[at + 1] = rgba[at + 1] * light + shift;
    rgba[at + 2] = rgba[at + 2] * light + shift;
  }
}

/** No reflection. */
const DARK = new Float64Array(SIZE.width * SIZE.height);

/** What each reflection adds to every pixel, made once. */
const SHINES = new Map();

/** A reflection: blown out in the middle, with a soft edge. */
function shining(glare) {
  const key = JSON.stringify(glare);
  if (!SHINES.has(key)) {
    const { width, height } = SIZE;
    const at = (pixel) => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      const far = Math.hypot(x - glare.x, y - glare.y) / glare.radius;
      return far > 3 ? 0 : 300 * Math.exp(-far * far);
    };
    SHINES.set(
      key,
      Float64Array.from({ length: width * height }, (_, pixel) => at(pixel)),
    );
  }
  return SHINES.get(key);
}

/** The projection that takes the unit square to four corners (Heckbert 1989, 2.2.3). */
function homography([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const scale = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(sx * dy2 - dx2 * sy) / scale, (dx1 * sy - sx * dy1) / scale];
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
}

const inverse = ([a, b, c, d, e, f, g, h, i]) => [
  ...[e * i - f * h, c * h - b * i, b * f - c * e],
  ...[f * g - d * i, a * i - c * g, c * d - a * f],
  ...[d * h - e * g, b * g - a * h, a * e - b * d],
];

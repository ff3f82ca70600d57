// A film as YUV4MPEG2, which Chromium's fake camera plays and which is written without any encoder.
import { closeSync, openSync, writeSync } from 'node:fs';
import { drawFrame, SIZE } from './draw.mjs';
import { castOf, lengthOf, sceneAt } from './films.mjs';

/** Writes the film to a file: from which second on, for how long, how many frames a second, and how large. */
export function writeY4m(
  film,
  path,
  { fromS = 0, forS = lengthOf(film) - fromS, framesPerSecond = 10, size = SIZE } = {},
) {
  const cast = castOf(film);
  const file = openSync(path, 'w');
  writeSync(file, `YUV4MPEG2 W${size.width} H${size.height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
  const first = Math.round(fromS * framesPerSecond);
  for (let frame = first; frame < (fromS + forS) * framesPerSecond; frame += 1) {
    writeSync(file, 'FRAME\n');
    writeSync(file, planesOf(drawFrame(sceneAt(film, cast, frame / framesPerSecond)), size));
  }
  closeSync(file);
}

/**
 * The plane of luma, then the two of chroma at half the size (ITU-T T.871). A size that is upright shows the middle of the
 * frame across all its width, and more of the table above and below.
 */
function planesOf(rgba, size) {
  const { width, height } = size;
  const at = placesOf(size);
  const planes = new Uint8ClampedArray((width * height * 3) / 2);
  const [half, luma] = [width / 2, width * height];
  for (let pixel = 0; pixel < luma; pixel += 1) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const from = at(x, y) * 4;
    const [red, green, blue] = [rgba[from], rgba[from + 1], rgba[from + 2]];
    planes[pixel] = 0.299 * red + 0.587 * green + 0.114 * blue;
    if (x % 2 === 1 || y % 2 === 1) continue;
    const place = luma + (y / 2) * half + x / 2;
    planes[place] = 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue;
    planes[place + (half * height) / 2] = 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue;
  }
  return planes;
}

/** How much of the frame's width an upright size shows. */
const MIDDLE = 0.75;

/** Which pixel of the frame is seen at a place. */
function placesOf({ width, height }) {
  if (width === SIZE.width && height === SIZE.height) return (x, y) => y * width + x;
  const scale = (MIDDLE * SIZE.width) / width;
  const folded = (y) => {
    const turn = Math.abs(y) % (2 * SIZE.height);
    return turn < SIZE.height ? turn : 2 * SIZE.height - 1 - turn;
  };
  return (x, y) => {
    const row = folded(Math.floor(SIZE.height / 2 + (y - height / 2) * scale));
    return row * SIZE.width + Math.floor(SIZE.width / 2 + (x - width / 2) * scale);
  };
}

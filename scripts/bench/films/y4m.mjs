// A film as YUV4MPEG2, which Chromium's fake camera plays and which is written without any encoder.
import { closeSync, openSync, writeSync } from 'node:fs';
import { drawFrame, SIZE } from './draw.mjs';
import { castOf, lengthOf, sceneAt } from './films.mjs';

const FRAMES_PER_SECOND = 10;

/** Writes the film to a file, from the second on that is given. */
export function writeY4m(film, path, fromS = 0) {
  const { width, height } = SIZE;
  const cast = castOf(film);
  const file = openSync(path, 'w');
  writeSync(file, `YUV4MPEG2 W${width} H${height} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`);
  for (let frame = Math.round(fromS * FRAMES_PER_SECOND); frame < lengthOf(film) * FRAMES_PER_SECOND; frame += 1) {
    writeSync(file, 'FRAME\n');
    writeSync(file, planesOf(drawFrame(sceneAt(film, cast, frame / FRAMES_PER_SECOND))));
  }
  closeSync(file);
}

/** The plane of luma, then the two of chroma at half the size (ITU-T T.871). */
function planesOf(rgba) {
  const { width, height } = SIZE;
  const planes = new Uint8ClampedArray((width * height * 3) / 2);
  const [half, luma] = [width / 2, width * height];
  for (let pixel = 0; pixel < luma; pixel += 1) {
    const [red, green, blue] = [rgba[pixel * 4], rgba[pixel * 4 + 1], rgba[pixel * 4 + 2]];
    planes[pixel] = 0.299 * red + 0.587 * green + 0.114 * blue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    if (x % 2 === 1 || y % 2 === 1) continue;
    const at = luma + (y / 2) * half + x / 2;
    planes[at] = 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue;
    planes[at + (half * height) / 2] = 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue;
  }
  return planes;
}

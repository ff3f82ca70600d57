// Photos made by code, for a clone without the corpus and for the cases that no photo of it fits: six cameras, 12 to 16
// megapixels.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { targetDir } from '../lib/paths.mjs';

/** They differ in what costs time: whole MCUs or not, subsampling, scans, orientation and grain. */
export const CAMERAS = [
  { name: 'odd-sides', width: 4048, height: 3036, progressive: false, orientation: 6 },
  { name: 'whole-mcus', width: 4032, height: 3024, progressive: false, orientation: 1 },
  { name: 'upright', width: 4032, height: 3024, progressive: false, orientation: 6 },
  { name: 'progressive', width: 4000, height: 3000, progressive: true, orientation: 1 },
  { name: 'full-chroma', width: 4000, height: 3000, progressive: false, orientation: 8, full: true, detail: 0.6 },
  { name: 'grain', width: 4624, height: 3468, progressive: false, orientation: 3, detail: 1.4 },
];

/** The files of the six cameras, made at the first call and kept in the build folder. */
export async function generatedPhotos(folder = join(targetDir(), 'bench-cameras')) {
  await mkdir(folder, { recursive: true });
  await import('../lib/ts-hooks.mjs');
  const { largeJpeg } = await import('../../js/test/images/large-jpeg.ts');
  const paths = [];
  for (const { orientation, name, ...shape } of CAMERAS) {
    const path = join(folder, `generated-${name}.jpg`);
    if (!existsSync(path)) {
      await writeFile(`${path}.part`, oriented(largeJpeg(shape), orientation));
      await rename(`${path}.part`, path);
    }
    paths.push(path);
  }
  return paths;
}

/** The same file with this orientation (Exif, 1 to 8) in the place of the one that it has. */
export function oriented(jpeg, orientation) {
  const kept = [];
  let at = 2;
  while (isSegment(jpeg, at)) {
    const end = at + 2 + jpeg[at + 2] * 256 + jpeg[at + 3];
    if (!isExif(jpeg, at)) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  return Buffer.concat([Uint8Array.of(0xff, 0xd8), exif(orientation), ...kept, jpeg.subarray(at)]);
}

/** A photo of the corpus or a generated one, with this orientation. */
export const orientedFile = async (path, orientation) => oriented(await readFile(path), orientation);

/** A segment in front of the first scan. */
const isSegment = (jpeg, at) => at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda;

const isExif = (jpeg, at) =>
  jpeg[at + 1] === 0xe1 && Buffer.from(jpeg.subarray(at + 4, at + 8)).toString('latin1') === 'Exif';

/** An APP1 segment with one entry: tag 0x0112, one SHORT (Exif 2.32, 4.6.4). */
function exif(orientation) {
  const entry = [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
  const content = [...Buffer.from('Exif\0\0II*\0'), 8, 0, 0, 0, 1, 0, ...entry, 0, 0, 0, 0];
  return Uint8Array.from([0xff, 0xe1, 0, content.length + 2, ...content]);
}

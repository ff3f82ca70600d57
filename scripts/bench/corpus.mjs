// Pictures to measure on: the corpus beside the project, which is used in place.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, inRoot } from '../lib/paths.mjs';
import { Failure } from '../lib/process.mjs';

/** The folder beside the project. */
export const CORPUS = inRoot('..', 'shared', 'corpus');

/** Of the pictures that show the same scene in different orientations one is enough. */
const REPEATED = /exif-orientation\/(?!Landscape_6|Portrait_5)/;

/** Of the photos in different orientations one stands for its camera: it is turned by a quarter. */
const SAME_CAMERA = /exif-orientation\/(?!Landscape_6)/;

/** Photos and documents, in the order of their names: all, or so many from all over the list. */
export function pictures(most) {
  if (!existsSync(CORPUS)) throw new Failure(`no pictures at ${CORPUS}`);
  const files = ['photos', 'ids'].flatMap((folder) => filesBelow(join(CORPUS, folder), '.jpg', '.png'));
  const all = files.filter((file) => !REPEATED.test(file) && !file.includes('cmyk'));
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)]);
}

/** Photos of as many cameras as the corpus has, one each. */
export function photos() {
  if (!existsSync(CORPUS)) throw new Failure(`no photos at ${CORPUS}: name one, npm run bench -- photo.jpg`);
  const files = filesBelow(join(CORPUS, 'photos'), '.jpg');
  return files.filter((file) => !SAME_CAMERA.test(file) && !file.includes('cmyk'));
}

/** Documents whose machine-readable zone is known: the file, and its lines. */
export function machineReadable() {
  return truth()
    .filter(({ kind }) => kind?.startsWith('mrz-'))
    .map(({ file, value }) => ({ file, lines: value.split('\\n') }));
}

/** Documents whose corners are known: the file, and the corners as text. */
export function outlined() {
  return existsSync(CORPUS) ? truth().filter(({ kind }) => kind === 'quad') : [];
}

/** What is known of the documents. */
function truth() {
  const rows = readFileSync(join(CORPUS, 'truth.tsv'), 'utf8').split('\n');
  return rows.map((row) => row.split('\t')).map(([path, kind, value]) => ({ file: join(CORPUS, path), kind, value }));
}

// Pictures to measure on: the corpus beside the project, which is used in place.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, inRoot } from '../lib/paths.mjs';
import { Failure } from '../lib/process.mjs';
import { generatedPhotos } from './cameras.mjs';

/** The folder beside the project. */
export const CORPUS = inRoot('..', 'shared', 'corpus');

/** Of the pictures that show the same scene in different orientations one is enough. */
const REPEATED = /exif-orientation\/(?!Landscape_6|Portrait_5)/;

/** Photos and documents, in the order of their names: all, or so many from all over the list. */
export function pictures(most) {
  if (!existsSync(CORPUS)) throw new Failure(`no pictures at ${CORPUS}`);
  const files = ['photos', 'ids'].flatMap((folder) => filesBelow(join(CORPUS, folder), '.jpg', '.png'));
  const all = files.filter((file) => !REPEATED.test(file) && !file.includes('cmyk'));
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)]);
}

/** A smaller file fits every limit that is measured, so that nothing would have to be done: 700,000 base64 characters. */
const LEAST_BYTES = 525_000;
const LEAST_PHOTOS = 6;

/**
 * Photos of as many cameras as the corpus has, one each, and as many made by code as are missing to six.
 *
 * @param {string} [corpus] @param {string} [folder] where those made by code are kept
 */
export async function photos(corpus = CORPUS, folder = undefined) {
  const files = filesBelow(join(corpus, 'photos'), '.jpg');
  const real = files.filter((file) => !file.includes('cmyk') && statSync(file).size > LEAST_BYTES);
  const missing = Math.max(0, LEAST_PHOTOS - real.length);
  return [...real, ...(missing > 0 ? await generatedPhotos(folder) : []).slice(0, missing)];
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

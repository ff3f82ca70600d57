// How often a capture is right, and how fast: seeded films of documents and of other things, played without a browser.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../lib/paths.mjs';
import { print } from '../lib/output.mjs';
import { Failure } from '../lib/process.mjs';
import '../lib/ts-hooks.mjs';
import { CORPUS } from './corpus.mjs';
import { printTable } from './table.mjs';

/** Photos of the corpus that may lie under a document. */
const PHOTOS = [
  'photos/deb-lomiri-wallpapers-16.04/seeding_by_Clements_Engelhardt.jpg',
  'photos/pop-os/jake-hills-36605.jpg',
  'photos/pop-os/nasa-53884.jpg',
];
/** A photo within so many seconds of a good scene is what is aimed at. */
const AIM_S = 1.5;

/** Plays every film, or those of some names, and prints what came of it; takes some minutes. */
export async function measureFilms({ shift = 0, named } = {}) {
  const [{ allFilms }, { play }] = await Promise.all([import('./films/films.mjs'), import('./films/play.mjs')]);
  const { SIZE } = await import('./films/draw.mjs');
  const films = allFilms(photographs(SIZE), shift).filter(({ name }) => named?.includes(name) ?? true);
  const results = [];
  printTable('Films', ['film', 'on', 'captured', 'seconds', 'hints', 'right'], []);
  for (const film of films) {
    const result = { film, ...(await play(film)) };
    results.push(result);
    print(`| ${rowOf(result).join(' | ')} |`);
  }
  summarize(results);
}

function rowOf({ film, seconds, isTaken, warnings, hints, verdict }) {
  const captured = isTaken ? 'yes' : warnings.length > 0 ? `refused: ${warnings.join(' ')}` : 'no';
  return [film.name, film.ground.name, captured, seconds?.toFixed(1) ?? '', hints.join(' '), verdict];
}

function summarize(results) {
  const count = (verdict) => results.filter((one) => one.verdict === verdict).length;
  const times = results.filter(({ verdict, seconds }) => verdict === 'right' && seconds !== undefined);
  const fast = times.filter(({ seconds }) => seconds <= AIM_S).length;
  const good = results.filter(({ film }) => film.goodFromS !== undefined).length;
  print(
    `${results.length} films: ${count('wrong')} wrong, ${count('stuck')} stuck; ${fast} of ${good} good scenes within ${AIM_S} s`,
  );
}

/** Tables of the corpus, where it is there and djpeg (libjpeg-turbo) is installed. */
function photographs(size) {
  const djpeg = findProgram('djpeg');
  return PHOTOS.map((name) => join(CORPUS, name))
    .filter((path) => djpeg && existsSync(path))
    .map((path) => ({ name: 'a photo', make: () => middleOf(djpeg, path, size) }));
}

/** The middle of a photo, which is made smaller as far as it fills the frame. */
function middleOf(djpeg, path, size) {
  for (const eighths of [1, 2, 4, 8]) {
    const image = portableOf(execFileSync(djpeg, ['-pnm', '-scale', `${eighths}/8`, path], { maxBuffer: 2 ** 28 }));
    if (image.width >= size.width && image.height >= size.height) return cropped(image, size);
  }
  throw new Failure(`${path} is too small to lie under a document`);
}

/** A colour image of the form PPM. */
function portableOf(bytes) {
  const [header, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1'));
  return { width: Number(width), height: Number(height), rgb: bytes.subarray(header.length) };
}

function cropped({ width, height, rgb }, size) {
  const [left, top] = [(width - size.width) >> 1, (height - size.height) >> 1];
  const part = new Uint8ClampedArray(size.width * size.height * 3);
  for (let row = 0; row < size.height; row += 1) {
    const from = ((top + row) * width + left) * 3;
    part.set(rgb.subarray(from, from + size.width * 3), row * size.width * 3);
  }
  return { ...size, rgb: part };
}

// How often hints are right: photos of documents with one damage of known strength each, and good ones. How long a frame
// of a live video takes, and what a page downloads for it.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, targetDir } from '../lib/paths.mjs';
import { Failure, run } from '../lib/process.mjs';
import { measureSizes, printSizes } from '../size.mjs';
import { withPage } from './chromium.mjs';
import { STRICTNESSES } from './hints/labels.mjs';
import { accuracy } from './hints/reading.mjs';
import { isFound, scores } from './hints/scores.mjs';
import { mean, median, printTable } from './table.mjs';

/** Photos of each damage in each half, unless told otherwise. */
const PHOTOS = 16;
/** Of the grid of balls of light; 1 and 2 were developed on. */
const GRID_SEED = 3;
/** What thresholds were chosen on, and what they are measured on. */
const HALVES = ['development', 'held out'];

/** Measures and prints; takes some minutes. */
export async function measureHints({ pictures: most, rounds }) {
  if (!findProgram('tesseract')) throw new Failure('tesseract is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-hints-'));
  try {
    await withPage(async (page, addressOf) => {
      for (const [half, name] of HALVES.entries()) {
        const photos = await drawn(Number.isFinite(most) ? most : PHOTOS, half, join(folder, String(half)));
        for (const photo of photos) photo.analyses = await analysesOf(photo, page, addressOf);
        report(name, photos);
      }
      await reportGrid();
      await reportFrames(page, addressOf, { folder, rounds });
    });
    printSizes(measureSizes());
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Photos drawn for this run, with what is known of each and the share of its text that OCR reads. */
async function drawn(count, half, folder) {
  await mkdir(folder);
  await hintCases([String(count), String(half), folder]);
  const lines = (await readFile(join(folder, 'truth.jsonl'), 'utf8')).split('\n');
  const photos = lines
    .map((line) => JSON.parse(line))
    .map((truth) => ({ truth, file: join(folder, `${truth.name}.jpg`) }));
  for (const photo of photos.filter(({ truth }) => truth.lines.length > 0)) {
    photo.read = await accuracy(photo.file.replace(/jpg$/, 'pgm'), photo.truth.lines);
  }
  return photos;
}

/** The program that draws; drawing is slow when it is built for size, as the package is. */
async function hintCases(words) {
  const built = ['--release', '--locked', '--target-dir', join(targetDir(), 'hints')];
  return run('cargo', ['run', ...built, '-p', 'idsnap-tools', '--bin', 'hint_cases', '--', ...words], {
    env: { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: '3', CARGO_PROFILE_RELEASE_LTO: 'off' },
  });
}

/** Balls of light on cards, of another seed than those that anything was chosen on: each error, and the counts. */
async function reportGrid() {
  await hintCases(['grid', String(GRID_SEED)]);
}

async function analysesOf({ truth, file }, page, addressOf) {
  const task = { url: addressOf(file), document: truth.size ?? 'id1', strictnesses: STRICTNESSES };
  return page.evaluate(async (given) => (await import('./hints.js')).analyses(given), task);
}

function report(half, photos) {
  const found = photos.filter(isFound).length;
  const documents = photos.filter(({ truth }) => truth.corners);
  printTable(
    `hints, ${half}: ${photos.length} photos, ${found} of ${documents.length} documents found; precision / recall / recall where found (right, wrong, missed, rightly none)`,
    ['', ...STRICTNESSES],
    scores(photos).map(({ hint, counts }) => [hint, ...counts.map(cell)]),
  );
  const damages = [...new Set(photos.map(({ truth }) => truth.damage))];
  printTable(
    `hints by damage at normal strictness, ${half}`,
    ['', 'found', 'read by OCR', 'hints'],
    damages.map((damage) => [damage, ...summary(photos.filter(({ truth }) => truth.damage === damage))]),
  );
}

function cell({ right, wrong, missed, missedThoughFound, needless }) {
  const share = (part, rest) => (part + rest === 0 ? '–' : (part / (part + rest)).toFixed(2));
  const figures = [share(right, wrong), share(right, missed), share(right, missedThoughFound)].join(' / ');
  return `${figures} (${right}, ${wrong}, ${missed}, ${needless})`;
}

function summary(photos) {
  const read = photos.flatMap(({ read: share }) => share ?? []);
  const given = new Map();
  for (const hint of photos.flatMap(({ analyses }) => analyses.normal.hints))
    given.set(hint, (given.get(hint) ?? 0) + 1);
  return [
    `${photos.filter(isFound).length} of ${photos.length}`,
    read.length > 0 ? `${(100 * mean(read)).toFixed(0)} %` : '',
    [...given].map(([hint, count]) => `${hint} ${count}`).join(', '),
  ];
}

/** Frames of 1280 x 720 through the worker. */
async function reportFrames(page, addressOf, { folder, rounds }) {
  const files = ['none', 'defocus', 'nothing'].map((damage) => join(folder, '1', `${damage}-000.jpg`));
  const task = { urls: files.map(addressOf), rounds: 5 * rounds };
  const times = await page.evaluate(async (given) => (await import('./hints.js')).frameTimes(given), task);
  const [middle, least] = [median(times), Math.min(...times)].map((ms) => ms.toFixed(1));
  printTable(
    'a frame of 1280 x 720, to the worker and back',
    ['', 'ms'],
    [
      ['median', middle],
      ['least', least],
    ],
  );
}

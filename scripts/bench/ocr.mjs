// Machine-readable zones read by Tesseract before and after preparation, at equal bytes.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findProgram } from '../lib/paths.mjs';
import { Failure } from '../lib/process.mjs';
import { withPage } from './chromium.mjs';
import { machineReadable } from './corpus.mjs';
import { edits } from './edits.mjs';
import { printTable } from './table.mjs';

const EDGE = 1600;
const BUDGETS = [30_000, 60_000, 120_000];
const CONTENDERS = ['idsnap', 'canvas', 'jSquash (mozjpeg)'];
const LETTERS = 'tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
/** How Tesseract looks for text: a page, or one block. Documents differ in which of them finds the lines. */
const LAYOUTS = ['3', '6'];

/** Measures and prints; takes some minutes. */
export async function measureOcr({ pictures: most }) {
  if (!findProgram('tesseract')) throw new Failure('tesseract is not installed');
  const documents = machineReadable().slice(0, most);
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-ocr-'));
  try {
    const rows = await withPage(async (page, addressOf) => {
      const readings = [];
      for (const document of documents) readings.push(await readingsOf(document, { page, addressOf, folder }));
      return readings;
    });
    report(rows);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Characters read right: of the source, and of what each contender makes of it at each budget. */
async function readingsOf({ file, lines }, { page, addressOf, folder }) {
  const reading = { name: basename(file), all: lines.join('').length, source: charactersRight(file, lines), made: {} };
  const task = { url: addressOf(file), edge: EDGE, budgets: BUDGETS, only: CONTENDERS };
  for (const { who, budget, base64 } of await page.evaluate((given) => globalThis.candidates(given), task)) {
    const path = join(folder, 'candidate.jpg');
    await writeFile(path, Buffer.from(base64, 'base64'));
    (reading.made[who] ??= {})[budget] = charactersRight(path, lines);
  }
  console.error(`${reading.name}: done`);
  return reading;
}

function charactersRight(path, lines) {
  return Math.max(...LAYOUTS.map((layout) => matching(linesIn(path, layout), lines)));
}

function linesIn(path, layout) {
  const text = execFileSync('tesseract', [path, '-', '--psm', layout, '-c', LETTERS], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  });
  return text.split('\n').map((line) => line.replaceAll(/\s/g, ''));
}

/** Of each line its length less the edits that lead to it from the nearest line read. */
function matching(read, lines) {
  const right = lines.map((line) => Math.max(0, ...read.map((one) => line.length - edits(line, one))));
  return right.reduce((sum, count) => sum + count, 0);
}

function report(readings) {
  const sum = (pick) => readings.reduce((total, reading) => total + pick(reading), 0);
  const all = sum(({ all: count }) => count);
  const share = (count) => `${count} (${((100 * count) / all).toFixed(1)} %)`;
  const rows = CONTENDERS.map((who) => [who, ...BUDGETS.map((budget) => share(sum(({ made }) => made[who][budget])))]);
  const columns = [`characters right of ${all}`, ...BUDGETS.map((budget) => `${budget / 1000} KB`)];
  const source = share(sum((reading) => reading.source));
  printTable(`MRZ by Tesseract at ${EDGE} px; the sources themselves: ${source}`, columns, rows);
  const each = readings.map(({ name, all: count, source: before, made }) => [
    name,
    `${before} of ${count}`,
    ...CONTENDERS.map((who) => BUDGETS.map((budget) => made[who][budget]).join(' / ')),
  ]);
  printTable('MRZ by document', ['', 'source', ...CONTENDERS], each);
}

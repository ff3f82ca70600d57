// Machine readable zones read from images by readMrz in Node, beside Tesseract and fastmrz where they are installed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { fileOf, FIRST_FILE } from '../build/parts.mjs';
import { filesBelow, findProgram, inRoot } from '../lib/paths.mjs';
import { Failure, run } from '../lib/process.mjs';
import { CORPUS, machineReadable } from './corpus.mjs';
import { median, printTable } from './table.mjs';

/** Scenes that no network was fitted to: `zone_cases` draws each by its seed. */
const HELD_OUT = 7_000_000;
const SCENES = 60;
const LETTERS = 'tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
/** What fastmrz says of a file, as JSON. */
const FASTMRZ = `import json, sys
from fastmrz import FastMRZ
print(json.dumps(FastMRZ().get_details(sys.argv[1], input_type='imagepath', ignore_parse=True)))`;

/** Measures and prints. `pictures`: how many scenes are drawn. */
export async function measureMrz({ pictures: most }) {
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-mrz-'));
  try {
    const readers = await readersHere();
    if (existsSync(CORPUS)) await measure('documents of the corpus', machineReadable().filter(isDocument), readers);
    else console.log('\nThere is no corpus: its documents are not measured.');
    await measure('drawn scenes', await drawn(folder, Math.min(most, SCENES)), readers);
  } finally {
    rmSync(folder, { recursive: true });
  }
  printBytes();
}

/** Not the single lines, which are TIFF. */
const isDocument = ({ file }) => !file.endsWith('.tif');

/** Scenes as `zone_cases` draws them: whole documents and zones alone, from scans to what nobody reads. */
async function drawn(folder, count) {
  const cargo = ['run', '--release', '--locked', '-p', 'idsnap-zone-cases', '--', 'draw'];
  await run('cargo', [...cargo, folder, String(HELD_OUT), String(count)], { quiet: true });
  const files = filesBelow(folder, '.png');
  if (files.length !== count) throw new Failure(`${files.length} scenes were drawn, not ${count}`);
  return files.map((file) => ({ file, lines: readFileSync(file.replace(/png$/, 'txt'), 'utf8').split('\n') }));
}

/** Who reads: each gives the lines, and whether it calls them proved. */
async function readersHere() {
  const { readMrz } = await import(pathToFileURL(inRoot('dist', 'node.js')).href);
  const readers = {
    idsnap: async (file) => {
      const { lines, status } = await readMrz(new Uint8Array(readFileSync(file)));
      return { lines, isProved: status === 'valid' };
    },
  };
  if (findProgram('tesseract')) readers.Tesseract = byTesseract;
  else console.log('\nTesseract is not installed.');
  if (hasFastmrz()) readers.fastmrz = byFastmrz;
  else console.log('\nfastmrz is not installed.');
  return readers;
}

/** The last lines of one width that have a filler. It proves nothing. */
function byTesseract(file) {
  const text = execFileSync('tesseract', [file, '-', '--psm', '6', '-c', LETTERS], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = text.split('\n').map((line) => line.replaceAll(/\s/g, ''));
  return { lines: lines.filter((line) => line.includes('<') && line.length >= 28), isProved: false };
}

function hasFastmrz() {
  try {
    execFileSync('python3', ['-c', 'import fastmrz'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function byFastmrz(file) {
  const text = execFileSync('python3', ['-c', FASTMRZ, file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const read = JSON.parse(text.trim().split('\n').at(-1) ?? 'null');
  return { lines: typeof read === 'string' ? read.split('\n') : [], isProved: false };
}

async function measure(title, documents, readers) {
  const rows = [];
  for (const [name, read] of Object.entries(readers)) {
    const found = [];
    for (const { file, lines } of documents) found.push({ file, ...(await timed(read, file, lines)) });
    const count = (isOne) => found.filter(isOne).length;
    const wrong = found.filter(({ isProved, isRight }) => isProved && !isRight);
    const milliseconds = `${median(found.map(({ ms }) => ms)).toFixed(0)}, ${Math.max(...found.map(({ ms }) => ms)).toFixed(0)}`;
    rows.push([
      name,
      count(({ isRight }) => isRight),
      count(({ isRight, isProved }) => isRight && isProved),
      wrong.map(({ file }) => basename(file)).join() || 0,
      milliseconds,
    ]);
  }
  const columns = [
    `of ${documents.length}`,
    'whole MRZ right',
    'called valid',
    'wrong called valid',
    'ms, median and most',
  ];
  printTable(`MRZ from ${title}`, columns, rows);
}

async function timed(read, file, lines) {
  const before = performance.now();
  const { lines: found, isProved } = await read(file);
  return { ms: performance.now() - before, isRight: found.join() === lines.join(), isProved };
}

/** What a page fetches to read a zone, beside the JavaScript. */
function printBytes() {
  const bytes = (name) => brotliCompressSync(readFileSync(inRoot('dist', name))).length;
  const rows = [FIRST_FILE, fileOf('zone')].map((name) => [name, `${(bytes(name) / 1000).toFixed(1)} KB`]);
  printTable('Bytes for readMrz, brotli', ['file', ''], rows);
}

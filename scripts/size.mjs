// The size budget of what a page downloads, brotli-compressed: `node scripts/size.mjs` (needs a built dist). `--record` writes a
// row of docs/notes/sizes.json, `--history` prints its rows as differences.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { distDir } from './build/js.mjs';
import { fileOf, FIRST_FILE, NO_SIMD_FILE } from './build/parts.mjs';
import { closure, staticClosure } from './lib/modules.mjs';
import { print } from './lib/output.mjs';
import { inRoot } from './lib/paths.mjs';
import { capture, Failure, main } from './lib/process.mjs';
import { byName, differences, readHistory, writeRow } from './lib/size-history.mjs';

const KILOBYTE = 1000;
/** What a part may not grow beyond, and its figure to reach where that is less; docs/notes/size.md tells the way. */
const PHOTO_WASM = { budget: 148 * KILOBYTE };
/** What a vendor's call needs in all. */
const VENDORS_WASM = { budget: 270.6 * KILOBYTE, figure: 200 * KILOBYTE };
const SCENE_WASM = { budget: 60.1 * KILOBYTE, figure: 40 * KILOBYTE };
const ZONE_WASM = { budget: 65.8 * KILOBYTE, figure: 60 * KILOBYTE };
/** All of it, in place of the others. */
const NO_SIMD_WASM = { budget: 384.2 * KILOBYTE };
const SDK = { budget: 20.7 * KILOBYTE, figure: 15 * KILOBYTE };
const CAPTURE = { budget: 16.5 * KILOBYTE, figure: 15 * KILOBYTE };
/** The glue of the core once more, for the page's own thread: the worker is one file and shares none. */
const IN_THREAD = { budget: 6.9 * KILOBYTE };
/** What the SDK fetches when it is needed: the advice of a language, what asks decoders, a diagnosis, what asks for results. */
const SDK_ON_DEMAND = { budget: 2 * KILOBYTE };
/** What the capture fetches when it is needed: the guidance, a language, the corner editor, a draft… */
const ON_DEMAND = { budget: 2.1 * KILOBYTE };

/** The handover to a phone, which shares no file with the rest; its QR code is fetched when it is shown. */
const HANDOVER = { budget: 9.4 * KILOBYTE };
const QR_CODE = { budget: 2.5 * KILOBYTE };

/** The screens of a handover, on the computer with the offer and the QR code, on the phone with what accepts it. */
const HANDOVER_COMPUTER = { budget: 14 * KILOBYTE, figure: 8 * KILOBYTE };
const HANDOVER_PHONE = { budget: 11.3 * KILOBYTE, figure: 8 * KILOBYTE };

/** The parts of the package that have a budget, with the bytes each file takes. */
export function measureSizes() {
  const all = closure('index.js', 'worker.js');
  const sdk = staticClosure('index.js', 'worker.js');
  const later = all.filter((name) => !sdk.includes(name));
  const inThread = staticClosure(...later.filter((name) => name.startsWith('in-thread'))).filter((name) =>
    later.includes(name),
  );
  const capture = staticClosure('capture.js').filter((name) => !sdk.includes(name));
  const onDemand = closure('capture.js').filter((name) => !all.includes(name) && !capture.includes(name));
  const handover = staticClosure('handover.js');
  const qrCode = closure('handover.js').filter((name) => !handover.includes(name));
  const onPhone = staticClosure('capture-handover.js', 'capture-phone.js');
  const onComputer = [
    ...staticClosure('capture-handover.js', 'capture-computer.js'),
    ...closure('capture-computer.js').filter((name) => name.startsWith('qr-')),
  ];
  const parts = [
    { part: 'WebAssembly before the first photo', files: [FIRST_FILE], ...PHOTO_WASM },
    { part: 'WebAssembly for calls of vendors', files: [FIRST_FILE, fileOf('vendors')], ...VENDORS_WASM },
    { part: 'WebAssembly, on demand: scene', files: [fileOf('scene')], ...SCENE_WASM },
    { part: 'WebAssembly, on demand: zone', files: [fileOf('zone')], ...ZONE_WASM },
    { part: 'WebAssembly without SIMD', files: [NO_SIMD_FILE], ...NO_SIMD_WASM },
    { part: 'JavaScript of the SDK', files: sdk, ...SDK },
    { part: "SDK, on demand: in the page's thread", files: inThread, ...IN_THREAD },
    ...later
      .filter((name) => !inThread.includes(name))
      .map((name) => ({ part: `SDK, on demand: ${name}`, files: [name], ...SDK_ON_DEMAND })),
    { part: 'JavaScript of the capture component', files: capture, ...CAPTURE },
    ...onDemand.map((name) => ({ part: `capture, on demand: ${name}`, files: [name], ...ON_DEMAND })),
    { part: 'JavaScript of the handover', files: handover, ...HANDOVER },
    { part: 'handover, on demand: the QR code', files: qrCode, ...QR_CODE },
    { part: 'capture, for a phone: the computer', files: onComputer, ...HANDOVER_COMPUTER },
    { part: 'capture, for a phone: the phone', files: onPhone, ...HANDOVER_PHONE },
  ];
  return parts.filter(({ files }) => files.length > 0).map(measurePart);
}

function measurePart({ part, files, budget, figure = budget }) {
  const sizes = files.map((name) => ({ name, ...measureFile(join(distDir, name)) }));
  const sum = (key) => sizes.reduce((total, size) => total + size[key], 0);
  const brotli = sum('brotli');
  return { part, budget, figure, sizes, raw: sum('raw'), brotli, fits: brotli <= budget };
}

function measureFile(path) {
  if (!existsSync(path)) throw new Failure(`${path} is missing; npm run build makes it`);
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { raw: bytes.length, brotli: brotliCompressSync(bytes, { params }).length };
}

/** Prints the table, and what is still above its figure. */
export function printSizes(parts) {
  const row = (name, raw, brotli, budget) =>
    print(`${name.padEnd(38)} ${raw.padStart(11)} ${brotli.padStart(11)} ${budget.padStart(11)}`);
  row('', 'raw', 'brotli', 'budget');
  for (const { part, sizes, raw, brotli, budget, fits } of parts) {
    row(`${fits ? '✓' : '✗'} ${part}`, kilobytes(raw), kilobytes(brotli), kilobytes(budget));
    if (sizes.length > 1)
      for (const size of sizes) row(`    ${size.name}`, kilobytes(size.raw), kilobytes(size.brotli), '');
  }
  for (const { part, brotli, figure } of parts.filter((one) => one.brotli > one.figure))
    print(`  ${part} is ${kilobytes(brotli - figure)} above the figure to reach, ${kilobytes(figure)}`);
}

const HISTORY = inRoot('docs', 'notes', 'sizes.json');

/** Prints what differs from the row before, or from each row to the next. */
function printDifferences([first, ...rest]) {
  let before = first;
  for (const row of rest) {
    const told = differences(before.parts, row.parts).map(
      ({ name, bytes }) => `  ${bytes > 0 ? '+' : '−'}${kilobytes(Math.abs(bytes)).padStart(9)}  ${name}`,
    );
    print([`since ${before.version} (${before.commit}, ${before.date}):`, ...told].join('\n'));
    before = row;
  }
}

/** The row of the tree as it is. */
function rowOf(parts) {
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const commit = capture('git', ['rev-parse', '--short', 'HEAD']) ?? 'none';
  return { version, commit, date: new Date().toISOString().slice(0, 10), parts: byName(parts) };
}

const kilobytes = (bytes) => `${(bytes / KILOBYTE).toFixed(2)} KB`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(() => {
    const parts = measureSizes();
    printSizes(parts);
    const [history, row] = [readHistory(HISTORY), rowOf(parts)];
    printDifferences(process.argv.includes('--history') ? [...history, row] : [...history.slice(-1), row]);
    if (process.argv.includes('--record')) writeRow(HISTORY, row);
    const over = parts.filter(({ fits }) => !fits).map(({ part }) => part);
    if (over.length > 0) throw new Failure(`over budget: ${over.join(', ')}`);
  });
}

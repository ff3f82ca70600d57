// The sizes that README and docs/performance.md tell, against what was measured.
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

const KILOBYTE = 1000;
/** How far what is told may be off: sizes are told in whole kilobytes, and large ones move by more. */
const mostOff = (bytes) => Math.max(0.6 * KILOBYTE, 0.005 * bytes);

const FIRST = 'WebAssembly before the first photo';
const VENDORS = 'WebAssembly for calls of vendors';
const SDK = 'JavaScript of the SDK';
const CAPTURE = 'JavaScript of the capture component';

/** Of each page, its rows and the part that each tells: where there are two, what the first is larger than the second. */
const TOLD = {
  'README.md': {
    'JavaScript of the SDK, with the worker': [SDK],
    'WebAssembly before the first photo': [FIRST],
    'WebAssembly for calls of vendors, besides': [VENDORS, FIRST],
    '`<id-capture>`': [CAPTURE],
    'analyzing an image or a frame, when it is due': ['WebAssembly, on demand: scene'],
    'reading an MRZ from an image, when it is due': ['WebAssembly, on demand: zone'],
  },
  'docs/performance.md': {
    'WebAssembly before the first photo': [FIRST],
    'WebAssembly for calls of vendors': [VENDORS],
    'WebAssembly, on demand: analyzing': ['WebAssembly, on demand: scene'],
    'WebAssembly, on demand: the MRZ of an image': ['WebAssembly, on demand: zone'],
    'WebAssembly without SIMD, in place of all that': ['WebAssembly without SIMD'],
    'JavaScript of the SDK': [SDK],
    'JavaScript of `<id-capture>`': [CAPTURE],
    "JavaScript of the engine in the page's own thread": ["SDK, on demand: in the page's thread"],
  },
};

/** A sentence for each row that is missing or tells another size; `sizes` has the bytes of each part. */
export function wronglyTold(sizes, read = (page) => readFileSync(inRoot(page), 'utf8')) {
  return Object.entries(TOLD).flatMap(([page, rows]) => {
    const cells = new Map(
      read(page)
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split('|').map((cell) => cell.trim()))
        .map(([, label, size]) => [label, size]),
    );
    return Object.entries(rows).flatMap(([label, [part, less]]) => {
      const bytes = sizes[part] - (less === undefined ? 0 : sizes[less]);
      const told = cells.get(label);
      const isTrue = told !== undefined && Math.abs(Number(told) * KILOBYTE - bytes) <= mostOff(bytes);
      return isTrue
        ? []
        : [`${page} tells ${told ?? 'nothing'} of “${label}”, which is ${(bytes / KILOBYTE).toFixed(1)} KB`];
    });
  });
}

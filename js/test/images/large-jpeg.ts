// JPEG files of any size, made in a moment: a few rows of MCUs are coded, and rows are repeated at restart markers.
import { concat } from '../fixtures.js';

/** What a file is like. Chroma is subsampled two by two, as phones do it, unless it is `full`. */
export interface Shape {
  width: number;
  height: number;
  progressive: boolean;
  /** One sample of chroma for each pixel, as cameras write at their highest quality. */
  full?: boolean;
  /** How much more detail than usual there is: 1 where it is left out. */
  detail?: number;
}

/** Rows of MCUs that differ. */
const PATTERNS = 12;
/** Luma blocks of an MCU side by side, and on top of each other. */
const factorOf = ({ full = false }: Shape): 1 | 2 => (full ? 1 : 2);
/** Pixels of an MCU side by side, and on top of each other. */
const mcuOf = (shape: Shape): number => 8 * factorOf(shape);

/** A scan: its components, its band in zigzag order, and its bits (T.81 G.1.1.1). */
interface Scan {
  components: number[];
  start: number;
  end: number;
  high: number;
  low: number;
}

const scan = (components: number[], [start, end]: [number, number], [high, low]: [number, number]): Scan => ({
  components,
  start,
  end,
  high,
  low,
});

const SEQUENTIAL = [scan([0, 1, 2], [0, 63], [0, 0])];
/** The order that libjpeg writes, and after it most phones. */
const PROGRESSIVE = [
  scan([0, 1, 2], [0, 0], [0, 1]),
  scan([0], [1, 5], [0, 2]),
  scan([2], [1, 63], [0, 1]),
  scan([1], [1, 63], [0, 1]),
  scan([0], [6, 63], [0, 2]),
  scan([0], [1, 63], [2, 1]),
  scan([0, 1, 2], [0, 0], [1, 0]),
  scan([2], [1, 63], [1, 0]),
  scan([1], [1, 63], [1, 0]),
  scan([0], [1, 63], [1, 0]),
];

/** A file with the detail of a photo: about two bits a pixel, where neither `full` nor `detail` ask for more. */
export function largeJpeg(shape: Shape): Uint8Array<ArrayBuffer> {
  const mcus = Math.ceil(shape.width / mcuOf(shape));
  const patterns = Array.from({ length: PATTERNS }, (_, seed) => mcuRow(mcus, seed + 1, shape));
  const parts = [head(shape)];
  for (const one of shape.progressive ? PROGRESSIVE : SEQUENTIAL) parts.push(...scanData(one, shape, patterns));
  return concat([...parts, Uint8Array.of(0xff, 0xd9)]);
}

/** The blocks of one row of MCUs: row after row of each component, coefficients in zigzag order. */
type McuRow = Int16Array[][][];

function mcuRow(mcus: number, seed: number, shape: Shape): McuRow {
  const random = generator(seed);
  const factor = factorOf(shape);
  const rows = (count: number, columns: number, detail: number): Int16Array[][] =>
    Array.from({ length: count }, () => blocks(columns, detail * (shape.detail ?? 1), random));
  return [rows(factor, factor * mcus, 3), rows(1, mcus, 1), rows(1, mcus, 1)];
}

/** Blocks whose detail comes and goes, as in a photo, and falls with the frequency. */
function blocks(columns: number, detail: number, random: () => number): Int16Array[] {
  let [level, activity] = [0, 1];
  return Array.from({ length: columns }, () => {
    level = level * 0.97 + (random() - 0.5) * 60;
    activity = Math.max(0.15, activity * 0.9 + random() * 0.2);
    const block = new Int16Array(64);
    for (let k = 1; k < 64; k += 1) {
      const laplacian = Math.log(1 - random()) * (random() < 0.5 ? -1 : 1);
      block[k] = Math.trunc((laplacian * detail * activity) / (1 + k / 4));
    }
    block[0] = Math.round(level);
    return block;
  });
}

/** Numbers from 0 to 1, the same at each run: a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function head(shape: Shape): Uint8Array<ArrayBuffer> {
  const { width, height, progressive } = shape;
  const luma = factorOf(shape) * 0x11;
  const steps = (step: (k: number) => number): number[] => Array.from({ length: 64 }, (_, k) => Math.round(step(k)));
  const counts = (length: number, count: number): number[] =>
    Array.from({ length: 16 }, (_, at) => (at + 1 === length ? count : 0));
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...steps((k) => 3 + k / 4), 1, ...steps((k) => 4 + k / 2)]),
    ...segment(progressive ? 0xc2 : 0xc0, [8, ...two(height), ...two(width), 3, 1, luma, 0, 2, 0x11, 1, 3, 0x11, 1]),
    // Every code is its symbol: DC in 4 bits, AC in 8.
    ...segment(0xc4, [0, ...counts(4, 12), ...Array(12).keys()]),
    ...segment(0xc4, [0x10, ...counts(8, 255), ...Array(255).keys()]),
  ]);
}

const two = (number: number): [number, number] => [number >> 8, number & 0xff];
const segment = (code: number, content: number[]): number[] => [0xff, code, ...two(content.length + 2), ...content];

/** A scan with a restart marker behind each of its rows. */
function scanData(one: Scan, shape: Shape, patterns: McuRow[]): Uint8Array<ArrayBuffer>[] {
  const { width, height } = shape;
  const [first] = one.components;
  const factor = factorOf(shape);
  const isWhole = one.components.length > 1;
  // A scan of one component ends where the component does (T.81 A.2.2).
  const sampled = (side: number): number => Math.ceil(Math.ceil(first === 0 ? side : side / factor) / 8);
  const [columns, rows] = isWhole
    ? [Math.ceil(width / mcuOf(shape)), Math.ceil(height / mcuOf(shape))]
    : [sampled(width), sampled(height)];
  const listed = one.components.flatMap((index) => [index + 1, 0]);
  const parameters = [one.components.length, ...listed, one.start, one.end, (one.high << 4) | one.low];
  const parts = [Uint8Array.from([...segment(0xdd, two(columns)), ...segment(0xda, parameters)])];
  const rowsOfMcu = !isWhole && first === 0 ? factor : 1;
  const coded = patterns.flatMap((pattern) =>
    Array.from({ length: rowsOfMcu }, (_, row) => codedRow(one, pattern, columns, row)),
  );
  for (let row = 0; row < rows; row += 1) {
    parts.push(coded[row % coded.length] ?? new Uint8Array());
    if (row + 1 < rows) parts.push(Uint8Array.of(0xff, 0xd0 + (row % 8)));
  }
  return parts;
}

function codedRow(one: Scan, pattern: McuRow, columns: number, row: number): Uint8Array<ArrayBuffer> {
  const bits = new Bits();
  const predictions = [0, 0, 0];
  for (let column = 0; column < columns; column += 1) {
    for (const index of one.components) {
      for (const block of blocksOfMcu(one, pattern[index] ?? [], { column, row })) {
        if (one.start === 0) predictions[index] = codeDc(bits, one, block[0] ?? 0, predictions[index] ?? 0);
        if (one.end > 0) codeAc(bits, one, block);
      }
    }
  }
  return bits.finish();
}

/** Two rows of two blocks where a component is sampled so and the scan has several components, else one block. */
function blocksOfMcu(one: Scan, rows: Int16Array[][], at: { column: number; row: number }): Int16Array[] {
  if (one.components.length === 1) return (rows[at.row] ?? []).slice(at.column, at.column + 1);
  return rows.flatMap((row) => row.slice(at.column * rows.length, (at.column + 1) * rows.length));
}

/** Gives the prediction for the next block. */
function codeDc(bits: Bits, { high, low }: Scan, value: number, prediction: number): number {
  if (high > 0) {
    bits.put((value >> low) & 1, 1);
    return 0;
  }
  const shifted = value >> low;
  const size = sizeOf(shifted - prediction);
  bits.put(size, 4);
  bits.putSigned(shifted - prediction, size);
  return shifted;
}

function codeAc(bits: Bits, one: Scan, block: Int16Array): void {
  if (one.high > 0) refineAc(bits, one, block);
  else firstAc(bits, one, block);
}

function firstAc(bits: Bits, { start, end, low }: Scan, block: Int16Array): void {
  let zeros = 0;
  for (let k = Math.max(start, 1); k <= end; k += 1) {
    const value = shifted(block, k, low);
    if (value === 0) {
      zeros += 1;
      continue;
    }
    for (; zeros > 15; zeros -= 16) bits.put(0xf0, 8);
    const size = sizeOf(value);
    bits.put((zeros << 4) | size, 8);
    bits.putSigned(value, size);
    zeros = 0;
  }
  if (zeros > 0) bits.put(0, 8);
}

function refineAc(bits: Bits, { start, end, low }: Scan, block: Int16Array): void {
  const isNew = (k: number): boolean => Math.abs(shifted(block, k, low)) === 1;
  let last = end;
  while (last >= start && !isNew(last)) last -= 1;
  let zeros = 0;
  let corrections: number[] = [];
  const emit = (symbol: number, sign?: number): void => {
    bits.put(symbol, 8);
    if (sign !== undefined) bits.put(sign, 1);
    for (const bit of corrections) bits.put(bit, 1);
    [zeros, corrections] = [0, []];
  };
  for (let k = start; k <= end; k += 1) {
    const value = shifted(block, k, low);
    if (value === 0) zeros += 1;
    else if (isNew(k)) emit((zeros << 4) | 1, value > 0 ? 1 : 0);
    else corrections.push(Math.abs(value) & 1);
    if (zeros === 16 && k < last) emit(0xf0);
  }
  if (last < end) emit(0);
}

/** A coefficient without its lowest bits, rounded towards zero (T.81 G.1.2.3). */
function shifted(block: Int16Array, k: number, low: number): number {
  const value = block[k] ?? 0;
  return value < 0 ? -(-value >> low) : value >> low;
}

const sizeOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

/** Bits, most significant first, with a zero byte behind each 0xFF. */
class Bits {
  #bytes: number[] = [];
  #pending = 0;
  #count = 0;

  put(value: number, count: number): void {
    this.#pending = (this.#pending << count) | value;
    this.#count += count;
    while (this.#count >= 8) {
      this.#count -= 8;
      const byte = (this.#pending >> this.#count) & 0xff;
      this.#bytes.push(byte);
      if (byte === 0xff) this.#bytes.push(0);
    }
    this.#pending &= (1 << this.#count) - 1;
  }

  putSigned(value: number, size: number): void {
    this.put((value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
  }

  finish(): Uint8Array<ArrayBuffer> {
    const padding = (8 - this.#count) % 8;
    this.put((1 << padding) - 1, padding);
    return Uint8Array.from(this.#bytes);
  }
}

// What scripts have to know of the binary form of WebAssembly.

/** The features of WebAssembly that wasm-opt is told as well; with others, binaryen would write what no browser reads. */
export const FEATURES = [
  'MutableGlobals',
  'NontrappingFPToInt',
  'SIMD128',
  'BulkMemory',
  'BulkMemoryOpt',
  'SignExt',
  'ReferenceTypes',
  'CallIndirectOverlong',
  'Multivalue',
];

/** Sections that hold what memory has at the start: data, and how many segments of it there are. */
const DATA_SECTIONS = [11, 12];
const [CODE_SECTION, DATA_SECTION] = [10, 11];
const ACTIVE = 0;
const I32_CONST = 0x41;
const END = 0x0b;
/** The magic number and the version. */
export const HEADER_BYTES = 8;

/**
 * The same module with other data: what it writes into memory when it is instantiated.
 *
 * @param {Uint8Array} wasm
 * @param {readonly { address: number, bytes: Uint8Array }[]} segments
 */
export function withData(wasm, segments) {
  const parts = [wasm.subarray(0, HEADER_BYTES)];
  for (const { id, start, end } of sections(wasm)) {
    if (!DATA_SECTIONS.includes(id)) parts.push(wasm.subarray(start, end));
    if (id === CODE_SECTION && segments.length > 0) parts.push(dataSection(segments));
  }
  return Buffer.concat(parts);
}

function dataSection(segments) {
  const parts = segments.flatMap(({ address, bytes }) => [
    Buffer.from([ACTIVE, I32_CONST, ...leb(address, 0x40), END, ...leb(bytes.length)]),
    bytes,
  ]);
  const content = Buffer.concat([Buffer.from(leb(segments.length)), ...parts]);
  return Buffer.concat([Buffer.from([DATA_SECTION, ...leb(content.length)]), content]);
}

/** LEB128 of a number below 2^31; for a signed one the last byte has to be below 0x40. */
function leb(value, last = 0x80) {
  const bytes = [];
  let rest = value;
  for (; rest >= last; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** Each section: its kind, where it begins, where its content begins, and its end. */
export function* sections(wasm) {
  const reader = { wasm, at: HEADER_BYTES };
  while (reader.at < wasm.length) {
    const start = reader.at;
    const id = wasm[reader.at++];
    const length = number(reader);
    const content = reader.at;
    reader.at += length;
    yield { id, start, content, end: reader.at };
  }
}

/** A LEB128 number below 2^31, read where the reader is. */
export function number(reader) {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = reader.wasm[reader.at++];
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte < 0x80) return value;
  }
}

/** A name or another text, read where the reader is. */
export function text(reader) {
  const length = number(reader);
  reader.at += length;
  return Buffer.from(reader.wasm.subarray(reader.at - length, reader.at)).toString();
}

/** Address, place in the file and length of each segment of data; as rustc and binaryen write them, all at constants. */
export function dataSegments(wasm) {
  for (const { id, content } of sections(wasm)) {
    if (id !== DATA_SECTION) continue;
    const reader = { wasm, at: content };
    return Array.from({ length: number(reader) }, () => dataSegment(reader));
  }
  return [];
}

function dataSegment(reader) {
  const [mode, constant] = [number(reader), number(reader)];
  const address = number(reader);
  const end = number(reader);
  if (mode !== ACTIVE || constant !== I32_CONST || end !== END) throw new Error('a data segment is not at a constant');
  const length = number(reader);
  const start = reader.at;
  reader.at += length;
  return { address, start, length };
}

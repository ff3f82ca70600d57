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
const HEADER_BYTES = 8;

/** The same module without what it would write into memory when it is instantiated. */
export function withoutData(wasm) {
  const parts = [wasm.subarray(0, HEADER_BYTES)];
  for (const { id, start, end } of sections(wasm))
    if (!DATA_SECTIONS.includes(id)) parts.push(wasm.subarray(start, end));
  return Buffer.concat(parts);
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

// Panics become traps: the texts they would format, and the places they name, take a twentieth of the wasm.
import { dataSegments, FEATURES } from './wasm-file.mjs';

/** What the standard library calls where a check fails. None of these functions returns. */
const PANICKING =
  /^<?(core|alloc|std|hashbrown)(\[[0-9a-f]+\])?::(?:panicking::.*|.*(?:_fail|_failed|_fail_rt|panic_already_\w+|handle_error|capacity_overflow))(::h[0-9a-f]{16}|\.\d+)?$/;
/** `core::panic::Location`: address and length of the file's name, line, column; four bytes each. */
const LOCATION_BYTES = 16;
/** No source file is longer, and no line wider: larger numbers are no location. */
const MOST_LINES = 20_000;
const MOST_COLUMNS = 400;

/**
 * The same module with an `unreachable` in place of everything that panics, and zeros in place of the source places.
 * Its functions must have names.
 *
 * @param {Uint8Array} wasm
 * @returns {Promise<Uint8Array>}
 */
export async function panicsToTraps(wasm) {
  const { default: binaryen } = await import('binaryen');
  const trapping = withTraps(wasm, binaryen);
  blankLocations(trapping);
  return trapping;
}

/** Names are kept, so that wasm-opt can write them down. */
function withTraps(wasm, binaryen) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(wasm);
  module.setFeatures(FEATURES.reduce((features, name) => features | binaryen.Features[name], 0));
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const reference = module.getFunctionByIndex(index);
    const { module: importedFrom, name } = binaryen.getFunctionInfo(reference);
    if (!importedFrom && PANICKING.test(name)) binaryen.Function.setBody(reference, module.unreachable());
  }
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** Overwrites each location in the data, and the names of files that they point to. */
function blankLocations(wasm) {
  const segments = dataSegments(wasm);
  const view = new DataView(wasm.buffer, wasm.byteOffset, wasm.byteLength);
  const names = [];
  for (const { address, start, length } of segments) {
    for (let at = start + (-address & 3); at + LOCATION_BYTES <= start + length; at += 4) {
      const name = nameOfLocation(wasm, segments, view, at);
      if (name === null) continue;
      wasm.fill(0, at, at + LOCATION_BYTES);
      names.push(name);
    }
  }
  for (const { start, end } of names) wasm.fill(0, start, end);
}

/** Where the name of the file stands if there is a location at `at`, else null. */
function nameOfLocation(wasm, segments, view, at) {
  const [address, length, line, column] = [0, 4, 8, 12].map((offset) => view.getUint32(at + offset, true));
  if (line === 0 || line > MOST_LINES || column === 0 || column > MOST_COLUMNS) return null;
  const segment = segments.find((one) => address >= one.address && address + length <= one.address + one.length);
  if (segment === undefined) return null;
  const start = segment.start + address - segment.address;
  const isSource = Buffer.from(wasm.subarray(start, start + length))
    .toString('latin1')
    .endsWith('.rs');
  return isSource ? { start, end: start + length } : null;
}

/** Whether `wanted` stands in `bytes` at `at`. */
export function startsWith(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}

/**
 * Where `wanted` first stands in `bytes` from `from` on, or -1.
 *
 * The time is linear in `bytes`, whatever both hold (Knuth, Morris and Pratt): a body can be made to match the
 * beginning of `wanted` everywhere. The native search jumps over what cannot match.
 */
export function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0];
  if (first === undefined) return from;
  const borders = bordersOf(wanted);
  let matched = 0;
  let jump = true;
  for (let at = from; at < bytes.length; at += 1) {
    if (matched === 0 && jump) {
      const found = bytes.indexOf(first, at);
      if (found < 0) return -1;
      // Where the first byte is frequent, stepping is cheaper than calling.
      jump = found - at > 16;
      at = found;
    }
    const byte = bytes[at];
    while (matched > 0 && byte !== wanted[matched]) matched = borders[matched - 1] ?? 0;
    if (byte === wanted[matched]) matched += 1;
    else jump ||= (at & 255) === 0;
    if (matched === wanted.length) return at - matched + 1;
  }
  return -1;
}

/** For each prefix of `wanted`, the length of its longest proper prefix that is its suffix too. */
function bordersOf(wanted: Uint8Array): number[] {
  const borders = [0];
  let length = 0;
  for (let at = 1; at < wanted.length; at += 1) {
    while (length > 0 && wanted[at] !== wanted[length]) length = borders[length - 1] ?? 0;
    if (wanted[at] === wanted[length]) length += 1;
    borders.push(length);
  }
  return borders;
}

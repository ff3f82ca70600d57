// Pictures made by code.
import { deflateSync } from 'node:zlib';

/** A PNG whose noise needs many bytes, the same at each run. */
export function noisePng(width: number, height: number): Uint8Array<ArrayBuffer> {
  let state = 1;
  return png(width, height, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return state >> 16;
  });
}

/** A PNG of one grey. */
export function plainPng(width: number, height: number): Uint8Array<ArrayBuffer> {
  return png(width, height, () => 200);
}

/** A PNG of a light card with dark strokes of print on a dark table. The card lies straight. */
export function cardPng(
  width: number,
  height: number,
  { topLeft, bottomRight }: { topLeft: { x: number; y: number }; bottomRight: { x: number; y: number } },
): Uint8Array<ArrayBuffer> {
  let at = -1;
  return png(width, height, () => {
    at += 1;
    const [x, y] = [(Math.floor(at / 3) % width) - topLeft.x, Math.floor(at / 3 / width) - topLeft.y];
    const [right, down] = [bottomRight.x - topLeft.x, bottomRight.y - topLeft.y];
    if (x < 0 || y < 0 || x >= right || y >= down) return 60;
    const isPrinted = x > 30 && y > 30 && x < right - 30 && y < down - 30 && y % 24 < 14 && x % 120 < 100;
    return isPrinted && (x % 9 < 3 || y % 24 < 3) ? 30 : 205;
  });
}

function png(width: number, height: number, sample: () => number): Uint8Array<ArrayBuffer> {
  const row = 1 + width * 3;
  const raw = new Uint8Array(row * height);
  for (let at = 0; at < raw.length; at += 1) raw[at] = at % row === 0 ? 0 : sample() & 0xff;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2], 8);
  const parts = [
    Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 1 })),
    chunk('IEND', new Uint8Array()),
  ];
  return concat(parts);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat([new TextEncoder().encode(type), data]);
  const whole = new Uint8Array(body.length + 8);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return whole;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0);
  }
  return ~crc >>> 0;
}

/** Byte arrays one after another. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

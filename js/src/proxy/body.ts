import type { Bytes } from './gateway.js';

/** A body was longer than it may be. */
export class TooLong extends Error {}

/** Nothing arrived for too long. */
export class Stalled extends Error {}

/** How much of a body is read, and how long one piece of it may take. */
export interface ReadLimits {
  readonly maxBytes: number;
  readonly stallMs: number;
  /** Ends the reading, even of a stream that does not heed it. */
  readonly signal?: AbortSignal;
}

/** Reads a body, counting while it arrives: at most one piece more than `maxBytes` is ever held. */
export async function readBody(stream: ReadableStream<Uint8Array> | null, limits: ReadLimits): Promise<Bytes> {
  if (stream === null) return new Uint8Array();
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await withinTime(reader.read(), limits.stallMs);
      if (done) return join(pieces, length);
      limits.signal?.throwIfAborted();
      length += value.length;
      if (length > limits.maxBytes) throw new TooLong();
      pieces.push(value);
    }
  } catch (error) {
    // The stream may be broken already; then there is nothing left to cancel.
    reader.cancel().catch(() => undefined);
    throw error;
  }
}

function join(pieces: readonly Uint8Array[], length: number): Bytes {
  const body = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return body;
}

async function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Stalled());
    }, ms);
  });
  try {
    return await Promise.race([work, stalled]);
  } finally {
    clearTimeout(timer);
  }
}

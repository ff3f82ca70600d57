import type { Bytes } from './gateway.js';

/** A body was longer than it may be. */
export class TooLong extends Error {}

/** A body arrived too slowly, or stopped arriving. */
export class Stalled extends Error {}

/** How much of a body is read, and how slowly it may arrive. */
export interface ReadLimits {
  readonly maxBytes: number;
  /** The longest pause between two pieces. */
  readonly stallMs: number;
  /** The longest time for the whole body. Default: no limit. */
  readonly totalMs?: number;
  /** The slowest rate, once the body has taken ten seconds. Default: no limit. */
  readonly minBytesPerSecond?: number;
  /** The length that the sender declared. */
  readonly declaredBytes?: number | undefined;
  /** Ends the reading, even of a stream that does not heed it. */
  readonly signal?: AbortSignal;
}

/** Reads a body, counting while it arrives: the memory it takes is bounded by its bytes, whatever its pieces. */
export async function readBody(stream: ReadableStream<Uint8Array> | null, limits: ReadLimits): Promise<Bytes> {
  if (stream === null) return new Uint8Array();
  const reader = stream.getReader();
  const body = new GrowingBytes(limits.maxBytes, limits.declaredBytes);
  const watch = new Watch(limits, () => {
    // A cancelled reader settles at once, even where the stream does not.
    reader.cancel().catch(() => undefined);
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      watch.throwIfEnded();
      if (done) return body.take();
      watch.received(value.length);
      body.append(value);
    }
  } catch (error) {
    // The stream may be broken already; then there is nothing left to cancel.
    reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    watch.stop();
  }
}

/** Below this a declared length is not believed: a promise costs the sender nothing. */
const TRUSTED_BYTES = 262_144;
const FIRST_BYTES = 2048;

/** One growing buffer. A list of pieces would take a hundred times the memory of one-byte pieces. */
class GrowingBytes {
  #bytes: Bytes = new Uint8Array();
  #length = 0;

  constructor(
    readonly maxBytes: number,
    readonly declaredBytes = 0,
  ) {}

  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.maxBytes) throw new TooLong();
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  take(): Bytes {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }

  #grow(needed: number): void {
    const doubled = Math.max(FIRST_BYTES, this.#bytes.length * 2);
    const declared = needed > TRUSTED_BYTES || this.declaredBytes < doubled ? this.declaredBytes : 0;
    const larger = new Uint8Array(Math.min(Math.max(needed, declared === 0 ? doubled : declared), this.maxBytes));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** How long a body may take before its rate counts. */
const GRACE_MS = 10_000;
const CHECK_MS = 1000;

/** Ends a body that stalls, drips or is no longer wanted. One timer a body, whatever its pieces. */
class Watch {
  readonly #start = performance.now();
  #last = this.#start;
  #bytes = 0;
  #ended: Error | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly limits: ReadLimits,
    readonly onEnd: () => void,
  ) {
    limits.signal?.addEventListener('abort', this.#aborted, { once: true });
    if (limits.signal?.aborted === true) this.#aborted();
    else this.#check();
  }

  received(bytes: number): void {
    this.#bytes += bytes;
    this.#last = performance.now();
  }

  throwIfEnded(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.limits.signal?.removeEventListener('abort', this.#aborted);
  }

  readonly #aborted = (): void => {
    this.#end(new DOMException('The operation was aborted.', 'AbortError'));
  };

  #end(reason: Error): void {
    this.#ended = reason;
    this.onEnd();
  }

  #check(): void {
    const { stallMs, totalMs = Infinity, minBytesPerSecond = 0 } = this.limits;
    const now = performance.now();
    const elapsed = now - this.#start;
    const isSlow = elapsed > GRACE_MS && this.#bytes < (minBytesPerSecond * elapsed) / 1000;
    if (now - this.#last >= stallMs || elapsed >= totalMs || isSlow) {
      this.#end(new Stalled());
      return;
    }
    const next = Math.min(CHECK_MS, stallMs - (now - this.#last), totalMs - elapsed);
    this.#timer = setTimeout(() => {
      this.#check();
    }, Math.ceil(next));
  }
}

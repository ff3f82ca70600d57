import type { Bytes } from './gateway.js';
import type { Pieces } from './pieces.js';

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
  /** Ends the reading, even of a body that does not heed it. */
  readonly signal?: AbortSignal;
}

/** Reads a body, counting while it arrives: the memory it takes is bounded by its bytes, whatever its pieces. */
export async function readBody(pieces: Pieces, limits: ReadLimits): Promise<Bytes> {
  const watched = new WatchedPieces(pieces, limits);
  const body = new GrowingBytes(limits.maxBytes, limits.declaredBytes);
  try {
    for (let piece = await watched.next(); piece !== undefined; piece = await watched.next()) body.append(piece);
    return body.take();
  } finally {
    watched.stop();
  }
}

/** Below this a declared length is not believed: a promise costs the sender nothing. */
const TRUSTED_BYTES = 262_144;
const FIRST_BYTES = 2048;

/** One growing buffer. A list of pieces would take a hundred times the memory of one-byte pieces. */
export class GrowingBytes {
  #bytes: Bytes = new Uint8Array();
  #length = 0;

  constructor(
    readonly maxBytes: number,
    readonly declaredBytes = 0,
    /** How many bytes are left free in front of them. */
    readonly roomBytes = 0,
  ) {}

  get length(): number {
    return this.#length;
  }

  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.maxBytes) throw new TooLong();
    if (this.roomBytes + length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(piece, this.roomBytes + this.#length);
    this.#length = length;
  }

  /** The bytes so far, without a copy: nothing may be appended afterwards. */
  take(): Bytes {
    return this.#bytes.subarray(this.roomBytes, this.roomBytes + this.#length);
  }

  #grow(needed: number): void {
    const doubled = Math.max(FIRST_BYTES, this.#length * 2);
    const declared = needed > TRUSTED_BYTES || this.declaredBytes < doubled ? this.declaredBytes : 0;
    const room = Math.min(Math.max(needed, declared === 0 ? doubled : declared), this.maxBytes);
    const larger = new Uint8Array(this.roomBytes + room);
    larger.set(this.#bytes.subarray(0, this.roomBytes + this.#length));
    this.#bytes = larger;
  }
}

/** How long a body may take before its rate counts. */
const GRACE_MS = 10_000;
const CHECK_MS = 1000;

/**
 * Pieces within limits. A body that stalls, drips, is too long or no longer wanted ends with an error, and its source
 * is cancelled. Only the time counts in which a piece was waited for. One timer a body, whatever its pieces.
 */
export class WatchedPieces implements Pieces {
  #bytes = 0;
  /** How long pieces were waited for, but for the one that is waited for now. */
  #waitedMs = 0;
  #since: number | undefined;
  #ended: Error | undefined;
  #fail: ((reason: Error) => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly pieces: Pieces,
    readonly limits: ReadLimits,
  ) {
    limits.signal?.addEventListener('abort', this.#aborted, { once: true });
    if (limits.signal?.aborted === true) this.#aborted();
    else this.#check();
  }

  /** How many bytes came so far. */
  get length(): number {
    return this.#bytes;
  }

  next(): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#since = performance.now();
      this.#fail = reject;
      this.pieces.next().then(
        (piece) => {
          if (this.#received(piece)) resolve(piece);
        },
        (error: unknown) => {
          this.#end(error instanceof Error ? error : new Error('the body broke', { cause: error }));
        },
      );
    });
  }

  cancel(): void {
    this.stop();
    this.pieces.cancel();
  }

  /** Watches no longer: the body has been read. */
  stop(): void {
    clearTimeout(this.#timer);
    this.limits.signal?.removeEventListener('abort', this.#aborted);
  }

  #received(piece: Uint8Array | undefined): boolean {
    if (this.#ended !== undefined) return false;
    this.#waitedMs += performance.now() - (this.#since ?? 0);
    this.#since = undefined;
    this.#bytes += piece?.length ?? 0;
    if (this.#bytes > this.limits.maxBytes) {
      this.#end(new TooLong());
      return false;
    }
    // Its promise would keep the piece.
    this.#fail = undefined;
    if (piece === undefined) this.stop();
    return true;
  }

  readonly #aborted = (): void => {
    this.#end(new DOMException('The operation was aborted.', 'AbortError'));
  };

  #end(reason: Error): void {
    this.#ended ??= reason;
    this.#fail?.(this.#ended);
    this.cancel();
  }

  #check(): void {
    const { stallMs, totalMs = Infinity, minBytesPerSecond = 0 } = this.limits;
    const pauseMs = this.#since === undefined ? 0 : performance.now() - this.#since;
    const elapsed = this.#waitedMs + pauseMs;
    const isSlow = elapsed > GRACE_MS && this.#bytes < (minBytesPerSecond * elapsed) / 1000;
    if (pauseMs >= stallMs || elapsed >= totalMs || isSlow) {
      this.#end(new Stalled());
      return;
    }
    const next = Math.min(CHECK_MS, stallMs - pauseMs, totalMs - elapsed);
    this.#timer = setTimeout(() => {
      this.#check();
    }, Math.ceil(next));
  }
}

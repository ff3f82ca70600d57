import type { IncomingMessage, OutgoingMessage } from 'node:http';
import type { Pieces } from './pieces.js';

/** Pieces of this length are passed on as they are; smaller ones are gathered. */
const LARGE_PIECE_BYTES = 4096;
const GATHERED_BYTES = 16_384;
/** How much is held of what nobody asked for yet. */
const QUEUED_BYTES = 65_536;

interface Waiting {
  resolve(piece: Uint8Array | undefined): void;
  reject(error: Error): void;
}

/**
 * The body of a message of `node:http`, read as fast as it is asked for. Cancelling it leaves the connection open.
 *
 * Small pieces are gathered: one object for each would take a hundred times the memory of one-byte pieces.
 */
export class IncomingPieces implements Pieces {
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  readonly #gathered = new Gathered((piece) => {
    this.#take(piece);
  });
  #waiting: Waiting | undefined;
  #isEnded = false;
  #error: Error | undefined;

  /** `onFirst` is called when the body is first asked for. */
  constructor(
    readonly message: IncomingMessage,
    private onFirst?: () => void,
  ) {
    message.on('data', this.#onData).pause();
    message.once('end', () => {
      if (!message.complete) return;
      this.#gathered.flush();
      this.#isEnded = true;
      this.#settle();
    });
    // Node reports a peer that goes away inside its body as an error of the body.
    message.once('error', (error) => {
      this.#error = error;
      this.#settle();
    });
  }

  next(): Promise<Uint8Array | undefined> {
    this.onFirst?.();
    delete this.onFirst;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (!this.#settle()) this.message.resume();
    });
  }

  cancel(): void {
    this.message.off('data', this.#onData);
    this.#queue.length = 0;
    this.message.resume();
  }

  readonly #onData = (piece: Uint8Array): void => {
    this.#gathered.add(piece);
    if (this.#queuedBytes >= QUEUED_BYTES) this.message.pause();
  };

  #take(piece: Uint8Array): void {
    this.#queue.push(piece);
    this.#queuedBytes += piece.length;
    this.#settle();
  }

  /** Gives who waits what there is, if there is anything. */
  #settle(): boolean {
    const waiting = this.#waiting;
    if (waiting === undefined) return false;
    const piece = this.#queue.shift();
    if (piece === undefined && !this.#isEnded && this.#error === undefined) return false;
    this.#waiting = undefined;
    this.#queuedBytes -= piece?.length ?? 0;
    if (piece === undefined && this.#error !== undefined) waiting.reject(this.#error);
    else waiting.resolve(piece);
    return true;
  }
}

/** Gathers the small pieces of one turn of the event loop into one. */
class Gathered {
  #bytes = new Uint8Array();
  #length = 0;
  #timer: ReturnType<typeof setImmediate> | undefined;

  constructor(readonly onPiece: (piece: Uint8Array) => void) {}

  add(piece: Uint8Array): void {
    if (this.#length + piece.length > GATHERED_BYTES || piece.length >= LARGE_PIECE_BYTES) this.flush();
    if (piece.length >= LARGE_PIECE_BYTES) {
      this.onPiece(piece);
      return;
    }
    if (this.#bytes.length < this.#length + piece.length) {
      const larger = new Uint8Array(this.#bytes.length === 0 ? Math.max(512, piece.length) : GATHERED_BYTES);
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
    this.#timer ??= setImmediate(() => {
      this.flush();
    });
  }

  flush(): void {
    clearImmediate(this.#timer);
    this.#timer = undefined;
    if (this.#length === 0) return;
    const block = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    this.onPiece(block);
  }
}

/** Waits until a message takes more of its body, or nobody reads it any longer. */
export function drained(message: OutgoingMessage): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      message.off('drain', done).off('close', done);
      resolve();
    };
    message.on('drain', done).on('close', done);
  });
}

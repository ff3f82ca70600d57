import { joined } from './bytes.js';
import { refused } from './errors.js';
import type { Passing } from './gateway.js';
import type { Intake } from './intake.js';
import type { Pieces } from './pieces.js';

const CLOSING_BRACE = 0x7d;
/** How much white space may stand behind a JSON object. */
const MAX_TRAILING_BYTES = 65_536;

/**
 * A body on its way to the vendor while it arrives.
 *
 * The last piece is held back until the whole body has passed its checks, so the vendor never has the whole of a
 * request that may not pass.
 */
export class Passage implements Pieces {
  /** Whether the vendor was given the last byte. */
  isFinished = false;
  /** Since when the vendor could have taken the next piece, or `undefined` while the client is waited for. */
  offeredAt: number | undefined = performance.now();
  /** Why the body ended before its end. */
  failure: Error | undefined;
  /** Called before the vendor gets the last piece; when it fails, the vendor does not get it. */
  beforeEnd: (() => Promise<void>) | undefined;
  /** Called with {@link failure}. */
  onFailure: ((failure: Error) => void) | undefined;
  readonly #waiting: Uint8Array[];

  constructor(
    readonly intake: Intake,
    readonly passing: Passing,
    held: Uint8Array,
  ) {
    this.#waiting = passing.before === undefined ? [held] : [passing.before, held];
  }

  /** How long the body will be for the vendor, where the client said how long it is. */
  get declaredBytes(): number | undefined {
    const { declaredBytes } = this.intake;
    if (declaredBytes === 0) return undefined;
    return declaredBytes + (this.passing.before?.length ?? 0) + (this.passing.ending?.bytes ?? 0);
  }

  async next(): Promise<Uint8Array | undefined> {
    if (this.isFinished) return undefined;
    this.offeredAt = undefined;
    try {
      return this.#waiting.length > 1 ? this.#waiting.shift() : await this.#read();
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error('the body broke', { cause: error });
      this.onFailure?.(this.failure);
      throw this.failure;
    } finally {
      this.offeredAt = performance.now();
    }
  }

  cancel(): void {
    this.intake.cancel();
  }

  async #read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const piece = await this.intake.next();
      const held = this.#waiting[0] ?? new Uint8Array();
      if (piece === undefined) {
        const last = this.#end(held);
        await this.beforeEnd?.();
        this.isFinished = true;
        this.#waiting.length = 0;
        return last;
      }
      if (this.passing.ending === undefined || !isBlank(piece)) {
        this.#waiting[0] = piece;
        return held;
      }
      if (held.length + piece.length > MAX_TRAILING_BYTES * 2) throw refused('the body has too much white space');
      this.#waiting[0] = joined(held, piece);
    }
  }

  /** The last piece, with what comes before the brace that ends the body. */
  #end(held: Uint8Array): Uint8Array {
    const { ending } = this.passing;
    if (ending === undefined) return held;
    const brace = held.lastIndexOf(CLOSING_BRACE);
    const inserted = new TextEncoder().encode(ending.text(this.intake.json ?? {}));
    return joined(joined(held.subarray(0, brace), inserted), held.subarray(brace));
  }
}

function isBlank(piece: Uint8Array): boolean {
  return piece.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

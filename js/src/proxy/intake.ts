import { ATTEMPT_HEADER } from './attempts.js';
import { encodeBase64 } from './base64.js';
import { GrowingBytes, Stalled, TooLong, WatchedPieces } from './body.js';
import { Refusal, refused } from './errors.js';
import { ClientGone } from './exchange.js';
import type { Bytes, RequestHead } from './gateway.js';
import { JsonProblem } from './json.js';
import type { Settings } from './options.js';
import { piecesOf } from './pieces.js';
import { bodyCheckOf, type BodyCheck } from './route.js';

/** A body of a client: read within limits, checked while it arrives. */
export class Intake {
  readonly #source: WatchedPieces;
  readonly #check: BodyCheck;
  /** There where the request may be one of two that are one. */
  readonly #samples: Samples | undefined;
  #json: Readonly<Record<string, unknown>> | undefined;
  #isWhole = false;

  constructor(
    readonly settings: Settings,
    readonly request: Request,
    readonly head: RequestHead,
  ) {
    const { maxBodyBytes, bodyTimeoutMs, minBytesPerSecond } = settings;
    if (this.declaredBytes > maxBodyBytes) throw this.#explain(new TooLong());
    if (request.headers.has(ATTEMPT_HEADER)) this.#samples = new Samples();
    this.#check = bodyCheckOf(head, settings.refuseSecret);
    this.#source = new WatchedPieces(piecesOf(request.body), {
      maxBytes: maxBodyBytes,
      stallMs: settings.timeoutMs,
      totalMs: bodyTimeoutMs,
      minBytesPerSecond,
    });
  }

  /** The length that the client declared, or 0. */
  get declaredBytes(): number {
    const declared = this.request.headers.get('content-length') ?? '';
    return /^\d{1,15}$/.test(declared) ? Number(declared) : 0;
  }

  /** How many bytes came so far. */
  get length(): number {
    return this.#source.length;
  }

  /** Whether the whole body came and passed its checks. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** The JSON object that the body is, once it is whole. Its long texts are empty. */
  get json(): Readonly<Record<string, unknown>> | undefined {
    return this.#json;
  }

  /**
   * Reads on until the body is whole or at least `bytes` are held, and gives what it read. Of the bytes in front of it in
   * its buffer, `roomBytes` are free. `before` is what was held already.
   */
  async hold(bytes: number, roomBytes = 0, before?: Bytes): Promise<Bytes> {
    const held = new GrowingBytes(this.settings.maxBodyBytes, this.declaredBytes, roomBytes);
    if (before !== undefined) held.append(before);
    while (held.length < bytes) {
      const piece = await this.next();
      if (piece === undefined) break;
      held.append(piece);
    }
    return held.take();
  }

  /**
   * The next piece, or `undefined` when the body is whole and has passed.
   *
   * @throws `Refusal` for a body that may not pass. @throws {@link ClientGone} when it will not become whole.
   */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#isWhole) return undefined;
    try {
      const piece = await this.#source.next();
      if (piece === undefined) {
        this.#json = this.#check.end();
        this.#isWhole = true;
      } else {
        this.#check.push(piece);
        this.#samples?.push(piece);
      }
      return piece;
    } catch (error) {
      this.cancel();
      throw this.#explain(error);
    }
  }

  /** What tells this attempt from another one. Reads the rest of the body. A request that is no attempt has none. */
  async fingerprint(): Promise<string> {
    if (this.#samples === undefined) throw new Error('only attempts have a fingerprint');
    while ((await this.next()) !== undefined);
    return this.#samples.digest(JSON.stringify([this.head.path, this.head.query, this.length]));
  }

  /** Nobody wants the rest. */
  cancel(): void {
    this.#source.cancel();
  }

  #explain(error: unknown): Error {
    if (error instanceof Refusal) return error;
    if (error instanceof JsonProblem) return refused(`the body ${error.message}`);
    if (error instanceof TooLong) {
      const { maxBodyBytes } = this.settings;
      return new Refusal('image_too_large', 413, `the body exceeds ${maxBodyBytes.toString()} bytes`);
    }
    if (error instanceof Stalled) return refused('the body arrived too slowly', 408);
    return this.request.signal.aborted ? new ClientGone() : refused('the body could not be read');
  }
}

const SAMPLE_BYTES = 512;
const SAMPLE_STEP = 32_768;

/**
 * Samples of a body, for hashing all of it would cost as much as sending it. Whoever makes two bodies with the same
 * samples deceives nobody but themselves.
 */
class Samples {
  readonly #samples = new GrowingBytes(Infinity);
  #at = 0;
  #digest: Promise<string> | undefined;

  push(piece: Uint8Array): void {
    const end = this.#at + piece.length;
    for (let step = Math.floor(this.#at / SAMPLE_STEP); step * SAMPLE_STEP < end; step += 1) {
      const start = Math.max(0, step * SAMPLE_STEP - this.#at);
      const stop = step * SAMPLE_STEP + SAMPLE_BYTES - this.#at;
      if (stop > start) this.#samples.append(piece.subarray(start, stop));
    }
    this.#at = end;
  }

  /** The digest of the samples and of `rest`: the first call decides. */
  digest(rest: string): Promise<string> {
    this.#digest ??= this.#compute(rest);
    return this.#digest;
  }

  async #compute(rest: string): Promise<string> {
    this.#samples.append(new TextEncoder().encode(rest));
    return encodeBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', this.#samples.take())));
  }
}

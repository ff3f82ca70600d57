import { isIdSnapError } from '../errors.js';
import type { PreparedImage } from '../images/prepared.js';
import { sha256, toBase64Url, type Bytes } from './bytes.js';
import { handoverError, invalid, tampered } from './errors.js';
import { seal, sealJson, unsealJson, type Keys, type Place } from './keys.js';
import type { Kept } from './kept.js';
import { checkOptions, checkSignal } from './checks.js';
import { pause, unlessAborted, type Life } from './life.js';
import { DONE, manifestNumber, photoPlace, type Subject } from './messages.js';
import { entryOf, packPhoto, type ManifestEntry } from './photo.js';
import type { Relay, RelayState } from './relay.js';
import { arrived, arrivedBefore, isOccupied } from './sent.js';
import type { AcceptedHandover, SendOptions } from './types.js';

/** What a phone has to know to go on after a reload. */
export interface KeptPhone {
  readonly token: string;
  readonly nonce: string;
  /** The photos that the relay is known to have. It may have more. */
  readonly sent: readonly ManifestEntry[];
}

/** What a phone's end is made of, once the computer has responded. */
export interface PhoneParts {
  readonly relay: Relay;
  readonly keys: Keys;
  readonly life: Life;
  readonly kept: Kept<KeptPhone>;
  readonly secrets: KeptPhone;
  readonly subject: Subject;
  readonly language: string | undefined;
  readonly code: string;
  readonly expiresAt: Date;
  /** The states to come. */
  readonly states: AsyncGenerator<RelayState, void>;
  readonly state: RelayState;
}

/** How often a place is tried that an earlier message of this phone may be written to. */
const TRIES = 7;
const FIRST_PAUSE_MS = 250;

/** The phone's end. Every tab that has its token is the same phone, and what the relay has counts for all of them. */
export class Phone implements AcceptedHandover {
  readonly #parts: PhoneParts;
  #sent: readonly ManifestEntry[];
  readonly #done: Promise<void>;
  #last: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(parts: PhoneParts) {
    this.#parts = parts;
    this.#sent = parts.secrets.sent;
    this.#done = this.#watch(parts.state);
    // It is told by `signal`, and by whatever is called next.
    this.#done.catch(() => undefined);
  }

  get kind(): string {
    return this.#parts.subject.kind;
  }

  get sides(): readonly string[] {
    return this.#parts.subject.sides;
  }

  get language(): string | undefined {
    return this.#parts.language;
  }

  get code(): string {
    return this.#parts.code;
  }

  get expiresAt(): Date {
    return this.#parts.expiresAt;
  }

  get sent(): readonly string[] {
    return this.#sent.map(({ side }) => side);
  }

  get signal(): AbortSignal {
    return this.#parts.life.signal;
  }

  send(side: string, image: PreparedImage | Blob, options: SendOptions = {}): Promise<void> {
    return this.#inOrder(() => this.#send(side, image, options));
  }

  finish(): Promise<void> {
    return this.#inOrder(async () => {
      for (let tries = 1; !(await this.#sendManifest(tries)); tries += 1);
      await this.#done;
    });
  }

  async cancel(): Promise<void> {
    const { life, relay, kept } = this.#parts;
    if (life.signal.aborted) return;
    kept.clear();
    life.end();
    await relay.farewell();
  }

  dispose(): void {
    this.#parts.life.end();
  }

  async #send(side: string, image: PreparedImage | Blob, options: SendOptions): Promise<void> {
    const { meta, signal } = checkSend(options);
    signal?.throwIfAborted();
    const { keys, subject, relay } = this.#parts;
    const plain = await packPhoto(image, meta);
    const entry = await entryOf(side, plain);
    const more = { signal, photoBytes: image instanceof Blob ? image.size : image.byteLength };
    if (this.#isUnsure || subject.sides[this.#sent.length] !== side) await this.#catchUp(signal);
    for (let tries = 1; !this.#has(entry); tries += 1) {
      const order = this.#sent.length;
      const next = subject.sides[order];
      if (side !== next) throw invalid('side', side, next ?? 'no further side');
      const place = photoPlace(keys.id, subject, order);
      this.#isUnsure = true;
      try {
        await relay.append(place.number, await seal(keys, place, plain), more);
        this.#keep([...this.#sent, entry]);
      } catch (error) {
        await this.#mayTryAgain(error, tries);
        await this.#catchUp(signal);
      }
    }
  }

  /** Sends the manifest, unless it is there. Says whether it is. */
  async #sendManifest(tries: number): Promise<boolean> {
    const { keys, subject, relay } = this.#parts;
    const place: Place = { id: keys.id, writer: 'phone', number: manifestNumber(subject) };
    const { phone, computer, ended } = await this.#catchUp();
    if (phone > place.number || computer > DONE || ended) return true;
    const missing = subject.sides[this.#sent.length];
    if (missing !== undefined) throw invalid('finish', `no photo of ${missing}`, 'all sides sent');
    try {
      await relay.append(place.number, await sealJson(keys, place, { photos: this.#sent }));
      return true;
    } catch (error) {
      // Where the response was lost, the computer may have ended the session well: its messages tell.
      if (isIdSnapError(error) && error.code === 'handover_ended') return true;
      await this.#mayTryAgain(error, tries);
      return false;
    }
  }

  /** Whether a message may be on its way that this page does not know to have arrived. */
  #isUnsure = false;

  /** Adopts what the relay has of this phone. */
  async #catchUp(signal?: AbortSignal): Promise<RelayState> {
    const state = await this.#parts.relay.state(undefined, signal);
    this.#keep(await arrived(this.#parts, this.#sent, state, signal));
    return state;
  }

  /** Whether this very photo arrived. @throws `invalid_field` when another one of its side did. */
  #has({ side, sha256: hash }: ManifestEntry): boolean {
    const before = this.#sent.find((sent) => sent.side === side);
    if (before !== undefined && before.sha256 !== hash) throw arrivedBefore(side);
    return before !== undefined;
  }

  /** Another message of this phone was there first, or is being written. @throws any other error, and this one at last. */
  async #mayTryAgain(error: unknown, tries: number): Promise<void> {
    if (!isOccupied(error) || tries >= TRIES) throw error;
    if (tries > 1) await pause(FIRST_PAUSE_MS * 2 ** tries, this.#parts.life.signal);
  }

  /** Settles when the computer has all; rejects when the handover ends otherwise. */
  async #watch(first: RelayState): Promise<void> {
    const { states, life, kept } = this.#parts;
    try {
      for (let state = first; !(await this.#isDone(state));) {
        if (state.ended) throw handoverError('handover_ended', 'the handover was ended on the computer');
        const { done, value } = await states.next();
        if (done === true) throw tampered('the states ended');
        state = value;
      }
      life.settle();
    } catch (error) {
      life.end(error);
      throw error;
    } finally {
      this.#isOver = true;
      if (!(life.signal.reason instanceof DOMException)) kept.clear();
      await states.return();
    }
  }

  async #isDone(state: RelayState): Promise<boolean> {
    const { keys, relay } = this.#parts;
    if (state.computer <= DONE) return false;
    await unsealJson(keys, { id: keys.id, writer: 'computer', number: DONE }, await relay.read(DONE));
    return true;
  }

  #keep(sent: readonly ManifestEntry[]): void {
    const { kept, secrets, life } = this.#parts;
    this.#sent = sent;
    this.#isUnsure = false;
    // What has ended leaves nothing behind.
    if (!life.signal.aborted && !this.#isOver) kept.save({ ...secrets, sent });
  }

  /** One after the other; what has ended does nothing more. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.#parts.life;
    const done = this.#last.then(() => {
      signal.throwIfAborted();
      return unlessAborted(signal, work());
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function checkSend(options: SendOptions): SendOptions {
  checkOptions('options', options);
  checkSignal(options.signal);
  return options;
}

/** Whether a nonce is the one that was committed to. */
export async function fits(nonce: Bytes, commitment: unknown): Promise<boolean> {
  return toBase64Url(await sha256(nonce)) === commitment;
}

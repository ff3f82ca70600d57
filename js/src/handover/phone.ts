import { isIdSnapError } from '../errors.js';
import type { PreparedImage } from '../images/prepared.js';
import { sha256, toBase64Url, type Bytes } from './bytes.js';
import { handoverError, invalid, tampered } from './errors.js';
import { seal, sealJson, unsealJson, type Keys, type Place } from './keys.js';
import type { Kept } from './kept.js';
import { unlessAborted, type Life } from './life.js';
import { DONE, manifestNumber, photoPlace, type Subject } from './messages.js';
import { entryOf, packPhoto, type ManifestEntry } from './photo.js';
import type { Relay, RelayState } from './relay.js';
import type { AcceptedHandover, SendOptions } from './types.js';

/** What a phone has to know to go on after a reload. */
export interface KeptPhone {
  readonly token: string;
  readonly nonce: string;
  /** What was sent, or may have been: the relay says how many of them it has. */
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

/** The phone's end. */
export class Phone implements AcceptedHandover {
  readonly #parts: PhoneParts;
  readonly #sent: ManifestEntry[];
  readonly #done: Promise<void>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: PhoneParts) {
    this.#parts = parts;
    this.#sent = parts.secrets.sent.slice(0, Math.max(0, parts.state.phone - 1));
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
      const { keys, subject, relay } = this.#parts;
      const missing = subject.sides[this.#sent.length];
      if (missing !== undefined) throw invalid('finish', `no photo of ${missing}`, 'all sides sent');
      const place: Place = { id: keys.id, writer: 'phone', number: manifestNumber(subject) };
      const { phone } = await relay.state();
      if (phone <= place.number) {
        const sealed = await sealJson(keys, place, { photos: this.#sent });
        await relay.append(place.number, sealed).catch(unlessEnded);
      }
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

  async #send(side: string, image: PreparedImage | Blob, { meta, signal }: SendOptions): Promise<void> {
    const { keys, subject, relay } = this.#parts;
    signal?.throwIfAborted();
    const plain = await packPhoto(image, meta);
    const entry = await entryOf(side, plain);
    await this.#settleUnknown();
    const before = this.#sent.find((sent) => sent.side === side);
    if (before?.sha256 === entry.sha256) return;
    const order = this.#sent.length;
    const next = subject.sides[order];
    if (side !== next) throw invalid('side', side, next ?? 'no further side');
    const place = photoPlace(keys.id, subject, order);
    const sealed = await seal(keys, place, plain);
    // Written down before it is sent: after a reload the manifest has to name what the relay has.
    this.#keep([...this.#sent, entry]);
    this.#unknown = entry;
    await relay.append(place.number, sealed, signal);
    this.#sent.push(entry);
    this.#unknown = undefined;
  }

  /** What was on its way when its call was aborted. */
  #unknown: ManifestEntry | undefined;

  async #settleUnknown(): Promise<void> {
    if (this.#unknown === undefined) return;
    const { phone } = await this.#parts.relay.state();
    if (phone > this.#sent.length + 1) this.#sent.push(this.#unknown);
    this.#unknown = undefined;
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
    const { kept, secrets } = this.#parts;
    kept.save({ ...secrets, sent });
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

/** Where the response to the last message was lost, the computer may have ended the session well: its messages tell. */
function unlessEnded(error: unknown): void {
  if (!isIdSnapError(error) || error.code !== 'handover_ended') throw error;
}

/** Whether a nonce is the one that was committed to. */
export async function fits(nonce: Bytes, commitment: unknown): Promise<boolean> {
  return toBase64Url(await sha256(nonce)) === commitment;
}

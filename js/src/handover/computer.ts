import { isIdSnapError } from '../errors.js';
import type { Bytes } from './bytes.js';
import { handoverError, notLoaded, tampered } from './errors.js';
import { linkOf, nonceOf, sealJson, unseal, unsealJson, type Keys, type LinkSecrets, type Place } from './keys.js';
import type { Kept } from './kept.js';
import type { Life } from './life.js';
import { DONE, HELLO, manifestNumber, photoPlace, WELCOME, type Subject } from './messages.js';
import { entryOf, unpackPhoto, type ManifestEntry } from './photo.js';
import type { Relay, RelayState } from './relay.js';
import { Steps } from './steps.js';
import type { HandoverOffer, HandoverPhoto, HandoverStep, QrCode } from './types.js';
import { watchStates } from './watch.js';

/** What a computer has to know to go on after a reload. */
export interface KeptOffer extends LinkSecrets {
  readonly token: string;
  readonly nonce: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  /** What is offered: another offer begins anew. */
  readonly about: string;
}

/** What a computer's end is made of, once its session is open. */
export interface ComputerParts {
  readonly relay: Relay;
  readonly keys: Keys;
  readonly secrets: KeptOffer;
  readonly kept: Kept<KeptOffer>;
  readonly life: Life;
  readonly subject: Subject;
  readonly page: string;
}

/** The computer's end. It reads every message of the phone in order, and believes only what decrypts at its place. */
export class Computer implements HandoverOffer {
  readonly url: string;
  readonly expiresAt: Date;
  readonly photos: Promise<readonly HandoverPhoto[]>;
  code: string | undefined;
  readonly #parts: ComputerParts;
  readonly #steps = new Steps();
  readonly #photos: HandoverPhoto[] = [];
  readonly #entries: ManifestEntry[] = [];
  #refused = 0;
  #read = 0;

  constructor(parts: ComputerParts) {
    this.#parts = parts;
    this.url = linkOf(parts.page, parts.secrets);
    this.expiresAt = new Date(parts.secrets.expiresAt);
    this.#steps.add({ step: 'waiting' });
    parts.relay.onDelay = (retryAfterMs) => {
      this.#steps.add({ step: 'delayed', retryAfterMs });
    };
    this.photos = this.#run();
    // Whoever looks at the steps alone need not handle it.
    this.photos.catch(() => undefined);
  }

  async qr(): Promise<QrCode> {
    const { qrOf } = await import('./qr.js').catch((cause: unknown) => {
      throw notLoaded('the code of the QR code could not be loaded', cause);
    });
    return qrOf(this.url);
  }

  dispose(): void {
    this.#parts.life.end(new Disposal());
  }

  [Symbol.asyncIterator](): AsyncIterator<HandoverStep> {
    return this.#steps[Symbol.asyncIterator]();
  }

  async #run(): Promise<readonly HandoverPhoto[]> {
    const { life, relay } = this.#parts;
    try {
      for await (const state of watchStates(relay, life.signal)) {
        if (await this.#follow(state)) break;
      }
      life.settle();
      this.#parts.kept.clear();
      this.#steps.add({ step: 'done' });
      return this.#photos;
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.#steps.close();
    }
  }

  /** Reads what is new. Says whether all of it is there. */
  async #follow(state: RelayState): Promise<boolean> {
    const { subject, relay, life } = this.#parts;
    if (state.refused > this.#refused) this.#steps.add({ step: 'refused' });
    this.#refused = state.refused;
    const last = manifestNumber(subject);
    if (state.phone > last + 1) throw tampered('there are more messages than sides');
    for (; this.#read < state.phone; this.#read += 1) {
      const bytes = await relay.read(this.#read);
      life.signal.throwIfAborted();
      if (this.#read === HELLO) await this.#greet(bytes, state);
      else if (this.#read < last) await this.#takePhoto(bytes);
      else await this.#takeManifest(bytes);
    }
    if (this.#read > last) return true;
    if (state.ended) throw handoverError('handover_ended', 'the handover was ended on the phone');
    return false;
  }

  async #greet(bytes: Bytes, state: RelayState): Promise<void> {
    const { keys, secrets, relay } = this.#parts;
    const { nonce } = await unsealJson(keys, this.#placeOf('phone', HELLO), bytes);
    const fromPhone = nonceOf(nonce);
    this.#steps.add({ step: 'phone_connected' });
    // After a reload it is there already.
    if (state.computer <= WELCOME) {
      const welcome = await sealJson(keys, this.#placeOf('computer', WELCOME), { nonce: secrets.nonce });
      await relay.append(WELCOME, welcome);
    }
    this.code = await keys.codeOf(fromPhone, nonceOf(secrets.nonce));
    this.#steps.add({ step: 'code', code: this.code });
  }

  async #takePhoto(bytes: Bytes): Promise<void> {
    const { keys, subject } = this.#parts;
    const order = this.#photos.length;
    const side = subject.sides[order] ?? '';
    const plain = await unseal(keys, photoPlace(keys.id, subject, order), bytes);
    this.#entries.push(await entryOf(side, plain));
    this.#photos.push(await unpackPhoto(side, plain));
    this.#steps.add({ step: 'side_done', side, done: order + 1, count: subject.sides.length });
  }

  async #takeManifest(bytes: Bytes): Promise<void> {
    const { keys, subject, relay } = this.#parts;
    const manifest = await unsealJson(keys, this.#placeOf('phone', manifestNumber(subject)), bytes);
    if (JSON.stringify(manifest['photos']) !== JSON.stringify(this.#entries)) {
      throw tampered('the photos are not those of the manifest');
    }
    const done = await sealJson(keys, this.#placeOf('computer', DONE), {});
    // The photos are whole: what the phone and the relay hear of it must not hold them back.
    void relay.farewell(DONE, done);
  }

  #placeOf(writer: Place['writer'], number: number): Place {
    return { id: this.#parts.keys.id, writer, number };
  }

  #fail(error: unknown): void {
    const { life, kept, relay } = this.#parts;
    const isOver = isIdSnapError(error) && error.code === 'handover_expired';
    this.#steps.add(isOver ? { step: 'expired' } : { step: 'failed', error });
    if (!(error instanceof Disposal)) kept.clear();
    // Where its time is over the relay forgets it anyway, and the phone shall hear of that and of no other end.
    if (!isOver && !(error instanceof Disposal)) void relay.farewell();
    life.end(error);
  }
}

/** A page that is left: what is kept stays, and the phone goes on. */
class Disposal extends DOMException {
  constructor() {
    super('the handover was disposed of', 'AbortError');
  }
}

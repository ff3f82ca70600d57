import { decodeBase64, encodeBase64 } from '../base64.js';
import { Refusal, refused } from '../errors.js';
import type { Bytes } from '../gateway.js';
import type { HandoverSettings } from './options.js';

/** Who writes a list of messages; the other one reads it. */
export type Writer = 'computer' | 'phone';

/** A session that lives. */
export interface Session {
  /** The hash of its id: whoever reads the store learns no id. */
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  readonly computer: string;
  readonly join: string;
}

/** What both sides may know of a session. */
export interface SessionState {
  /** How many messages the computer has written. */
  readonly computer: number;
  /** How many messages the phone has written. */
  readonly phone: number;
  /** How many phones were refused. */
  readonly refused: number;
  readonly ended: boolean;
}

/** What a computer opens a session with. */
export interface Opening {
  readonly session: string;
  readonly token: string;
  readonly join: string;
  readonly offer: Bytes;
}

/** A message that is to be written. */
interface Reservation {
  readonly session: Session;
  readonly writer: Writer;
  readonly number: number;
  readonly hash: string;
}

/** A message that is no photo, in bytes. */
export const SHORT_BYTES = 16_384;
/** What a photo may take more than its file: its head and its encryption. */
const PHOTO_EXTRA_BYTES = 65_536;
const COMPUTER_MESSAGES = 3;
/** Beside the photos: hello and manifest. */
const PHONE_EXTRA_MESSAGES = 2;
/** The calls of the store that an append makes, each of which has its own limit. */
const APPEND_CALLS = 3;
const APPEND_POLL_MS = 50;
const MINUTE_MS = 60_000;

/** No session, no such token, or too late: whoever guesses learns nothing from the difference. */
const expired = (): Refusal => new Refusal('handover_expired', 404, 'there is no such session, or its time is over');
const ended = (): Refusal => new Refusal('handover_ended', 410, 'the session has ended');

/** The sessions in a store. Whatever is written expires with its session. */
export class Sessions {
  constructor(readonly settings: HandoverSettings) {}

  /** Opens a session. The same opening again is the same session. */
  async open({ session: id, token, join, offer }: Opening): Promise<Session> {
    const { expiresMs, store } = this.settings;
    const name = await hashOf(id);
    const hashes = { computer: await hashOf(token), join: await hashOf(join) };
    const fresh = { ...hashes, expiresAt: this.#now() + expiresMs };
    await store.setIfAbsent(keyOf(name), JSON.stringify(fresh), expiresMs);
    const session = await this.#load(name);
    if (session.computer !== hashes.computer || session.join !== hashes.join) {
      throw refused('the session belongs to somebody else', 409);
    }
    if ((await this.#list(session, 'computer')).length === 0) await this.append(session, 'computer', 0, offer);
    return session;
  }

  /** The session of an id. @throws `Refusal` when there is none. */
  async find(id: string): Promise<Session> {
    return this.#load(await hashOf(id));
  }

  /** Claims a session for the phone with this token. @throws `Refusal` when another one has it. */
  async claim(session: Session, join: string, token: string): Promise<void> {
    const { store } = this.settings;
    if ((await hashOf(join)) !== session.join) throw expired();
    const hash = await hashOf(token);
    if ((await store.get(keyOf(session.name, 'claim'))) === hash) return;
    // Nobody is another phone in a session that is over.
    if (await this.#hasEnded(session)) throw ended();
    if (await store.setIfAbsent(keyOf(session.name, 'claim'), hash, this.leftMs(session))) return;
    if ((await store.get(keyOf(session.name, 'claim'))) === hash) return;
    await store.increment(keyOf(session.name, 'refused'), this.leftMs(session));
    throw new Refusal('handover_taken', 409, 'another phone has claimed the session');
  }

  /** Whose token it is, and counts the request. @throws `Refusal` when it is nobody's, or makes too many requests. */
  async writerOf(session: Session, token: string): Promise<Writer> {
    const { store, maxRequestsPerMinute } = this.settings;
    const hash = await hashOf(token);
    const writer = hash === session.computer ? 'computer' : 'phone';
    if (writer === 'phone' && hash !== (await store.get(keyOf(session.name, 'claim')))) throw expired();
    const minute = Math.floor(this.#now() / MINUTE_MS);
    const count = await store.increment(keyOf(session.name, `minute:${minute.toString()}`), MINUTE_MS);
    if (count <= maxRequestsPerMinute) return writer;
    const headers = { 'retry-after': (60 - Math.floor((this.#now() % MINUTE_MS) / 1000)).toString() };
    throw new Refusal('rate_limited', 429, 'too many requests for this session', { headers });
  }

  /** The longest message of a writer, in bytes. */
  maxBytes(writer: Writer): number {
    return writer === 'computer' ? SHORT_BYTES : this.settings.maxPhotoBytes + PHOTO_EXTRA_BYTES;
  }

  /** Appends a message. The same bytes again change nothing. */
  async append(session: Session, writer: Writer, number: number, bytes: Bytes): Promise<void> {
    const { store, maxPhotos } = this.settings;
    if (await this.#hasEnded(session)) throw ended();
    const list = await this.#list(session, writer);
    const hash = await hashOf(bytes);
    if (list[number] === hash) return;
    const most = writer === 'computer' ? COMPUTER_MESSAGES : maxPhotos + PHONE_EXTRA_MESSAGES;
    if (number !== list.length || number >= most) throw refused('the message is not the next one', 409);
    if (await this.#reserve({ session, writer, number, hash })) return;
    // The list comes last: what it names is there.
    await store.set(keyOf(session.name, writer, number), encodeBase64(bytes), this.leftMs(session));
    await store.set(keyOf(session.name, writer), [...list, hash].join(' '), this.leftMs(session));
    if (await this.#hasEnded(session)) await this.#erase(session);
  }

  /** Reserves a number: of two messages that come for it at once, one is written. Says whether it is written already. */
  async #reserve({ session, writer, number, hash }: Reservation): Promise<boolean> {
    const { store, hookTimeoutMs } = this.settings;
    const key = keyOf(session.name, `${writer}-next`, number);
    // Where a writer dies, the number is free again after the time that its calls may take.
    const longestMs = APPEND_CALLS * hookTimeoutMs;
    if (await store.setIfAbsent(key, hash, Math.min(longestMs, this.leftMs(session)))) return false;
    if ((await store.get(key)) !== hash) throw refused('the message is not the next one', 409);
    // The same message is being written by an earlier attempt.
    for (const until = performance.now() + hookTimeoutMs; performance.now() < until;) {
      if ((await this.#list(session, writer))[number] === hash) return true;
      await new Promise((resolve) => setTimeout(resolve, APPEND_POLL_MS));
    }
    return false;
  }

  /** A message of `writer`. @throws `Refusal` when it is not there yet, or no longer. */
  async read(session: Session, writer: Writer, number: number): Promise<Bytes> {
    const text = await this.settings.store.get(keyOf(session.name, writer, number));
    const bytes = text === undefined || text === '' ? undefined : decodeBase64(text);
    if (bytes !== undefined) return bytes;
    if (await this.#hasEnded(session)) throw ended();
    throw new Refusal('not_found', 404, 'there is no such message yet');
  }

  /** How far both sides are. */
  async state(session: Session): Promise<SessionState> {
    const { store } = this.settings;
    const [computer, phone, count, isOver] = await Promise.all([
      this.#list(session, 'computer'),
      this.#list(session, 'phone'),
      store.get(keyOf(session.name, 'refused')),
      this.#hasEnded(session),
    ]);
    return { computer: computer.length, phone: phone.length, refused: Number(count ?? 0), ended: isOver };
  }

  /** Ends a session: what the phone wrote is deleted. */
  async end(session: Session): Promise<void> {
    await this.settings.store.set(keyOf(session.name, 'end'), '1', this.leftMs(session));
    await this.#erase(session);
  }

  /** How long a session has still to live, in milliseconds. */
  leftMs({ expiresAt }: Session): number {
    return Math.max(1, expiresAt - this.#now());
  }

  async #load(name: string): Promise<Session> {
    const text = await this.settings.store.get(keyOf(name));
    if (text === undefined) throw expired();
    const session = { name, ...(JSON.parse(text) as Omit<Session, 'name'>) };
    // A store may be late in forgetting.
    if (session.expiresAt <= this.#now()) throw expired();
    return session;
  }

  /** The hashes of what was written. */
  async #list(session: Session, writer: Writer): Promise<string[]> {
    const text = await this.settings.store.get(keyOf(session.name, writer));
    return text === undefined ? [] : text.split(' ');
  }

  async #hasEnded(session: Session): Promise<boolean> {
    return (await this.settings.store.get(keyOf(session.name, 'end'))) !== undefined;
  }

  /** A store need not be able to delete: what is empty and expires at once is gone too. */
  async #erase(session: Session): Promise<void> {
    const { store, maxPhotos } = this.settings;
    const numbers = Array.from({ length: maxPhotos + PHONE_EXTRA_MESSAGES }, (_, number) => number);
    await Promise.all(numbers.map((number) => store.set(keyOf(session.name, 'phone', number), '', 1)));
  }

  #now(): number {
    return this.settings.now().getTime();
  }
}

const keyOf = (name: string, ...parts: (string | number)[]): string => ['handover', name, ...parts].join(':');

async function hashOf(value: string | Bytes): Promise<string> {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return encodeBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

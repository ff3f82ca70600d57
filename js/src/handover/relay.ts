import type { HeaderSource } from '../client/delivery.js';
import type { Bytes } from './bytes.js';
import { handoverError } from './errors.js';
import { eventsOf } from './events.js';
import { Life, LONGEST_LIFE_MS, pause, unlessAborted } from './life.js';
import { ERROR_HEADER, refusalOf, unreadable, type Refused } from './refusal.js';

/** How far both sides are, as the relay says. It is not authenticated. */
export interface RelayState {
  readonly computer: number;
  readonly phone: number;
  readonly refused: number;
  readonly ended: boolean;
  readonly expiresInMs: number;
}

/** Where the relay is, and how it is asked. */
export interface RelayParts {
  readonly endpoint: string;
  readonly headers: HeaderSource | undefined;
  readonly fetch: typeof fetch;
  /** The token of this side. */
  readonly token: string;
  readonly id: string;
  /** The end of the session. */
  readonly signal: AbortSignal;
  /** Whether requests outlive the page. Default: they do not. */
  readonly keepalive?: boolean;
}

/** What is sent. */
interface Sending {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Bytes | object | undefined;
  readonly accept?: string;
  readonly photoBytes?: number | undefined;
}

/** One request, and what is made of its response. */
interface Order<T> extends Sending {
  readonly take: (response: Response) => Promise<T>;
  readonly signal?: AbortSignal | undefined;
  readonly limitMs?: number;
  /** How often it is tried. Default: until the session ends. */
  readonly attempts?: number;
  /** How long the relay may ask to wait in all, in milliseconds. Default: as long as it asks. */
  readonly mostWaitMs?: number;
}

const TOKEN_HEADER = 'x-idsnap-handover';
const PHOTO_HEADER = 'x-idsnap-photo-bytes';
/** How a handover begins: whoever waits for it sees nothing meanwhile. */
const START = { attempts: 4, mostWaitMs: 10_000 } as const;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;
const ATTEMPTS = 4;
const LIMIT_MS = 20_000;
const FAREWELL_MS = 60_000;
/** The relay holds a request for at most 50 seconds. */
const WAIT_MS = 65_000;
/** The slowest upload that is waited for. */
const BYTES_PER_MS = 20;
/** A photo with its head, as the relay lets pass at most. */
const MOST_BYTES = 33_000_000;
const LONGEST_READ_MS = LIMIT_MS + MOST_BYTES / BYTES_PER_MS;
/** The relay counts requests of a session by the minute. */
const SESSION_WAIT_MS = 60_000;
/** What the person is told of, where they can be. */
const TOLD_WAIT_MS = 2000;

/** What goes with a message. */
export interface AppendOptions {
  readonly signal?: AbortSignal | undefined;
  /** The length of the file of a photo, before its encryption. */
  readonly photoBytes?: number;
}

/** The relay as one side sees it. Every request is repeated until it succeeds, is refused, or the session ends. */
export class Relay {
  /** Hears of it when the relay asks this side to wait for so many milliseconds. */
  onDelay: (waitMs: number) => void = () => undefined;

  constructor(readonly parts: RelayParts) {}

  /** Opens the session. Gives how long it lives, in milliseconds. */
  open(join: string, offer: string): Promise<number> {
    const { id, token } = this.parts;
    const body = { session: id, token, join, offer };
    return this.#send({ method: 'POST', path: '', body, ...START, take: lifeOf });
  }

  /** Claims the session for this phone. Gives how long it lives, in milliseconds. */
  claim(join: string): Promise<number> {
    const { id, token } = this.parts;
    return this.#send({
      method: 'POST',
      path: `/${id}/claim`,
      body: { join, token },
      ...START,
      take: lifeOf,
    });
  }

  /** The state; once it is another than `seen`, where that is given. */
  state(seen?: string, signal?: AbortSignal): Promise<RelayState> {
    const query = seen === undefined ? '' : `?seen=${seen}`;
    const take = async (response: Response) => readState(await response.json());
    return this.#send({ method: 'GET', path: `/${this.parts.id}${query}`, take, signal, limitMs: WAIT_MS });
  }

  /** The states as they come, in a stream that ends by itself or with `signal`. It is not tried again. */
  async *states(signal: AbortSignal): AsyncGenerator<RelayState> {
    const accept = 'text/event-stream';
    const request = this.#request({ method: 'GET', path: `/${this.parts.id}`, accept }, 1, signal);
    const response = await unlessAborted(signal, request);
    if (!response.ok) throw (await unlessAborted(signal, refusalOf(response))).error;
    if (response.headers.get('content-type') !== accept || response.body === null) throw unreadable();
    for await (const data of eventsOf(response.body, signal)) yield readState(JSON.parse(data));
  }

  append(number: number, body: Bytes, { signal, photoBytes }: AppendOptions = {}): Promise<void> {
    const limits = { limitMs: LIMIT_MS + body.length / BYTES_PER_MS, mostWaitMs: SESSION_WAIT_MS };
    const take = () => Promise.resolve();
    const path = `/${this.parts.id}/${number.toString()}`;
    return this.#send({ method: 'POST', path, body, photoBytes, take, signal, ...limits });
  }

  /** A message of this side, as it arrived. */
  readOwn(number: number, signal?: AbortSignal): Promise<Bytes> {
    const path = `/${this.parts.id}/${number.toString()}?own`;
    return this.#send({ method: 'GET', path, take: bytesOf, signal, limitMs: LONGEST_READ_MS });
  }

  /** A message of the other side. */
  read(number: number): Promise<Bytes> {
    const path = `/${this.parts.id}/${number.toString()}`;
    return this.#send({ method: 'GET', path, take: bytesOf, limitMs: LONGEST_READ_MS });
  }

  /** Ends the session: what the phone wrote is deleted. */
  end(): Promise<void> {
    const take = () => Promise.resolve();
    return this.#send({ method: 'POST', path: `/${this.parts.id}/end`, take, attempts: ATTEMPTS });
  }

  /**
   * Ends the session, after a last message if there is one, although its signal may have aborted. It fails silently: the
   * session expires anyway.
   */
  async farewell(number?: number, bytes?: Bytes): Promise<void> {
    // The page may go on to another one at once.
    const relay = new Relay({ ...this.parts, signal: AbortSignal.timeout(FAREWELL_MS), keepalive: true });
    try {
      if (number !== undefined && bytes !== undefined) await relay.append(number, bytes);
      await relay.end();
    } catch {
      // Nobody waits for it.
    }
  }

  async #send<T>(order: Order<T>): Promise<T> {
    const life = new Life(this.parts.signal);
    const abort = () => {
      life.end(order.signal?.reason);
    };
    order.signal?.addEventListener('abort', abort, { once: true });
    if (order.signal?.aborted === true) abort();
    try {
      for (let attempt = 1, waitedMs = 0; ; attempt += 1) {
        const outcome = await this.#attempt(order, attempt, life.signal);
        if ('value' in outcome) return outcome.value;
        if (isFinal(order, outcome, { attempt, waitedMs })) throw outcome.error;
        const { waitMs = 0 } = outcome;
        waitedMs += waitMs;
        if (waitMs >= TOLD_WAIT_MS) this.onDelay(waitMs);
        await pause(Math.max(Math.min(waitMs, SESSION_WAIT_MS), backoff(attempt)), life.signal);
      }
    } finally {
      order.signal?.removeEventListener('abort', abort);
      life.settle();
    }
  }

  async #attempt<T>(order: Order<T>, attempt: number, signal: AbortSignal): Promise<Outcome<T>> {
    signal.throwIfAborted();
    const limit = new Life(signal);
    const timer = setTimeout(() => {
      limit.end();
    }, order.limitMs ?? LIMIT_MS);
    try {
      // A `fetch` of the page's own may take no notice of a signal.
      return await unlessAborted(limit.signal, this.#exchange(order, attempt, limit.signal));
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof SyntaxError) return { error: unreadable(cause), waitMs: 0 };
      return { error: handoverError('network_unreachable', 'the relay could not be reached', { cause }), waitMs: 0 };
    } finally {
      clearTimeout(timer);
      limit.settle();
    }
  }

  async #exchange<T>(order: Order<T>, attempt: number, signal: AbortSignal): Promise<Outcome<T>> {
    const response = await this.#request(order, attempt, signal);
    // A response of the customer's own to who may not open a session has any status.
    const isRefused = !response.ok || response.headers.get(ERROR_HEADER) !== null;
    return isRefused ? refusalOf(response) : { value: await order.take(response) };
  }

  async #request(
    { method, path, body, accept, photoBytes }: Sending,
    attempt: number,
    signal: AbortSignal,
  ): Promise<Response> {
    const { endpoint, headers: source = {}, fetch, token, keepalive = false } = this.parts;
    const headers = new Headers(typeof source === 'function' ? await source(attempt) : source);
    if (path !== '') headers.set(TOKEN_HEADER, token);
    if (accept !== undefined) headers.set('accept', accept);
    if (photoBytes !== undefined) headers.set(PHOTO_HEADER, photoBytes.toString());
    const init = { method, headers, signal, cache: 'no-store', redirect: 'manual', keepalive } as const;
    if (body === undefined) return fetch(`${endpoint}${path}`, init);
    const isBytes = body instanceof Uint8Array;
    headers.set('content-type', isBytes ? 'application/octet-stream' : 'application/json');
    return fetch(`${endpoint}${path}`, { ...init, body: isBytes ? body : JSON.stringify(body) });
  }
}

/** What came of an attempt. */
type Outcome<T> = { readonly value: T } | Refused;

/** Whether a failure is one that is not waited for any more. */
function isFinal<T>(order: Order<T>, refused: Refused, { attempt, waitedMs }: Progress): boolean {
  const { waitMs, attempts = Infinity } = refused;
  const isStart = order.attempts !== undefined;
  // A server that is not set up as it should be is told of at once, but must not end a handover by one bad moment.
  const most = isStart && attempts < Infinity ? 1 : Math.min(attempts, order.attempts ?? Infinity);
  return waitMs === undefined || attempt >= most || waitedMs + waitMs > (order.mostWaitMs ?? Infinity);
}

interface Progress {
  readonly attempt: number;
  readonly waitedMs: number;
}

/** Twice as long each time, and a part of it by chance, so that pages do not come back together. */
const backoff = (attempt: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.75 + Math.random() / 4);

async function lifeOf(response: Response): Promise<number> {
  const { expiresInMs } = (await response.json()) as { expiresInMs?: unknown };
  if (typeof expiresInMs !== 'number' || !(expiresInMs > 0)) throw new SyntaxError('no time');
  return Math.min(expiresInMs, LONGEST_LIFE_MS);
}

async function bytesOf(response: Response): Promise<Bytes> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > MOST_BYTES) throw new SyntaxError('too long a message');
  return bytes;
}

function readState(value: unknown): RelayState {
  const { computer, phone, refused, ended, expiresInMs } = (value ?? {}) as Partial<Record<keyof RelayState, unknown>>;
  const counts = [computer, phone, refused].filter((count) => Number.isSafeInteger(count) && Number(count) >= 0);
  if (counts.length < 3 || typeof ended !== 'boolean' || typeof expiresInMs !== 'number')
    throw new SyntaxError('no state');
  return { computer: Number(computer), phone: Number(phone), refused: Number(refused), ended, expiresInMs };
}

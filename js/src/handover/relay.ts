import type { HeaderSource } from '../client/delivery.js';
import type { IdSnapError } from '../errors.js';
import type { Bytes } from './bytes.js';
import { handoverError, type HandoverErrorCode } from './errors.js';
import { Life, pause } from './life.js';
import { eventsOf } from './events.js';

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
}

/** One request, and what is made of its response. */
interface Order<T> extends Sending {
  readonly take: (response: Response) => Promise<T>;
  readonly signal?: AbortSignal | undefined;
  readonly limitMs?: number;
  /** How often it is tried. Default: until the session ends. */
  readonly attempts?: number;
}

const TOKEN_HEADER = 'x-idsnap-handover';
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

/** The relay as one side sees it. Every request is repeated until it succeeds, is refused, or the session ends. */
export class Relay {
  constructor(readonly parts: RelayParts) {}

  /** Opens the session. Gives how long it lives, in milliseconds. */
  open(join: string, offer: string): Promise<number> {
    const { id, token } = this.parts;
    const body = { session: id, token, join, offer };
    return this.#send({ method: 'POST', path: '', body, attempts: ATTEMPTS, take: lifeOf });
  }

  /** Claims the session for this phone. Gives how long it lives, in milliseconds. */
  claim(join: string): Promise<number> {
    const { id, token } = this.parts;
    return this.#send({
      method: 'POST',
      path: `/${id}/claim`,
      body: { join, token },
      attempts: ATTEMPTS,
      take: lifeOf,
    });
  }

  /** The state; once it is another than `seen`, where that is given. */
  state(seen?: string): Promise<RelayState> {
    const query = seen === undefined ? '' : `?seen=${seen}`;
    const take = async (response: Response) => readState(await response.json());
    return this.#send({ method: 'GET', path: `/${this.parts.id}${query}`, take, limitMs: WAIT_MS });
  }

  /** The states as they come, in a stream that ends by itself or with `signal`. It is not tried again. */
  async *states(signal: AbortSignal): AsyncGenerator<RelayState> {
    const accept = 'text/event-stream';
    const response = await this.#request({ method: 'GET', path: `/${this.parts.id}`, accept }, 1, signal);
    if (!response.ok) throw (await refusalOf(response)).error;
    if (response.headers.get('content-type') !== accept || response.body === null) throw unreadable();
    for await (const data of eventsOf(response.body)) yield readState(JSON.parse(data));
  }

  append(number: number, body: Bytes, signal?: AbortSignal): Promise<void> {
    const limitMs = LIMIT_MS + body.length / BYTES_PER_MS;
    const take = () => Promise.resolve();
    return this.#send({ method: 'POST', path: `/${this.parts.id}/${number.toString()}`, body, take, signal, limitMs });
  }

  /** A message of the other side. */
  read(number: number): Promise<Bytes> {
    const path = `/${this.parts.id}/${number.toString()}`;
    return this.#send({ method: 'GET', path, take: bytesOf, limitMs: LIMIT_MS + MOST_BYTES / BYTES_PER_MS });
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
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await this.#attempt(order, attempt, life.signal);
        if ('value' in outcome) return outcome.value;
        if (outcome.waitMs === undefined || attempt >= (order.attempts ?? Infinity)) throw outcome.error;
        await pause(Math.max(outcome.waitMs, backoff(attempt)), life.signal);
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
      const response = await this.#request(order, attempt, limit.signal);
      if (response.ok) return { value: await order.take(response) };
      return await refusalOf(response);
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof SyntaxError) return { error: unreadable(cause), waitMs: 0 };
      return { error: handoverError('network_unreachable', 'the relay could not be reached', { cause }), waitMs: 0 };
    } finally {
      clearTimeout(timer);
      limit.settle();
    }
  }

  async #request({ method, path, body, accept }: Sending, attempt: number, signal: AbortSignal): Promise<Response> {
    const { endpoint, headers: source = {}, fetch, token, keepalive = false } = this.parts;
    const headers = new Headers(typeof source === 'function' ? await source(attempt) : source);
    if (path !== '') headers.set(TOKEN_HEADER, token);
    if (accept !== undefined) headers.set('accept', accept);
    const init = { method, headers, signal, cache: 'no-store', redirect: 'manual', keepalive } as const;
    if (body === undefined) return fetch(`${endpoint}${path}`, init);
    const isBytes = body instanceof Uint8Array;
    headers.set('content-type', isBytes ? 'application/octet-stream' : 'application/json');
    return fetch(`${endpoint}${path}`, { ...init, body: isBytes ? body : JSON.stringify(body) });
  }
}

/** What came of an attempt. A failure without `waitMs` is not tried again. */
type Outcome<T> = { readonly value: T } | { readonly error: IdSnapError; readonly waitMs?: number };

/** Twice as long each time, and a part of it by chance, so that pages do not come back together. */
const backoff = (attempt: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.75 + Math.random() / 4);

const unreadable = (cause?: unknown): IdSnapError =>
  handoverError('answer_unreadable', 'the relay gave something that is no response of it', { cause });

/** The relay's own codes that a page hears of as they are. */
const KEPT: readonly HandoverErrorCode[] = [
  'handover_expired',
  'handover_taken',
  'handover_ended',
  'image_too_large',
  'rate_limited',
];

async function refusalOf(response: Response): Promise<{ error: IdSnapError; waitMs?: number }> {
  const { status } = response;
  if (status === 0 || (status >= 300 && status < 400)) {
    return { error: handoverError('proxy_redirected', 'the address of the relay leads to another one') };
  }
  const reported = await reportedCode(response);
  const code = codeOf(reported, status);
  const error = handoverError(code, `the relay responded with ${status.toString()} (${code})`, { status });
  // A message that the state promised, and that another instance cannot see yet.
  const mayPass = error.retryable || (reported === 'not_found' && status === 404);
  return mayPass ? { error, waitMs: 1000 * Number(response.headers.get('retry-after') ?? 0) || 0 } : { error };
}

function codeOf(reported: string | undefined, status: number): HandoverErrorCode {
  const kept = KEPT.find((code) => code === reported);
  if (kept !== undefined) return kept;
  if (status === 401) return 'session_ended';
  if (status === 413) return 'image_too_large';
  if (status === 429) return 'rate_limited';
  // What stands between the page and the relay may be starting anew.
  return status >= 500 || status === 408 ? 'network_unreachable' : 'proxy_refused';
}

async function reportedCode(response: Response): Promise<string | undefined> {
  try {
    const body = (await response.json()) as { proxy?: { code?: unknown } } | null;
    const code = body?.proxy?.code;
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}

async function lifeOf(response: Response): Promise<number> {
  const { expiresInMs } = (await response.json()) as { expiresInMs?: unknown };
  if (typeof expiresInMs !== 'number' || !(expiresInMs > 0)) throw new SyntaxError('no time');
  return expiresInMs;
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

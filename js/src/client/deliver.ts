import type { HttpRequest, OperationName, Reply, VendorId } from '../../pkg/idsnap.js';
import { absolute } from '../engine/address.js';
import type { Engine } from '../engine/engine.js';
import { IdSnapError, invalidField, localError } from '../errors.js';
import { checkPlain, nameOf } from '../options.js';
import type { OnProgress } from '../progress.js';
import { Retryable } from './retry.js';

/** Where requests go, and with what. */
export interface Delivery {
  /**
   * The proxy: requests go to `{endpoint}/{vendor}{path of the vendor}`. An address, which may be relative to the page,
   * or a function that gives one for a vendor and operation.
   */
  endpoint: string | ((call: { vendor: VendorId; operation: string }) => string);
  /** Headers for the proxy, such as a session token: an object, or a function that is asked before each request. */
  headers?: HeaderSource;
  /** Posts in place of the engine's own transport, for interceptors and tests. Called as the global `fetch` is. */
  fetch?: typeof fetch;
  /** The longest that one request may take, its answer's body included, in milliseconds. Default 60,000; at most 2,000,000,000. */
  timeoutMs?: number;
}

/** Headers, or where to get them. */
export type HeaderSource =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** One request on its way. */
export interface Parcel {
  vendor: VendorId;
  operation: string;
  name: OperationName;
  /** Its body is gone while it is on its way, and comes back where the request may be sent again. */
  request: HttpRequest;
  signal: AbortSignal;
  onProgress: OnProgress;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/** With the grace, less than the 2^31 - 1 above which a timer fires at once. */
const MAX_TIMEOUT_MS = 2_000_000_000;
/** A worker that has not told of a deadline after this long does not answer any more. */
const GRACE_MS = 5_000;

/**
 * Sends a request to the proxy and reads the response.
 *
 * @throws {@link Retryable} where the request can be sent again; anything else where it cannot.
 */
export async function deliver(engine: Engine, delivery: Delivery, parcel: Parcel): Promise<Reply<unknown>> {
  const { name, request, signal, onProgress } = parcel;
  signal.throwIfAborted();
  const outgoing = await outgoingOf(delivery, parcel);
  const { body } = request;
  onProgress({ phase: 'upload', loaded: 0, total: body?.byteLength ?? 0 });
  const timeoutMs = Math.min(delivery.timeoutMs ?? DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS);
  if (delivery.fetch !== undefined) {
    return deliverBy(delivery.fetch, engine, { ...parcel, outgoing, timeoutMs });
  }
  const transfer = body === undefined ? [] : [body.buffer];
  const limits = { signal, onProgress, transfer, deadlineMs: timeoutMs + GRACE_MS };
  delete request.body;
  const headers = Array.from(outgoing.headers, ([name, value]) => ({ name, value }));
  const exchanged = await engine
    .call('exchange', [name, { ...outgoing, headers, timeoutMs }, body], limits)
    .catch((error: unknown) => {
      throw body === undefined ? new Retryable(error, undefined) : error;
    });
  if ('reply' in exchanged) return exchanged.reply;
  if (exchanged.body !== undefined) request.body = exchanged.body;
  throw new Retryable(new IdSnapError(exchanged.error), exchanged.retryAfter);
}

/** A request as it leaves. */
interface Outgoing {
  url: string;
  method: HttpRequest['method'];
  headers: Headers;
}

async function outgoingOf(delivery: Delivery, parcel: Parcel): Promise<Outgoing> {
  const url = address(delivery, parcel);
  const given = typeof delivery.headers === 'function' ? await delivery.headers() : delivery.headers;
  const own: unknown = given ?? {};
  checkPlain('options.headers', own);
  const headers = new Headers();
  for (const [name, value] of Object.entries(own) as [string, unknown][]) {
    try {
      if (typeof value !== 'string') throw new TypeError();
      headers.set(name, value);
    } catch {
      throw invalidField(`options.headers.${name}`, 'what cannot be sent', 'a header');
    }
  }
  // Of two by one name the last stands, which is the vendor's: the body is in the format that it says.
  for (const { name, value } of parcel.request.headers) headers.set(name, value);
  return { url, method: parcel.request.method, headers };
}

function address({ endpoint }: Delivery, { vendor, operation, request }: Parcel): string {
  const base: unknown = typeof endpoint === 'function' ? endpoint({ vendor, operation }) : endpoint;
  const isText = typeof base === 'string';
  try {
    if (isText) return absolute(`${base.replace(/\/+$/, '')}/${vendor}${request.path}`);
  } catch {
    // A relative address without a page.
  }
  throw invalidField('options.endpoint', isText ? 'a relative address' : nameOf(base), 'an absolute address');
}

/** A request on its way by the caller's own `fetch`. */
interface Fetched extends Parcel {
  outgoing: Outgoing;
  timeoutMs: number;
}

/** Sends by the caller's own `fetch`, from here, and has the response read where the core is. */
async function deliverBy(fetch: typeof globalThis.fetch, engine: Engine, fetched: Fetched): Promise<Reply<unknown>> {
  const { name, signal, onProgress } = fetched;
  let retryAfter: string | undefined;
  try {
    const response = await fetchWhole(fetch, fetched);
    retryAfter = response.retryAfter ?? undefined;
    onProgress({ phase: 'parse' });
    const body = new Uint8Array(response.body);
    return await engine.call('parse', [name, response.status, body], { signal, transfer: [body.buffer] });
  } catch (error) {
    throw new Retryable(error, retryAfter);
  }
}

/** A response, read to its end. */
interface Whole {
  status: number;
  retryAfter: string | null;
  body: ArrayBuffer;
}

async function fetchWhole(fetch: typeof globalThis.fetch, fetched: Fetched): Promise<Whole> {
  const { outgoing, request, signal, timeoutMs } = fetched;
  const stopping = new AbortController();
  const init: RequestInit = { method: outgoing.method, headers: outgoing.headers, signal: stopping.signal };
  if (request.body !== undefined) init.body = request.body;
  // Settles by itself: a `fetch` of the caller's own may take no notice of its signal.
  const stopped = new Promise<never>((_, reject) => {
    stopping.signal.onabort = () => {
      reject(stopping.signal.reason as Error);
    };
  });
  const onAbort = (): void => {
    stopping.abort(signal.reason);
  };
  signal.addEventListener('abort', onAbort);
  const timer = setTimeout(() => {
    stopping.abort(localError('deadline_exceeded', `no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return await Promise.race([readWhole(fetch, outgoing.url, init), stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

async function readWhole(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<Whole> {
  try {
    const response = await fetch(url, init);
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, retryAfter, body: await response.arrayBuffer() };
  } catch (cause) {
    throw localError('network_unreachable', 'the proxy could not be reached', cause);
  }
}

import type { HttpRequest, Incoming, Outgoing, VendorId } from '../../pkg/idsnap.js';
import { absolute } from './address.js';
import type { Engine } from '../engine/engine.js';
import { invalidField, localError } from '../errors.js';

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
  /** The longest that one request may take, its answer's body included, in milliseconds. Default 60,000. */
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
  request: HttpRequest;
  signal: AbortSignal | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/** Sends a request to the proxy and reads the whole answer. */
export async function deliver(engine: Engine, delivery: Delivery, parcel: Parcel): Promise<Incoming> {
  const { request, signal } = parcel;
  signal?.throwIfAborted();
  const url = address(delivery, parcel);
  const own = typeof delivery.headers === 'function' ? await delivery.headers() : delivery.headers;
  const headers = [...Object.entries(own ?? {}).map(([name, value]) => ({ name, value })), ...request.headers];
  const outgoing: Outgoing = { url, method: request.method, headers };
  const limits = { signal, deadlineMs: delivery.timeoutMs ?? DEFAULT_TIMEOUT_MS };
  if (delivery.fetch !== undefined) return fetchWhole(delivery.fetch, outgoing, request.body, limits);
  return engine.call('send', [outgoing, request.body], limits);
}

function address({ endpoint }: Delivery, { vendor, operation, request }: Parcel): string {
  const base: unknown = typeof endpoint === 'function' ? endpoint({ vendor, operation }) : endpoint;
  if (typeof base !== 'string') throw invalidField('options.endpoint', `a ${typeof base}`, 'an address');
  const whole = `${base.replace(/\/+$/, '')}/${vendor}${request.path}`;
  try {
    return absolute(whole);
  } catch {
    throw invalidField('options.endpoint', 'a relative address without a page', 'an absolute address');
  }
}

async function fetchWhole(
  fetch: typeof globalThis.fetch,
  { url, method, headers }: Outgoing,
  body: HttpRequest['body'],
  { signal, deadlineMs }: { signal: AbortSignal | undefined; deadlineMs: number },
): Promise<Incoming> {
  const controller = new AbortController();
  // Settles by itself: a `fetch` of the caller's own may take no notice of its signal.
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => {
      reject(controller.signal.reason as Error);
    });
  });
  const onAbort = (): void => {
    controller.abort(signal?.reason);
  };
  signal?.addEventListener('abort', onAbort);
  const timer = setTimeout(() => {
    controller.abort(localError('deadline_exceeded', `no answer within ${deadlineMs} ms`));
  }, deadlineMs);
  try {
    const pairs = headers.map(({ name, value }): [string, string] => [name, value]);
    const init: RequestInit = { method, headers: pairs, signal: controller.signal };
    if (body !== undefined) init.body = body;
    return await Promise.race([readWhole(fetch, url, init), stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function readWhole(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<Incoming> {
  try {
    const response = await fetch(url, init);
    const retryAfter = response.headers.get('retry-after');
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, body, ...(retryAfter === null ? {} : { retryAfter }) };
  } catch (cause) {
    throw localError('network_unreachable', 'the proxy could not be reached', cause);
  }
}

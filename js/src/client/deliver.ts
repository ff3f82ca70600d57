import type { HttpRequest, Mrz, OperationName, Reply, VendorId } from '../../pkg/idsnap.js';
import { absolute } from '../engine/address.js';
import type { Engine } from '../engine/engine.js';
import { tooLarge, unreachable } from '../engine/response-errors.js';
import { limit, MAX_TIMER_MS, scoped } from '../engine/scope.js';
import { completed, IdSnapError, invalidField, isIdSnapError, localError } from '../errors.js';
import { copied, legible, nameOf } from '../options.js';
import { tell } from '../progress.js';
import type { OnProgress } from '../progress.js';
import type { Delivery, ResponseEvent } from './delivery.js';
import type { deliverBy } from './by-fetch.js';
import { connected, Retryable } from './retry.js';

/** One request on its way. */
export interface Parcel {
  vendor: VendorId;
  operation: string;
  name: OperationName;
  /** Whether a request may be sent again. */
  repeat: boolean;
  /** The `Idempotency-Key`. Whoever knows it may get the response. */
  id: string;
  /** The id that listeners are told. */
  toldId: string;
  traceparent: string | undefined;
  /** Its body is gone while it is on its way, and comes back where the request may be sent again. */
  request: HttpRequest;
  signal: AbortSignal;
  onProgress: OnProgress;
  /** Whether the proxy may have the request. */
  sent: boolean;
  /** What the device read of the MRZ in its images. */
  mrz: readonly Mrz[];
}

/** How long one attempt may take where nothing else is said. */
export const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_STALL_MS = 20_000;
/** As much as the proxy lets through where nothing else is said. */
const DEFAULT_RESPONSE_BYTES = 32_000_000;
/** A worker that has not told of a deadline after this long does not answer any more. */
const GRACE_MS = 5_000;

/** What came back, and its HTTP status. */
export interface Delivered {
  reply: Reply<unknown>;
  status: number;
}

/**
 * Sends a request to the proxy and reads the response.
 *
 * @throws {@link Retryable} where the request can be sent again; anything else where it cannot.
 */
export async function deliver(
  engine: Engine,
  delivery: Delivery,
  parcel: Parcel,
  attempt: number,
): Promise<Reply<unknown>> {
  const { vendor, operation, toldId: id, request, signal, onProgress } = parcel;
  signal.throwIfAborted();
  await connected(signal);
  const timeoutMs = Math.min(delivery.timeoutMs ?? DEFAULT_TIMEOUT_MS, MAX_TIMER_MS);
  const outgoing = await scoped(signal, () => outgoingOf(delivery, parcel, attempt), limit(timeoutMs, 'headers'));
  const own = delivery.fetch && { deliverBy: await byFetch(signal), fetch: delivery.fetch };
  const bytes = request.body?.byteLength ?? 0;
  const event = { vendor, operation, id, attempt, method: request.method, bytes };
  onProgress({ phase: 'upload', loaded: 0, total: bytes });
  tell(delivery.onRequest, event);
  const limits = { timeoutMs, maxResponseBytes: delivery.maxResponseBytes ?? DEFAULT_RESPONSE_BYTES };
  parcel.sent = true;
  const start = performance.now();
  let end: Pick<ResponseEvent, 'status' | 'code'> = { code: 'aborted' };
  try {
    const { reply, status } = await (own === undefined
      ? deliverByEngine(engine, parcel, { ...outgoing, ...limits, stallMs: delivery.stallMs ?? DEFAULT_STALL_MS })
      : own.deliverBy(FETCH_TOOLS, { engine, parcel, fetch: own.fetch }, { ...outgoing, ...limits }));
    end = { status };
    return reply;
  } catch (thrown) {
    const error = thrown instanceof Retryable ? thrown.error : thrown;
    if (isIdSnapError(error)) end = { code: error.code, status: error.status };
    throw thrown;
  } finally {
    tell(delivery.onResponse, { ...event, durationMs: performance.now() - start, ...end });
  }
}

/** Why a call fails before it is sent where its code, which is loaded on demand, did not come. */
export const CODE_IS_MISSING = 'code of the SDK could not be loaded';

/** What the caller's own `fetch` is used with. Importing these where that is would divide the first bundle. */
const FETCH_TOOLS = { isIdSnapError, limit, Retryable, scoped, tooLarge, unreachable };

/** What the caller's own `fetch` is used with. */
export type FetchTools = Readonly<typeof FETCH_TOOLS>;

/** Few clients bring a `fetch` of their own: the code for it is loaded by their first request, before that is sent. */
async function byFetch(signal: AbortSignal): Promise<typeof deliverBy> {
  try {
    return (await scoped(signal, () => import('./by-fetch.js'))).deliverBy;
  } catch (cause) {
    signal.throwIfAborted();
    throw new Retryable(localError('network_unreachable', CODE_IS_MISSING, cause), undefined);
  }
}

async function deliverByEngine(
  engine: Engine,
  parcel: Parcel,
  { headers, ...outgoing }: Outgoing & { timeoutMs: number; stallMs: number; maxResponseBytes: number },
): Promise<Delivered> {
  const { name, request, signal, onProgress, mrz } = parcel;
  const { body } = request;
  const transfer = body === undefined ? [] : [body.buffer];
  const limits = { signal, onProgress, transfer, deadlineMs: outgoing.timeoutMs + GRACE_MS };
  delete request.body;
  const list = Array.from(headers, ([header, value]) => ({ name: header, value }));
  const exchanged = await engine
    .call('exchange', [name, { ...outgoing, headers: list, once: !parcel.repeat, mrz }, body], limits)
    .catch((error: unknown) => {
      throw body === undefined ? new Retryable(error, undefined) : error;
    });
  if ('reply' in exchanged) return exchanged;
  if (exchanged.body !== undefined) request.body = exchanged.body;
  parcel.sent = exchanged.sent;
  throw new Retryable(new IdSnapError(completed(exchanged.error)), exchanged.retryAfter);
}

/** A request as it leaves. */
export interface Outgoing {
  url: string;
  method: HttpRequest['method'];
  headers: Headers;
}

/** Names that a page may not set (Fetch standard, "forbidden request-header"), and those that say another body or method. */
const FORBIDDEN =
  /^(accept-(charset|encoding)|access-control-request-.+|connection|content-(encoding|length)|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|x-http-method(-override)?|x-method-override|(proxy|sec)-.*)$/i;

async function outgoingOf(delivery: Delivery, parcel: Parcel, attempt: number): Promise<Outgoing> {
  const url = address(delivery, parcel);
  const own = await givenHeaders(delivery, attempt);
  const headers = new Headers();
  for (const [name, value] of Object.entries(own) as [string, unknown][]) {
    try {
      if (typeof value !== 'string' || FORBIDDEN.test(name)) throw new TypeError();
      headers.set(name, value);
    } catch {
      throw invalidField(`options.headers.${name}`, 'what cannot be sent', 'a header');
    }
  }
  // Of two by one name the last stands, which is the vendor's: the body is in the format that it says.
  for (const { name, value } of parcel.request.headers) headers.set(name, value);
  headers.set('idempotency-key', parcel.id);
  if (parcel.traceparent !== undefined) headers.set('traceparent', parcel.traceparent);
  return { url, method: parcel.request.method, headers };
}

/** What a function of the caller's own throws is a wrong value of that option. */
async function givenHeaders({ headers }: Delivery, attempt: number): Promise<object> {
  const field = 'options.headers';
  try {
    return copied(field, (typeof headers === 'function' ? await headers(attempt) : headers) ?? {});
  } catch (cause) {
    return legible(field, () => {
      throw cause;
    });
  }
}

function address({ endpoint }: Delivery, { vendor, operation, request }: Parcel): string {
  const base: unknown = legible('options.endpoint', () =>
    typeof endpoint === 'function' ? endpoint({ vendor, operation }) : endpoint,
  );
  const isText = typeof base === 'string';
  try {
    if (isText) return absolute(`${base.replace(/\/+$/, '')}/${vendor}${request.path}`);
  } catch {
    // A relative address without a page.
  }
  throw invalidField('options.endpoint', isText ? 'a relative address' : nameOf(base), 'an absolute address');
}

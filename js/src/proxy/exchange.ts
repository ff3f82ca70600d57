import { readBody, Stalled, TooLong } from './body.js';
import { causeCodes, isCertificateCode } from './causes.js';
import { Refusal, vendorUnreachable } from './errors.js';
import type { VendorResponse } from './gateway.js';
import type { Settings } from './options.js';
import type { Passage } from './passage.js';
import { piecesOf } from './pieces.js';

/** The client went away before the vendor responded. */
export class ClientGone extends Error {}

/** One request to a vendor. */
export interface Parcel {
  readonly url: string;
  readonly init: RequestInit;
  /** Ends the request. Absent when it goes on without its client. */
  readonly signal?: AbortSignal | undefined;
  /** Whether it may be sent a second time when its connection broke before any response. */
  readonly mayRepeat: boolean;
  /** How long the vendor may take. */
  readonly timeoutMs: number;
  /** The body, if it is passed on while it arrives. */
  readonly passage?: Passage | undefined;
}

/**
 * Sends a request and reads the whole response, inside one deadline. The time in which the client is waited for does not
 * count.
 *
 * The deadline holds even where `fetch` does not heed its signal. Messages never hold the address: it may carry a token.
 */
export function exchange(settings: Settings, parcel: Parcel): Promise<VendorResponse> {
  const controller = new AbortController();
  const { signal, passage, timeoutMs } = parcel;
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', gone);
    };
    const stop = (reason: Error) => {
      settle();
      reject(reason);
      controller.abort();
    };
    const gone = () => {
      stop(new ClientGone());
    };
    const start = performance.now();
    const check = () => {
      const leftMs = passage === undefined ? timeoutMs - (performance.now() - start) : leftOf(passage, timeoutMs);
      if (leftMs <= 0) stop(timedOut(passage));
      else timer = setTimeout(check, Math.ceil(leftMs));
    };
    let timer = setTimeout(check, timeoutMs);
    signal?.addEventListener('abort', gone, { once: true });
    if (passage !== undefined) passage.onFailure = stop;
    if (signal?.aborted === true) gone();
    else requestVendor(settings, parcel, controller.signal).then(resolve, reject).finally(settle);
  });
}

/** How long the vendor has for its next step: to take a piece, or to respond to the last one. */
function leftOf({ offeredAt }: Passage, timeoutMs: number): number {
  return offeredAt === undefined ? timeoutMs : timeoutMs - (performance.now() - offeredAt);
}

/** Without its last byte the vendor has no request. */
function mayHave(passage: Passage | undefined): boolean {
  return passage?.isFinished ?? true;
}

function timedOut(passage: Passage | undefined): Refusal {
  const details = { reachedVendor: mayHave(passage) };
  return new Refusal('vendor_timeout', 504, 'the vendor did not respond in time', details);
}

async function requestVendor(settings: Settings, parcel: Parcel, signal: AbortSignal): Promise<VendorResponse> {
  const response = await send(settings, parcel, signal);
  const problem = problemOf(response);
  if (problem !== undefined) {
    response.body?.cancel().catch(() => undefined);
    throw problem;
  }
  const limits = { maxBytes: settings.maxAnswerBytes, stallMs: parcel.timeoutMs, signal };
  const body = await readBody(piecesOf(response.body), limits).catch((cause: unknown) => {
    const details = { cause, reachedVendor: true };
    if (cause instanceof TooLong)
      throw vendorUnreachable('the vendor sent a longer response than maxAnswerBytes', details);
    if (cause instanceof Stalled) throw timedOut(undefined);
    throw vendorUnreachable('the connection to the vendor broke inside its response', details);
  });
  return { status: response.status, headers: response.headers, body };
}

/** What `fetch` decodes everywhere. A body in another coding would reach the client undecoded and unchecked. */
const DECODED = ['identity', 'gzip', 'x-gzip', 'deflate', 'br'];

/** What a client cannot read from a proxy: Node takes a 407 for an error, and browsers repeat a request after a 421. */
const UNREADABLE = [407, 421];

/** Why a response cannot be passed on, by its head. */
function problemOf({ type, status, headers }: Response): Refusal | undefined {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return vendorUnreachable('the vendor responded with a redirect, which is not followed', { reachedVendor: true });
  }
  if (status < 200 || status > 599 || UNREADABLE.includes(status)) {
    return vendorUnreachable('the vendor responded with a status that cannot be passed on', { reachedVendor: true });
  }
  const codings = (headers.get('content-encoding') ?? 'identity').toLowerCase().split(/\s*,\s*/);
  if (codings.every((coding) => DECODED.includes(coding))) return undefined;
  return vendorUnreachable('the vendor responded in a content coding that was not asked for', { reachedVendor: true });
}

/** Where a connection never came about, the vendor has nothing. */
const UNSENT_CODES = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
];

/** Whether an error tells that the vendor cannot have the request. */
function isUnsent(error: unknown): boolean {
  return causeCodes(error).some((code) => UNSENT_CODES.includes(code) || isCertificateCode(code));
}

async function send(settings: Settings, parcel: Parcel, signal: AbortSignal): Promise<Response> {
  const init: RequestInit = { ...parcel.init, redirect: 'manual', signal };
  try {
    return await settings.fetch(parcel.url, init);
  } catch (cause) {
    if (parcel.passage?.failure !== undefined) throw parcel.passage.failure;
    const wasSent = mayHave(parcel.passage) && !isUnsent(cause);
    // A vendor closes idle connections, and a request may meet one that is just being closed.
    if (wasSent && parcel.mayRepeat && !signal.aborted) return send(settings, { ...parcel, mayRepeat: false }, signal);
    throw vendorUnreachable('the vendor could not be reached', { cause, reachedVendor: wasSent });
  }
}

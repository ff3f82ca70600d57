// Loaded where a client brings its own `fetch`. It imports nothing at run time that the first bundle has, or that would be
// divided further.
import type { Engine } from '../engine/engine.js';
import { isUnsent, readResponse } from '../engine/response.js';
import type { Incoming } from '../engine/response.js';
import type { Delivered, FetchTools, Outgoing, Parcel } from './deliver.js';

/** Who sends what, and who reads the response. */
interface Sender {
  engine: Engine;
  parcel: Parcel;
  fetch: typeof globalThis.fetch;
}

/** Sends by the caller's own `fetch`, from here, and has the response read where the core is. */
export async function deliverBy(
  tools: FetchTools,
  { engine, parcel, fetch }: Sender,
  { timeoutMs, maxResponseBytes, ...outgoing }: Outgoing & { timeoutMs: number; maxResponseBytes: number },
): Promise<Delivered> {
  const { name, signal, onProgress } = parcel;
  const longest = { maxBytes: maxResponseBytes, tooLarge: tools.tooLarge };
  const fetched = async (own: AbortSignal): Promise<Incoming> => {
    const { url, method, headers } = outgoing;
    const init: RequestInit = { method, headers, signal: own, redirect: 'manual' };
    if (parcel.request.body !== undefined) init.body = parcel.request.body;
    try {
      return await readResponse(await fetch(url, init), longest);
    } catch (cause) {
      if (tools.isIdSnapError(cause)) throw cause;
      parcel.sent = !isUnsent(cause);
      throw tools.unreachable(cause);
    }
  };
  let retryAfter: string | undefined;
  try {
    // Settles by itself: a `fetch` of the caller's own may take no notice of its signal.
    const response = await tools.scoped(signal, (own) => fetched(own.signal), tools.limit(timeoutMs, 'answer'));
    const { status, body } = response;
    ({ retryAfter } = response);
    onProgress({ phase: 'parse' });
    const limits = { signal, transfer: [body.buffer] };
    return { status, reply: await engine.call('parse', [name, response, parcel.mrz], limits) };
  } catch (error) {
    throw new tools.Retryable(error, retryAfter);
  }
}

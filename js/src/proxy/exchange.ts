import { readBody, Stalled, TooLong } from './body.js';
import { Refusal, vendorUnreachable } from './errors.js';
import type { VendorResponse } from './gateway.js';
import type { Settings } from './options.js';

/** The client went away before the vendor responded. */
export class ClientGone extends Error {}

/**
 * Sends a request and reads the whole response, inside one deadline.
 *
 * The deadline holds even where `fetch` does not heed its signal. Messages never hold the address: it may carry a token.
 */
export function exchange(
  settings: Settings,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<VendorResponse> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', gone);
    };
    const stop = (reason: Error) => {
      settle();
      reject(reason);
      controller.abort();
    };
    const gone = () => {
      stop(new ClientGone());
    };
    const timer = setTimeout(() => {
      stop(new Refusal('vendor_timeout', 504, 'the vendor did not respond in time'));
    }, settings.timeoutMs);
    signal.addEventListener('abort', gone, { once: true });
    if (signal.aborted) gone();
    else requestVendor(settings, url, init, controller.signal).then(resolve, reject).finally(settle);
  });
}

async function requestVendor(
  settings: Settings,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<VendorResponse> {
  const response = await send(settings, url, { ...init, signal });
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    response.body?.cancel().catch(() => undefined);
    throw vendorUnreachable('the vendor responded with a redirect, which is not followed');
  }
  const limits = { maxBytes: settings.maxAnswerBytes, stallMs: settings.timeoutMs, signal };
  const body = await readBody(response.body, limits).catch((error: unknown) => {
    if (error instanceof TooLong) throw vendorUnreachable('the vendor sent a longer response than maxAnswerBytes');
    if (error instanceof Stalled) throw new Refusal('vendor_timeout', 504, 'the vendor did not respond in time');
    throw vendorUnreachable('the connection to the vendor broke inside its response');
  });
  return { status: response.status, headers: response.headers, body };
}

async function send(settings: Settings, url: string, init: RequestInit): Promise<Response> {
  try {
    return await settings.fetch(url, { ...init, redirect: 'manual' });
  } catch {
    throw vendorUnreachable('the vendor could not be reached');
  }
}

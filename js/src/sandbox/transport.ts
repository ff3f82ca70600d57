import { json, type SimulatorDefinition } from './simulator.js';

/** What goes wrong on the way, before the vendor looks at the request; `undefined` if nothing does. */
export async function transportFailure(
  simulator: SimulatorDefinition,
  scenario: string,
  signal: AbortSignal,
): Promise<Response | undefined> {
  if (simulator.overrides?.some((name) => name === scenario) === true) return undefined;
  switch (scenario) {
    case 'server_error':
      return json({ message: 'Internal Server Error' }, 500);
    case 'gateway_html':
      return new Response('<html><head><title>502 Bad Gateway</title></head></html>', {
        status: 502,
        headers: { 'content-type': 'text/html' },
      });
    case 'malformed_json':
      return new Response('{"result": {"resultCode": "SUC', { headers: { 'content-type': 'application/json' } });
    case 'empty_answer':
      return new Response('', { headers: { 'content-type': 'application/json' } });
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: 'https://elsewhere.invalid/' } });
    case 'rate_limit':
      return json({ message: 'Too Many Requests' }, 429, { 'retry-after': '1' });
    case 'network_error':
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) });
    case 'hang':
      await wait(Number.POSITIVE_INFINITY, signal);
      return undefined;
    default:
      return undefined;
  }
}

/** Waits, and rejects as `fetch` does when the signal aborts. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('The operation was aborted.', 'AbortError'));
    };
    const timer = Number.isFinite(ms) && ms > 0 ? setTimeout(done, ms) : undefined;
    function done() {
      signal.removeEventListener('abort', stop);
      resolve();
    }
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    else if (ms <= 0) done();
  });
}

import type { Authorize, SubmissionOwnership } from '../options.js';
import { retryAfterOf } from '../passed-headers.js';
import type { Store } from '../store.js';

/** How long the owner of a submission is remembered. */
const OWNER_MS = 86_400_000;
const ASK_MS = 5000;
/** What the asked address is told of a request, beside its method and path. */
const ASKED_HEADERS = ['authorization', 'cookie', 'origin', 'x-request-id'];

/** Who makes the requests of a service that another server knows. */
export interface Visitors {
  readonly authorize: Authorize;
  readonly ownership: SubmissionOwnership<string>;
  /** The name that the asked server gave to a request's visitor. */
  nameOf(request: Request): string | undefined;
}

/**
 * Asks an address about each request: a status of 200 to 299 lets it pass, every other one becomes the response. A header
 * `x-idsnap-visitor` in it says who asks; then only they get the results of what they submitted.
 */
export function visitorsBy(address: string, store: Store): Visitors {
  const names = new WeakMap<Request, string>();
  const keyOf = (vendor: string, id: string) => `owner:${vendor}:${id}`;
  return {
    async authorize(request) {
      const headers = new Headers({
        'x-original-method': request.method,
        'x-original-uri': new URL(request.url).pathname,
      });
      for (const name of ASKED_HEADERS) {
        const value = request.headers.get(name);
        if (value !== null) headers.set(name, value);
      }
      const asked = await fetch(address, { headers, redirect: 'manual', signal: AbortSignal.timeout(ASK_MS) });
      await asked.body?.cancel();
      const name = asked.headers.get('x-idsnap-visitor');
      if (name !== null && name !== '') names.set(request, name);
      if (asked.ok) return true;
      return asked.status === 429 ? new Response(null, { status: 429, headers: retryAfter(asked) }) : false;
    },
    ownership: {
      async remember({ vendor, id, request }) {
        await store.set(keyOf(vendor, id), names.get(request) ?? '', OWNER_MS);
      },
      async owns({ vendor, id, request }) {
        return (await store.get(keyOf(vendor, id))) === (names.get(request) ?? '');
      },
      visitorOf: (request) => names.get(request),
    },
    nameOf: (request) => names.get(request),
  };
}

function retryAfter({ headers }: Response): Record<string, string> {
  const value = retryAfterOf(headers);
  return value === undefined ? {} : { 'retry-after': value };
}

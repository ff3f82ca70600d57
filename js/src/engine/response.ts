// Imports nothing at run time: what is loaded on demand has it too, and would divide the first bundle further.
import type { Read } from './protocol.js';

/** What the proxy's address gave, read to its end. */
export interface Incoming extends Read {
  /** The header `retry-after`, where it can be read. */
  retryAfter: string | undefined;
}

/** The longest response that is read, in bytes, and the error for a longer one. */
export interface Longest {
  maxBytes: number;
  tooLarge: (maxBytes: number) => Error;
}

/** By this header the proxy tells its own responses from a vendor's. */
const PROXY_HEADER = 'x-idsnap-proxy';

/** A response as it came, once its status and headers are there. `header` gives one by its name. */
export function incoming(
  status: number,
  header: (name: string) => string | null,
  body: Uint8Array<ArrayBuffer>,
): Incoming {
  const isProxys = header(PROXY_HEADER) === 'error';
  return { status, retryAfter: header('retry-after') ?? undefined, isProxys, body };
}

/** Reads a response to its end, up to so many bytes. */
export async function readResponse(response: Response, longest: Longest): Promise<Incoming> {
  const { headers, status } = response;
  // Of a `fetch` that was told to follow none, and did.
  const isForeign = response.redirected || response.type === 'opaqueredirect';
  const body = await readBody(response, longest);
  return incoming(isForeign ? 0 : status, (name) => headers.get(name), body);
}

async function readBody(response: Response, { maxBytes, tooLarge }: Longest): Promise<Uint8Array<ArrayBuffer>> {
  // An empty body is none, and a response that a caller's `fetch` made up may have only what gives it whole.
  const body = (response as Partial<Response>).body ?? new Blob([await response.arrayBuffer()]).stream();
  const reader = body.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let length = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw tooLarge(maxBytes);
    }
    parts.push(value);
  }
}

/** Codes of Node with which a connection never came about: nothing was sent. Browsers tell no page. */
const UNSENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|E\w+UNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Whether a `fetch` failed before anything was sent, as far as can be known. */
export function isUnsent(error: unknown): boolean {
  const { code } = (error as { cause?: { code?: unknown } } | undefined)?.cause ?? {};
  return UNSENT.test(String(code));
}

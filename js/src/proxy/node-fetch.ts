import {
  Agent,
  request as requestHttp,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as SecureAgent, request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { drained, IncomingPieces } from './node-body.js';
import { piecesOf, streamOf, type Pieces } from './pieces.js';

/** How the proxy's requests are made under Node. */
export interface NodeFetchOptions {
  /** How long an idle connection to a vendor is kept, in milliseconds. Default: 4,000. */
  idleMs?: number;
  /** How many connections to a vendor there may be at once; further requests wait. Default: no limit. */
  maxConnections?: number;
}

/**
 * Makes the proxy's requests by `node:http` and `node:https`, as its option `fetch`.
 *
 * It costs about half of the global `fetch` for each megabyte that is passed on, because no web streams are in between. A
 * connection that the vendor closed while it was idle is noticed, and the request goes out once more on another one if
 * the vendor cannot have had it. It follows no redirect and knows nothing of `setGlobalDispatcher`.
 */
export function nodeFetch({ idleMs = 4000, maxConnections = Infinity }: NodeFetchOptions = {}): (
  url: string,
  init: RequestInit,
) => Promise<Response> {
  const options = { keepAlive: true, keepAliveMsecs: 1000, timeout: idleMs, maxSockets: maxConnections };
  const agents = { 'http:': new Agent(options), 'https:': new SecureAgent(options) };
  return (url, init) => {
    const { protocol } = new URL(url);
    const secure = protocol === 'https:';
    const make = (more: RequestOptions) =>
      secure
        ? requestHttps(url, { ...more, agent: agents['https:'] })
        : requestHttp(url, { ...more, agent: agents['http:'] });
    return new Exchange(make, init).start();
  };
}

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** One request and its response. */
class Exchange {
  /** Whether any of the body was handed to the connection. */
  #isBegun = false;
  /** Whether all of it was. */
  #isSent = false;

  constructor(
    readonly make: (options: RequestOptions) => ClientRequest,
    readonly init: RequestInit,
  ) {}

  start(isRepeated = false): Promise<Response> {
    const { signal, method = 'GET' } = this.init;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const headers = { ...Object.fromEntries(new Headers(this.init.headers)), 'accept-encoding': 'identity' };
      const out = this.make({ method, headers });
      const abort = () => out.destroy(new DOMException('The operation was aborted.', 'AbortError'));
      signal?.addEventListener('abort', abort, { once: true });
      out.once('close', () => signal?.removeEventListener('abort', abort));
      out.once('response', (message: IncomingMessage) => {
        resolve(toResponse(message, out));
      });
      // Nobody asked for another protocol, and no response follows.
      out.once('upgrade', (_, socket) => {
        socket.destroy();
        reject(new TypeError('fetch failed: the protocol was changed'));
      });
      out.once('error', (error) => {
        if (!isRepeated && signal?.aborted !== true && this.#isStale(out, error)) {
          this.start(true).then(resolve, reject);
        } else reject(new TypeError('fetch failed', { cause: error }));
      });
      this.#write(out).catch((error: unknown) => {
        out.destroy(error instanceof Error ? error : new Error('the body broke', { cause: error }));
      });
    });
  }

  /** Whether a kept connection broke before the vendor can have had the request, which can be made once more. */
  #isStale(out: ClientRequest, error: NodeJS.ErrnoException): boolean {
    const isBroken = error.code === 'ECONNRESET' || error.code === 'EPIPE';
    // What is a text or bytes can be sent again; of a stream nothing may be gone.
    const isThere = this.init.body instanceof ReadableStream ? !this.#isBegun : !this.#isSent;
    return out.reusedSocket && isBroken && isThere;
  }

  async #write(out: ClientRequest): Promise<void> {
    const { body } = this.init;
    if (body instanceof ReadableStream) {
      await connected(out);
      await this.#pump(piecesOf(body), out);
    } else if (body instanceof Uint8Array) {
      out.setHeader('Content-Length', body.length);
      out.end(body, () => (this.#isSent = true));
    } else if (body === undefined || body === null) {
      // A request without a body is sent with its head.
      out.once('finish', () => (this.#isSent = true));
      out.end();
    } else throw new TypeError('this kind of body is not sent');
  }

  async #pump(pieces: Pieces, out: ClientRequest): Promise<void> {
    out.once('close', () => {
      pieces.cancel();
    });
    for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
      if (out.destroyed) return;
      this.#isBegun = true;
      if (!out.write(piece)) await drained(out);
    }
    out.end();
    this.#isSent = true;
  }
}

/** Waits for the connection, so that one that turns out to be closed takes nothing of the body with it. */
function connected(out: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    out.once('close', resolve).once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', resolve);
      else setImmediate(resolve);
    });
  });
}

const BODILESS = [204, 205, 304];

function toResponse(message: IncomingMessage, out: ClientRequest): Response {
  const { statusCode: status = 0, statusMessage = '' } = message;
  if (status < 200 || status > 599) {
    message.destroy();
    return Response.error();
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const plain = decoded(message);
  // A chain of codings is decoded by nobody here: it gets a name that the proxy does not take for decoded.
  if (plain === undefined) headers.set('content-encoding', 'unknown');
  // A response that came before the whole request leaves a connection that nobody can use again.
  message.once('end', () => {
    if (!out.writableFinished) out.destroy();
  });
  if (BODILESS.includes(status)) {
    message.resume();
    return new Response(null, { status, headers });
  }
  const body = streamOf(new IncomingPieces(plain ?? message));
  return new Response(body, { status, statusText: statusMessage, headers });
}

/** The body in plain form, as `fetch` gives it; `undefined` for a coding that is not known. */
function decoded(message: IncomingMessage): IncomingMessage | undefined {
  const coding = message.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity') return message;
  const decoder = DECODERS[coding]?.();
  if (decoder === undefined) return undefined;
  message.on('error', (error) => (decoder as unknown as Readable).destroy(error));
  return Object.assign(message.pipe(decoder) as unknown as IncomingMessage, { complete: true });
}

/** Runs a fetch-style handler, such as the proxy, under `node:http` and Express. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { misconfigured, refused, SAFETY_HEADERS, type Refusal } from './errors.js';
import { drained, IncomingPieces } from './node-body.js';
import { piecesOf, streamOf } from './pieces.js';

export { nodeFetch, type NodeFetchOptions } from './node-fetch.js';

/** How long a client may go on sending after it got its response, before its connection is closed. */
const DRAIN_MS = 2000;
/** A host name, or an address by number, with its port. */
const HOST = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?$/;
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** How a handler runs under Node. */
export interface NodeHandlerOptions {
  /** How long a client may take to read its whole response, in milliseconds. Default: 120,000. */
  sendTimeoutMs?: number;
}

/** Who sent a request. */
export interface ClientInfo {
  /** The address of the other end of the connection: that of the server in front, if there is one. */
  readonly address: string;
}

/** A fetch-style handler, such as the proxy. */
export type FetchHandler = (request: Request, client: ClientInfo) => Promise<Response>;

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/**
 * Adapts a fetch-style handler to `(req, res)`.
 *
 * The body streams in both directions, and the request's signal aborts when the client goes away. Mount it before
 * any body parser: a body that was parsed cannot be passed on byte for byte. Under Express the whole path counts, so
 * `basePath` names the mount path too.
 */
export function toNodeHandler(handler: FetchHandler, options: NodeHandlerOptions = {}): Listener {
  return listenerOf(handler, options, () => undefined);
}

/**
 * Has a server respond by a fetch-style handler. A client that sends `Expect: 100-continue` is told to go on when its
 * body is first read, and so after the checks that need no body.
 */
export function serveOn(server: Server, handler: FetchHandler, options: NodeHandlerOptions = {}): void {
  server.on('request', toNodeHandler(handler, options));
  server.on(
    'checkContinue',
    listenerOf(handler, options, (res) => {
      res.writeContinue();
    }),
  );
}

function listenerOf(
  handler: FetchHandler,
  { sendTimeoutMs = 120_000 }: NodeHandlerOptions,
  onBody: (res: ServerResponse) => void,
): Listener {
  return (req, res) => {
    const gone = new AbortController();
    res.once('close', () => {
      if (!res.writableFinished) gone.abort();
    });
    respond(handler, req, gone.signal, () => {
      onBody(res);
    })
      .then((response) => send(response, req, res, sendTimeoutMs))
      .catch(() => {
        // The head is out already or the socket is gone: the one thing left is to end the connection.
        res.destroy();
      });
  };
}

async function respond(
  handler: FetchHandler,
  req: IncomingMessage,
  signal: AbortSignal,
  onBody: () => void,
): Promise<Response> {
  if (req.readableDidRead || req.readableEnded) {
    const refusal = misconfigured('the body was read before the proxy: mount it before any body parser');
    return withOwnHeaders(refusal.toResponse());
  }
  const request = toRequest(req, signal, onBody);
  if (!(request instanceof Request)) return withOwnHeaders(request.toResponse());
  return handler(request, { address: req.socket.remoteAddress ?? '' });
}

/** What every response of the proxy carries, for one that the handler does not see. */
function withOwnHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(SAFETY_HEADERS)) response.headers.set(name, value);
  response.headers.set('x-request-id', crypto.randomUUID());
  return response;
}

function toRequest(req: IncomingMessage, signal: AbortSignal, onBody: () => void): Request | Refusal {
  const method = req.method ?? 'GET';
  const scheme = 'encrypted' in req.socket ? 'https' : 'http';
  const path = 'originalUrl' in req && typeof req.originalUrl === 'string' ? req.originalUrl : (req.url ?? '/');
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const host = req.headers.host ?? 'localhost';
  // Two servers may each believe another one of two.
  if ((req.headersDistinct['host']?.length ?? 0) > 1 || !HOST.test(host))
    return refused('the request names no usable host');
  try {
    const url = new URL(`${scheme}://${host}${path}`);
    // A path has one spelling: what is compared here must be what every server on the way compared.
    if (`${url.pathname}${url.search}` !== path) return refused('the path of the request is not in its plain form');
    const init: RequestInit & { duplex: 'half' } = { method, headers: toHeaders(req), signal, duplex: 'half' };
    return new Request(url, hasBody ? { ...init, body: streamOf(new IncomingPieces(req, onBody)) } : init);
  } catch {
    return refused('the request could not be read');
  }
}

function toHeaders(req: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(req.headersDistinct)) {
    if (HOP_BY_HOP.includes(name) || name.startsWith(':')) continue;
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

async function send(response: Response, req: IncomingMessage, res: ServerResponse, timeoutMs: number): Promise<void> {
  if (res.closed) {
    await response.body?.cancel();
    return;
  }
  // A client that does not read would hold its response in memory for ever.
  const timer = setTimeout(() => res.destroy(), timeoutMs);
  res.once('close', () => {
    clearTimeout(timer);
  });
  res.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie' && !HOP_BY_HOP.includes(name)) res.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader('set-cookie', cookies);
  res.once('finish', () => {
    stopUpload(req);
  });
  if (response.body !== null) await pipe(response.body, res);
  res.end();
}

async function pipe(body: ReadableStream<Uint8Array>, res: ServerResponse): Promise<void> {
  const pieces = piecesOf(body);
  for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
    if (res.destroyed) {
      pieces.cancel();
      return;
    }
    if (!res.write(piece)) await drained(res);
  }
}

/** A client that was refused reads its response first if its upload is not cut at once, but it cannot go on for ever. */
function stopUpload(req: IncomingMessage): void {
  if (req.complete) return;
  req.resume();
  const timer = setTimeout(() => req.socket.destroy(), DRAIN_MS);
  req.once('close', () => {
    clearTimeout(timer);
  });
}

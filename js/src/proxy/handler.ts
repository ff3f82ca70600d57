import { readBody, Stalled, TooLong } from './body.js';
import { checkOrigin, corsHeaders, preflight } from './cors.js';
import { ERROR_HEADER, misconfigured, Refusal, refused, type ProxyErrorCode } from './errors.js';
import { ClientGone, exchange } from './exchange.js';
import type { Bytes, Outgoing, VendorRequest, VendorResponse } from './gateway.js';
import type { GatewayRegistry, VendorOf, VendorOptions } from './gateways.js';
import { checkOptions, type CommonOptions, type Settings } from './options.js';
import { redact } from './redact.js';
import { checkBody, checkContentType, checkQuery, match, type Match } from './route.js';

/** Responds to one request. It never rejects: whatever fails becomes a response. */
export type ProxyHandler = (request: Request) => Promise<Response>;

/** The one thing the proxy says of itself: the vendor's firewall refuses requests without it. */
const USER_AGENT = 'idsnap-proxy';
const PASSED_HEADERS = ['content-type', 'content-language', 'retry-after'];
const BODILESS = [204, 205, 304];
/** The status that nobody will read: the client went away. */
const CLIENT_GONE = 499;

/** Nothing of a response is kept by a cache, nor run as a page of the proxy's origin. */
const SAFETY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
};

/** One request on its way, and what is known of it so far for the log. */
interface Progress {
  readonly settings: Settings;
  readonly request: Request;
  matched?: Match;
  code?: ProxyErrorCode;
  requestBytes: number;
  responseBytes: number;
}

/** Makes the function that sets up a proxy for the vendors in `registry`. */
export function proxyOf<R extends GatewayRegistry>(registry: R) {
  return (options: VendorOptions<R> & CommonOptions<VendorOf<R>>): ProxyHandler =>
    makeHandler(checkOptions(registry, options));
}

function makeHandler(settings: Settings): ProxyHandler {
  return async (request) => {
    const start = settings.now().getTime();
    const progress: Progress = { settings, request, requestBytes: 0, responseBytes: 0 };
    const response = await respond(progress);
    const headers = { ...SAFETY_HEADERS, ...corsHeaders(request, settings) };
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    writeLog(progress, response.status, settings.now().getTime() - start);
    return response;
  };
}

async function respond(progress: Progress): Promise<Response> {
  const { settings, request } = progress;
  try {
    checkOrigin(request, settings);
    const url = new URL(request.url);
    if (request.method === 'OPTIONS' && request.headers.has('access-control-request-method')) return preflight(request);
    const matched = match(settings.gateways, settings.basePath, request.method, url.pathname);
    progress.matched = matched;
    return (await authorize(progress)) ?? (await forward(progress, matched, url));
  } catch (error) {
    if (error instanceof ClientGone) return new Response(null, { status: CLIENT_GONE });
    const refusal = error instanceof Refusal ? error : misconfigured('the proxy failed');
    progress.code = refusal.code;
    return refusal.toResponse();
  }
}

/** The customer's own response if they do not let the request pass. */
async function authorize(progress: Progress): Promise<Response | undefined> {
  const { settings, request } = progress;
  if (settings.authorize === undefined) return undefined;
  const verdict = await hook('authorize', () => settings.authorize?.(request));
  if (request.bodyUsed) throw misconfigured('the option authorize read the body, which it must leave alone');
  if (verdict === true) return undefined;
  if (!(verdict instanceof Response)) throw new Refusal('unauthorized', 401, 'the request is not authorized');
  progress.code = 'unauthorized';
  const headers = new Headers(verdict.headers);
  headers.set(ERROR_HEADER, 'error');
  return new Response(verdict.body, { status: verdict.status, headers });
}

async function forward(progress: Progress, matched: Match, url: URL): Promise<Response> {
  const { settings, request } = progress;
  const { gateway } = matched;
  const received = await receive(settings, request, url, matched);
  progress.requestBytes = received.body.length;
  await checkOwner(progress, matched, received);
  const outgoing = await gateway.outgoing(received);
  const address = `${gateway.baseUrl}${received.path}${queryText(outgoing.query)}`;
  const responded = await exchange(settings, address, requestInit(matched, outgoing), request.signal);
  await gateway.verify?.(received, responded);
  progress.responseBytes = responded.body.length;
  await rememberOwner(progress, matched, responded);
  redact(responded.body, gateway.secrets);
  return passOn(responded);
}

async function receive(settings: Settings, request: Request, url: URL, matched: Match): Promise<VendorRequest> {
  const { route, method, path } = matched;
  const query = checkQuery(url.searchParams, route, settings.refuseSecret);
  if (method === 'GET') {
    return { route, method, path, query, contentType: '', body: new Uint8Array(), json: undefined };
  }
  const contentType = checkContentType(request.headers, route);
  const body = await receiveBody(settings, request);
  const json = checkBody(body, contentType, route, settings.refuseSecret);
  return { route, method, path, query, contentType, body, json };
}

async function receiveBody({ maxBodyBytes, timeoutMs }: Settings, request: Request): Promise<Bytes> {
  const tooLarge = () => new Refusal('image_too_large', 413, `the body exceeds ${maxBodyBytes.toString()} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
  try {
    return await readBody(request.body, { maxBytes: maxBodyBytes, stallMs: timeoutMs });
  } catch (error) {
    if (error instanceof TooLong) throw tooLarge();
    if (error instanceof Stalled) throw refused('the body stopped arriving', 408);
    throw request.signal.aborted ? new ClientGone() : refused('the body could not be read');
  }
}

function requestInit({ method }: Match, outgoing: Outgoing): RequestInit {
  const headers = { Accept: 'application/json', 'User-Agent': USER_AGENT, ...outgoing.headers };
  return outgoing.body === undefined ? { method, headers } : { method, headers, body: outgoing.body };
}

function queryText(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function passOn({ status, headers, body }: VendorResponse): Response {
  const passed = new Headers();
  for (const name of PASSED_HEADERS) {
    const value = headers.get(name);
    if (value !== null) passed.set(name, value);
  }
  return new Response(BODILESS.includes(status) ? null : body, { status, headers: passed });
}

async function checkOwner(
  { settings, request }: Progress,
  { gateway, route }: Match,
  received: VendorRequest,
): Promise<void> {
  if (route.requestedId === undefined) return;
  const id = route.requestedId(received);
  if (id === undefined) throw refused('the request names no submission');
  if (settings.ownership === undefined) return;
  const owns = await hook('ownership', () => settings.ownership?.owns({ vendor: gateway.id, id, request }));
  if (owns !== true) throw new Refusal('unauthorized', 403, 'this submission belongs to somebody else');
}

async function rememberOwner(
  { settings, request }: Progress,
  { gateway, route }: Match,
  responded: VendorResponse,
): Promise<void> {
  if (settings.ownership === undefined) return;
  const id = route.issuedId?.(responded);
  if (id === undefined) return;
  await hook('ownership', () => settings.ownership?.remember({ vendor: gateway.id, id, request }));
}

/** Calls a function of the customer's. Its error stays out of the response: it may hold anything. */
async function hook<T>(name: string, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch {
    throw misconfigured(`the option ${name} threw an error`);
  }
}

function writeLog(progress: Progress, status: number, durationMs: number): void {
  try {
    progress.settings.log?.({
      vendor: progress.matched?.gateway.id,
      operation: progress.matched?.route.operation,
      status,
      code: progress.code,
      durationMs,
      requestBytes: progress.requestBytes,
      answerBytes: progress.responseBytes,
    });
  } catch {
    // A log that fails must not take the response with it.
  }
}

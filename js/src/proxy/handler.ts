import { ATTEMPT_HEADER, claimAttempt, outcomeUnknown, type Claim, type Outcome } from './attempts.js';
import { readBody, Stalled, TooLong } from './body.js';
import { checkOrigin, corsHeaders, preflight } from './cors.js';
import { describeCause, ERROR_HEADER, misconfigured, Refusal, refused, type ProxyErrorCode } from './errors.js';
import { ClientGone, exchange } from './exchange.js';
import type { Bytes, Outgoing, RepeatEffect, VendorRequest, VendorResponse } from './gateway.js';
import type { GatewayRegistry, VendorOf, VendorOptions } from './gateways.js';
import { checkOptions, type CommonOptions, type Settings } from './options.js';
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
  readonly requestId: string;
  matched?: Match;
  code?: ProxyErrorCode;
  cause?: unknown;
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
    const requestId = requestIdOf(request);
    const progress: Progress = { settings, request, requestId, requestBytes: 0, responseBytes: 0 };
    const response = await respond(progress);
    const headers = { ...SAFETY_HEADERS, ...corsHeaders(request, settings) };
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    writeLog(progress, response.status, settings.now().getTime() - start);
    return response;
  };
}

/** The id that the caller gave, or a new one. */
function requestIdOf({ headers }: Request): string {
  const given = headers.get('x-request-id') ?? '';
  return /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}

async function respond(progress: Progress): Promise<Response> {
  const { settings, request } = progress;
  try {
    const url = new URL(request.url);
    checkHost(settings, request, url);
    checkOrigin(request, settings);
    if (request.method === 'OPTIONS' && request.headers.has('access-control-request-method')) return preflight(request);
    // A page asks for the head to see whether a redirect stands in the way of its upload.
    if (request.method === 'HEAD') return new Response(null, { status: 204 });
    const matched = match(settings.gateways, settings.basePath, request.method, url.pathname);
    progress.matched = matched;
    return (await authorize(progress)) ?? (await forward(progress, matched, url));
  } catch (error) {
    if (error instanceof ClientGone) return new Response(null, { status: CLIENT_GONE });
    const refusal = error instanceof Refusal ? error : misconfigured('the proxy failed', error);
    progress.code = refusal.code;
    progress.cause = refusal;
    const response = refusal.toResponse();
    response.headers.set('x-request-id', progress.requestId);
    return response;
  }
}

/** Refuses a request that came by another name: a page can have its own name point to the proxy. */
function checkHost({ allowedHosts }: Settings, { headers }: Request, url: URL): void {
  if (allowedHosts.length === 0) return;
  const host = (headers.get('host') ?? url.host).toLowerCase();
  if (!allowedHosts.includes(host)) throw refused('the proxy may not be called by this host name', 421);
}

/** The customer's own response if they do not let the request pass. */
async function authorize(progress: Progress): Promise<Response | undefined> {
  const { settings, request } = progress;
  const verdict = await hook('authorize', () => settings.authorize(request));
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
  const received = await receive(settings, request, url, matched);
  progress.requestBytes = received.body.length;
  await checkOwner(progress, matched, received);
  const claim = await claimOf(settings, request, matched, received);
  if (claim?.kind === 'repeated') return passOn(claim.response);
  try {
    // With a claim the request goes on without its client, who may come back for the response.
    const signal = claim === undefined ? request.signal : undefined;
    const responded = await deliver(progress, matched, received, signal);
    await settle(progress, claim, outcomeOf(responded, matched.route.repeat));
    return passOn(responded);
  } catch (error) {
    const reached = error instanceof ClientGone || (error instanceof Refusal && error.details.reachedVendor === true);
    const isUnknown = reached && matched.route.repeat === 'doubles';
    await settle(progress, claim, { kind: isUnknown ? 'unknown' : 'unsent' });
    throw isUnknown && error instanceof Refusal ? outcomeUnknown(error.status, error) : error;
  }
}

/** Sends the request to the vendor, and gives a response that the client may have. */
async function deliver(
  progress: Progress,
  matched: Match,
  received: VendorRequest,
  signal: AbortSignal | undefined,
): Promise<VendorResponse> {
  const { gateway, route } = matched;
  const outgoing = await gateway.outgoing(received);
  const responded = await exchange(progress.settings, {
    url: `${gateway.baseUrl}${received.path}${queryText(outgoing.query)}`,
    init: requestInit(matched, outgoing),
    signal,
    mayRepeat: route.repeat === 'harmless',
  });
  await gateway.verify?.(received, responded);
  progress.responseBytes = responded.body.length;
  await rememberOwner(progress, matched, responded);
  gateway.redact(responded.body);
  return responded;
}

async function claimOf(
  { store, rememberMs, timeoutMs }: Settings,
  { headers }: Request,
  { gateway, route }: Match,
  received: VendorRequest,
): Promise<Claim | undefined> {
  const attempt = headers.get(ATTEMPT_HEADER);
  if (attempt === null || route.repeat === 'harmless') return undefined;
  try {
    return await claimAttempt({ store, rememberMs, waitMs: timeoutMs }, gateway.id, attempt, received);
  } catch (error) {
    throw error instanceof Refusal ? error : misconfigured('the store of the proxy failed', error);
  }
}

/** Statuses with which a vendor says that it did nothing with the request. */
const NOT_PROCESSED = [408, 425, 429, 503];

function outcomeOf(response: VendorResponse, repeat: RepeatEffect): Outcome {
  const { status } = response;
  if (NOT_PROCESSED.includes(status) || (status >= 500 && repeat === 'costs')) return { kind: 'unsent' };
  return { kind: 'response', response };
}

/** Writes down what became of an attempt. The response is not held back if that fails: only a repeat is refused then. */
async function settle(progress: Progress, claim: Claim | undefined, outcome: Outcome): Promise<void> {
  if (claim?.kind !== 'first') return;
  await claim.settle(outcome).catch((error: unknown) => {
    progress.cause = error;
  });
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

async function receiveBody(settings: Settings, request: Request): Promise<Bytes> {
  const { maxBodyBytes, timeoutMs, bodyTimeoutMs, minBytesPerSecond } = settings;
  const tooLarge = () => new Refusal('image_too_large', 413, `the body exceeds ${maxBodyBytes.toString()} bytes`);
  const declaredBytes = Number(request.headers.get('content-length') ?? 0);
  if (declaredBytes > maxBodyBytes) throw tooLarge();
  try {
    return await readBody(request.body, {
      maxBytes: maxBodyBytes,
      stallMs: timeoutMs,
      totalMs: bodyTimeoutMs,
      minBytesPerSecond,
      declaredBytes,
    });
  } catch (error) {
    if (error instanceof TooLong) throw tooLarge();
    if (error instanceof Stalled) throw refused('the body arrived too slowly', 408);
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

async function rememberOwner(progress: Progress, { gateway, route }: Match, responded: VendorResponse): Promise<void> {
  const { settings, request } = progress;
  if (settings.ownership === undefined) return;
  const id = route.issuedId?.(responded);
  if (id === undefined) return;
  try {
    await settings.ownership.remember({ vendor: gateway.id, id, request });
  } catch (error) {
    // The vendor has accepted: without its response the id would be lost. Nobody owns it, so nobody reads it.
    progress.cause = error;
  }
}

/** Calls a function of the customer's. Its error stays out of the response: it may hold anything. */
async function hook<T>(name: string, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw misconfigured(`the option ${name} threw an error`, error);
  }
}

function writeLog(progress: Progress, status: number, durationMs: number): void {
  try {
    progress.settings.log?.({
      vendor: progress.matched?.gateway.id,
      operation: progress.matched?.route.operation,
      requestId: progress.requestId,
      status,
      code: progress.code,
      cause: describeCause(progress.cause),
      durationMs,
      requestBytes: progress.requestBytes,
      answerBytes: progress.responseBytes,
    });
  } catch {
    // A log that fails must not take the response with it.
  }
}

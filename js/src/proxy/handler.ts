import { ATTEMPT_HEADER, claimAttempt, outcomeUnknown, type Claim, type FirstClaim, type Outcome } from './attempts.js';
import { addHeaders, authorize, checkHost, CLIENT_GONE, hook, requestIdOf } from './admission.js';
import { checkOrigin, preflight } from './cors.js';
import { describeCause, misconfigured, Refusal, refused, type ProxyErrorCode } from './errors.js';
import { ClientGone, exchange } from './exchange.js';
import type { Outgoing, RepeatEffect, RequestHead, VendorRequest, VendorResponse } from './gateway.js';
import type { GatewayRegistry, VendorOf, VendorOptions } from './gateways.js';
import { Intake } from './intake.js';
import { checkOptions, type CommonOptions, type Settings } from './options.js';
import { limitRate } from './rate-limit.js';
import { tellLog } from './log.js';
import { Passage } from './passage.js';
import { passedHeaders } from './passed-headers.js';
import { streamOf } from './pieces.js';
import { within } from './time-limit.js';
import { visitorName } from './visitor-name.js';
import { checkContentType, checkQuery, match, type Match } from './route.js';

/** Responds to one request. It never rejects: whatever fails becomes a response. */
export type ProxyHandler = (request: Request) => Promise<Response>;

/** The one thing the proxy says of itself: the vendor's firewall refuses requests without it. */
const USER_AGENT = 'idsnap-proxy';
const BODILESS = [204, 205, 304];
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
    const response = addHeaders(await respond(progress), request, settings);
    writeLog(progress, response.status, settings.now().getTime() - start);
    return response;
  };
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
    const matched = match(settings.gatewaysFor(request), settings.basePath, request.method, url.pathname);
    progress.matched = matched;
    const responded = await authorize(settings, request);
    if (responded !== undefined) {
      progress.code = 'unauthorized';
      return responded;
    }
    await limitRate(settings, request);
    return await forward(progress, matched, url);
  } catch (error) {
    if (error instanceof ClientGone) return new Response(null, { status: CLIENT_GONE });
    const refusal = error instanceof Refusal ? error : misconfigured('the proxy failed', error);
    progress.code = refusal.code;
    progress.cause = refusal;
    return refusal.toResponse(progress.requestId);
  }
}

async function forward(progress: Progress, matched: Match, url: URL): Promise<Response> {
  const { settings, request } = progress;
  const received = await receive(settings, request, url, matched);
  try {
    await checkOwner(progress, matched, received);
    const claim = await claimOf(progress, matched, received);
    if (claim?.kind === 'repeated') return passOn(claim.response);
    return await carryOut(progress, matched, received, claim);
  } finally {
    progress.requestBytes = received.intake?.length ?? 0;
    received.intake?.cancel();
  }
}

async function carryOut(
  progress: Progress,
  matched: Match,
  received: Received,
  claim: Claim | undefined,
): Promise<Response> {
  try {
    // With a claim the request goes on without its client, who may come back for the response.
    const signal = claim === undefined ? progress.request.signal : undefined;
    const commit = claim?.kind === 'first' ? () => committed(claim) : undefined;
    const responded = await deliver(progress, matched, received, { signal, commit });
    const isWhole = received.intake?.isWhole ?? true;
    await settle(progress, claim, isWhole ? outcomeOf(responded, matched.route.repeat) : earlyOutcome(responded));
    return passOn(responded);
  } catch (error) {
    const reached = error instanceof Refusal && error.details.reachedVendor === true;
    const isUnknown = reached && matched.route.repeat === 'doubles';
    await settle(progress, claim, { kind: isUnknown ? 'unknown' : 'unsent' });
    throw isUnknown ? outcomeUnknown(error.status, error) : error;
  }
}

/** What ends a request, and what comes before its last byte. */
interface Delivery {
  readonly signal: AbortSignal | undefined;
  readonly commit: (() => Promise<void>) | undefined;
}

/** Sends the request to the vendor, and gives a response that the client may have. */
async function deliver(
  progress: Progress,
  matched: Match,
  received: Received,
  { signal, commit }: Delivery,
): Promise<VendorResponse> {
  const { gateway, route } = matched;
  const { head } = received;
  const { query, init, passage } = await prepare(progress.settings, matched, received);
  if (passage !== undefined) passage.beforeEnd = commit;
  const responded = await exchange(progress.settings, {
    url: `${gateway.baseUrl}${head.path}${queryText(query)}`,
    init,
    signal,
    mayRepeat: route.repeat === 'harmless',
    timeoutMs: gateway.timeoutMs ?? progress.settings.timeoutMs,
    passage,
  });
  await gateway.verify?.(head, responded);
  progress.responseBytes = responded.body.length;
  await rememberOwner(progress, matched, responded);
  gateway.redact(responded.body);
  return { ...responded, headers: passedHeaders(gateway, responded.headers) };
}

/** What is sent to the vendor. */
interface Prepared {
  readonly query: Readonly<Record<string, string>>;
  readonly init: RequestInit;
  readonly passage?: Passage;
}

async function prepare(
  { hookTimeoutMs }: Settings,
  { gateway, method }: Match,
  { head, held, intake }: Received,
): Promise<Prepared> {
  if (intake === undefined || intake.isWhole || gateway.passing === undefined) {
    const request = { ...head, body: held, roomBytes: ROOM_BYTES, json: intake?.json };
    // A customer may sign by a service of their own.
    const outgoing = await within(hookTimeoutMs, () => gateway.outgoing(request));
    return { query: outgoing.query, init: requestInit(method, outgoing, outgoing.body) };
  }
  const passing = gateway.passing(head);
  const passage = new Passage(intake, passing, held);
  const { declaredBytes } = passage;
  const length: Record<string, string> =
    declaredBytes === undefined ? {} : { 'Content-Length': declaredBytes.toString() };
  const outgoing = { query: passing.query, headers: { ...passing.headers, ...length } };
  return {
    query: passing.query,
    init: { ...requestInit(method, outgoing, streamOf(passage)), ...HALF_DUPLEX },
    passage,
  };
}

/** What `fetch` wants to be told of a body that is a stream. */
const HALF_DUPLEX = { duplex: 'half' } as const;

async function claimOf(
  { settings, request }: Progress,
  { gateway, route }: Match,
  received: Received,
): Promise<Claim | undefined> {
  const attempt = request.headers.get(ATTEMPT_HEADER);
  if (attempt === null || route.repeat === 'harmless') return undefined;
  const { store, rememberMs } = settings;
  const waitMs = gateway.timeoutMs ?? settings.timeoutMs;
  const given = await hook('ownership', settings, () => settings.ownership?.visitorOf?.(request));
  const visitor = visitorName(given, 'ownership.visitorOf');
  const owner = visitor === undefined ? '' : ` ${visitor}`;
  try {
    return await claimAttempt(
      { store, rememberMs, waitMs },
      `${gateway.id} ${route.operation} ${attempt}${owner}`,
      attempt,
      {
        get isWhole() {
          return received.intake?.isWhole ?? true;
        },
        fingerprint: () => fingerprintOf(received),
      },
    );
  } catch (error) {
    throw error instanceof Refusal || error instanceof ClientGone ? error : storeFailed(error);
  }
}

function storeFailed(cause: unknown): Refusal {
  return misconfigured('the store of the proxy failed', cause);
}

/** What tells a request from another one. The rest of its body is held: an attempt may turn out to be this request's. */
async function fingerprintOf(received: Received): Promise<string> {
  const { head, intake } = received;
  if (intake === undefined) return JSON.stringify([head.path, head.query]);
  if (!intake.isWhole) received.held = await intake.hold(Infinity, ROOM_BYTES, received.held);
  return intake.fingerprint();
}

async function committed(claim: FirstClaim): Promise<void> {
  try {
    await claim.commit();
  } catch (error) {
    throw error instanceof Refusal ? error : storeFailed(error);
  }
}

/** What became of a request to which the vendor responded before it had its last byte. */
function earlyOutcome({ status }: VendorResponse): Outcome {
  return { kind: status >= 400 ? 'unsent' : 'unknown' };
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

/** A request as far as it was read before it is passed on. */
interface Received {
  readonly head: RequestHead;
  /** The body as far as it was read. */
  held: VendorRequest['body'];
  /** The body; absent for `GET`. */
  readonly intake?: Intake;
}

/** How much of a body is read before the vendor hears of it. What is short is checked whole. */
const HELD_BYTES = 65_536;
/** What is kept free in front of a body: the head of a signed text fits. */
const ROOM_BYTES = 256;

async function receive(settings: Settings, request: Request, url: URL, matched: Match): Promise<Received> {
  const { gateway, route, method, path } = matched;
  const query = checkQuery(url.searchParams, route, settings.refuseSecret);
  if (method === 'GET')
    return {
      head: { route, method, path, query, contentType: '' },
      held: new Uint8Array(ROOM_BYTES).subarray(ROOM_BYTES),
    };
  const head = { route, method, path, query, contentType: checkContentType(request.headers, route) };
  const intake = new Intake(settings, request, head);
  const needsWhole = gateway.passing === undefined || route.requestedId !== undefined;
  return { head, intake, held: await intake.hold(needsWhole ? Infinity : HELD_BYTES, ROOM_BYTES) };
}

function requestInit(method: string, outgoing: Omit<Outgoing, 'body'>, body: BodyInit | undefined): RequestInit {
  const headers = { Accept: 'application/json', 'User-Agent': USER_AGENT, ...outgoing.headers };
  return body === undefined ? { method, headers } : { method, headers, body };
}

function queryText(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function passOn({ status, headers, body }: VendorResponse): Response {
  return new Response(BODILESS.includes(status) ? null : body, { status, headers });
}

async function checkOwner(
  { settings, request }: Progress,
  { gateway, route }: Match,
  { head, held, intake }: Received,
): Promise<void> {
  if (route.requestedId === undefined) return;
  const id = route.requestedId({ ...head, body: held, roomBytes: ROOM_BYTES, json: intake?.json });
  if (id === undefined) throw refused('the request names no submission');
  if (settings.ownership === undefined) return;
  const owns = await hook('ownership', settings, () => settings.ownership?.owns({ vendor: gateway.id, id, request }));
  if (owns !== true) throw new Refusal('unauthorized', 403, 'this submission belongs to somebody else');
}

async function rememberOwner(progress: Progress, { gateway, route }: Match, responded: VendorResponse): Promise<void> {
  const { settings, request } = progress;
  if (settings.ownership === undefined) return;
  const id = route.issuedId?.(responded);
  if (id === undefined) return;
  try {
    await within(settings.hookTimeoutMs, () => settings.ownership?.remember({ vendor: gateway.id, id, request }));
  } catch (error) {
    // The vendor has accepted: without its response the id would be lost. Nobody owns it, so nobody reads it.
    progress.cause = error;
  }
}

function writeLog(progress: Progress, status: number, durationMs: number): void {
  tellLog(progress.settings.log, {
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
}

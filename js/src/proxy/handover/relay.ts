import { addHeaders, authorize, checkHost, CLIENT_GONE, requestIdOf } from '../admission.js';
import { decodeBase64 } from '../base64.js';
import { checkOrigin, preflight } from '../cors.js';
import { describeCause, misconfigured, Refusal } from '../errors.js';
import { tellLog } from '../log.js';
import { limitRate } from '../rate-limit.js';
import { Bell } from './bell.js';
import {
  checkHandoverOptions,
  type HandoverOperation,
  type HandoverOptions,
  type HandoverSettings,
} from './options.js';
import { malformed, readJson, receive } from './receive.js';
import { ID, match } from './route.js';
import { Sessions, SHORT_BYTES, type Session, type Writer } from './sessions.js';
import { changedState, stateStream, stateText, type Waiting } from './waiting.js';

/** Responds to one request. It never rejects: whatever fails becomes a response. */
export type HandoverHandler = (request: Request) => Promise<Response>;

const TOKEN_HEADER = 'x-idsnap-handover';
const PHOTO_HEADER = 'x-idsnap-photo-bytes';
/** 256 bits in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;
/**
 * Makes the relay of a handover: it passes encrypted messages between a computer and a phone, and can read none.
 *
 * It holds them in the `store` until the computer has fetched all, or the session expires. Mount it like the proxy.
 *
 * @throws `TypeError` that names the option that is missing or malformed.
 */
export function createHandover(options: HandoverOptions): HandoverHandler {
  const settings = checkHandoverOptions(options);
  const relay = { settings, sessions: new Sessions(settings), bell: new Bell() };
  return async (request) => {
    const start = settings.now().getTime();
    const call: Call = { ...relay, request, requestId: requestIdOf(request), requestBytes: 0, responseBytes: 0 };
    const response = addHeaders(await respond(call), request, settings);
    writeLog(call, response.status, settings.now().getTime() - start);
    return response;
  };
}

/** One request, and what is known of it so far for the log. */
interface Call {
  readonly settings: HandoverSettings;
  readonly sessions: Sessions;
  readonly bell: Bell;
  readonly request: Request;
  readonly requestId: string;
  operation?: HandoverOperation;
  refusal?: Refusal;
  requestBytes: number;
  responseBytes: number;
}

async function respond(call: Call): Promise<Response> {
  const { settings, request } = call;
  try {
    const url = new URL(request.url);
    checkHost(settings, request, url);
    checkOrigin(request, settings);
    if (request.method === 'OPTIONS' && request.headers.has('access-control-request-method')) return preflight(request);
    const { operation, id, number } = match(settings.basePath, request.method, url.pathname);
    call.operation = operation;
    if (operation === 'open') return await open(call);
    const session = await call.sessions.find(id);
    if (operation === 'claim') return await claim(call, session);
    const token = request.headers.get(TOKEN_HEADER) ?? '';
    const writer = await call.sessions.writerOf(session, token);
    if (operation === 'state') return await state(call, session, url);
    if (operation === 'read') return await read(call, session, readOf(writer, url), number);
    if (operation === 'append') await append(call, session, writer, number);
    else await call.sessions.end(session);
    call.bell.ring(session.name);
    return new Response(null, { status: 204 });
  } catch (error) {
    return failed(call, error);
  }
}

function failed(call: Call, error: unknown): Response {
  if (call.request.signal.aborted) return new Response(null, { status: CLIENT_GONE });
  call.refusal = error instanceof Refusal ? error : misconfigured('the relay failed', error);
  return call.refusal.toResponse(call.requestId);
}

async function open(call: Call): Promise<Response> {
  const { settings, request } = call;
  const responded = await authorize(settings, request);
  if (responded !== undefined) {
    call.refusal = new Refusal('unauthorized', responded.status, 'the request is not authorized');
    return responded;
  }
  await limitRate(ofHandover(settings), request);
  const { session, token, join, offer } = await readJson(call, ['session', 'token', 'join', 'offer']);
  const bytes = decodeBase64(offer);
  if (!ID.test(session) || !SECRET.test(token) || !SECRET.test(join)) throw malformed();
  if (bytes === undefined || bytes.length === 0 || bytes.length > SHORT_BYTES) throw malformed();
  const opened = await call.sessions.open({ session, token, join, offer: bytes });
  return Response.json({ expiresInMs: call.sessions.leftMs(opened) }, { status: 201 });
}

/** What the proxy counts in the same store is counted apart. */
const ofHandover = (settings: HandoverSettings) => ({
  ...settings,
  store: { increment: (key: string, ms: number) => settings.store.increment(`handover:${key}`, ms) },
});

async function claim(call: Call, session: Session): Promise<Response> {
  await limitRate(ofHandover(call.settings), call.request);
  const { join, token } = await readJson(call, ['join', 'token']);
  if (!SECRET.test(join) || !SECRET.test(token)) throw malformed();
  try {
    await call.sessions.claim(session, join, token);
  } finally {
    // A phone that was refused is told of too.
    call.bell.ring(session.name);
  }
  return Response.json({ expiresInMs: call.sessions.leftMs(session) });
}

async function state(call: Call, session: Session, url: URL): Promise<Response> {
  const { sessions, bell, settings, request } = call;
  const waiting: Waiting = { sessions, bell, session, signal: request.signal };
  if (request.headers.get('accept') === 'text/event-stream') {
    const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
    return new Response(stateStream(waiting, 2 * settings.waitMs), { headers });
  }
  const changed = await changedState(waiting, url.searchParams.get('seen'), settings.waitMs);
  return new Response(stateText(waiting, changed), { headers: { 'content-type': 'application/json' } });
}

async function read(call: Call, session: Session, writer: Writer, number: number): Promise<Response> {
  const bytes = await call.sessions.read(session, writer, number);
  call.responseBytes = bytes.length;
  return new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } });
}

/** Whose message is read: the other side's, or with `?own` that of who asks, who may not know what arrived. */
function readOf(writer: Writer, url: URL): Writer {
  const other = writer === 'phone' ? 'computer' : 'phone';
  return url.searchParams.has('own') ? writer : other;
}

async function append(call: Call, session: Session, writer: Writer, number: number): Promise<void> {
  const { sessions, settings, request } = call;
  // What is encrypted hides where its head ends, so the phone says how long the file is.
  const fileBytes = Number(request.headers.get(PHOTO_HEADER) ?? 0);
  if (fileBytes > settings.maxPhotoBytes) throw new Refusal('image_too_large', 413, 'the photo is too long');
  const bytes = await receive(call, 'application/octet-stream', sessions.maxBytes(writer));
  // The store tells an empty message from none at all no more than from one that was deleted.
  if (bytes.length === 0) throw malformed();
  await sessions.append(session, writer, number, bytes);
}

function writeLog({ settings, refusal, ...call }: Call, status: number, durationMs: number): void {
  const { operation, requestId, requestBytes, responseBytes } = call;
  tellLog(settings.log, {
    operation,
    requestId,
    status,
    code: refusal?.code,
    cause: describeCause(refusal),
    durationMs,
    requestBytes,
    responseBytes,
  });
}

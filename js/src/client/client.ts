import { VENDORS } from '../../pkg/operations.js';
import type { OperationName, Reply, VendorId, VendorOperations } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { INIT_SPEC } from '../engine/platform.js';
import type { InitOptions } from '../engine/platform.js';
import { randomId } from '../engine/random-id.js';
import { invalidField, isIdSnapError } from '../errors.js';
import type { Resume } from '../errors.js';
import type { PreparedImage } from '../images/prepared.js';
import { checkOptions, checkPlain, nameOf } from '../options.js';
import type { Spec } from '../options.js';
import { safely } from '../progress.js';
import { copyOf } from '../source.js';
import { CLIENTS } from '../vendors/clients.js';
import { Caller, resumable } from './call.js';
import type { Scoped } from './call.js';
import { DEFAULT_POLL_MS, polling } from './retry.js';
import type { PollOptions } from './retry.js';
import type {
  BuiltRequest,
  CallOptions,
  CallReply,
  CallResult,
  ClientOptions,
  PolledCallOptions,
  VendorName,
} from './types.js';
import type { VendorClient } from './vendor.js';

/** A client of every vendor, through one proxy. */
export type Client = { readonly [V in keyof VendorOperations]: VendorClient<(typeof CLIENTS)[V]> };

const CLIENT_SPEC: Spec = {
  endpoint: 'string or function',
  headers: 'object or function',
  fetch: 'function',
  timeoutMs: 'number',
  deadlineMs: 'number',
  stallMs: 'number',
  maxResponseBytes: 'number',
  onRequest: 'function',
  onResponse: 'function',
  retry: 'object',
  init: 'object',
};
const RETRY_SPEC: Spec = { attempts: 'number', firstMs: 'number', maxMs: 'number' };
const POLL_SPEC: Spec = { firstMs: 'number', intervalMs: 'number', deadlineMs: 'number' };

type AnyCall = (request: unknown, options?: CallOptions) => Promise<CallReply<unknown>>;
type PolledAnyCall = (request: unknown, options?: PolledCallOptions) => Promise<CallResult<unknown>>;
type AnyBuild = (request: unknown, options?: CallOptions) => Promise<BuiltRequest>;
type AnyParse = (status: number, body: unknown) => Promise<Reply<unknown>>;

/** Two operations that are called as one, whatever their types. */
interface AnyPoll {
  submit: string;
  followUp: (submitted: Reply<unknown>, request: unknown) => object;
}

/** Makes a client on an engine. */
export function createClientOn(
  engine: Engine,
  options: ClientOptions,
  init: (options: InitOptions) => Promise<void>,
): Client {
  checkPlain('options', options);
  checkOptions('options', options, CLIENT_SPEC);
  checkOptions('options.retry', options.retry, RETRY_SPEC);
  checkOptions('options.init', options.init, INIT_SPEC);
  if ((options as Partial<ClientOptions>).endpoint === undefined) {
    throw invalidField('options.endpoint', 'nothing', 'an address');
  }
  const own = { ...options };
  const caller = new Caller(engine, own, async () => {
    if (own.init !== undefined) await init(own.init);
  });
  const clients = Object.values(CLIENTS).map(({ name, polled }) => [name, clientOf(caller, name, polled)]);
  // The core checks what the types promise: requests when they are built, responses when they are parsed.
  return Object.fromEntries(clients) as Client;
}

function clientOf(caller: Caller, vendor: VendorName, polled: object): Record<string, unknown> {
  const { id, operations } = VENDORS[vendor];
  const calls: Record<string, AnyCall> = {};
  const build: Record<string, AnyBuild> = {};
  const parse: Record<string, AnyParse> = {};
  for (const [operation, { repeat = false }] of Object.entries(operations)) {
    const known = { name: `${vendor}.${operation}` as OperationName, vendor: id, operation, repeat };
    calls[operation] = (request, options = {}) =>
      caller.within(options, async (scoped) => {
        const composed = await caller.compose(known, request, scoped);
        return { ...(await caller.exchange(known, composed.request, scoped)), prepared: composed.prepared };
      });
    build[operation] = (request, options = {}) =>
      caller.within(options, async (scoped) => {
        const { headers, ...rest } = (await caller.compose(known, request, scoped)).request;
        return { ...rest, headers: Object.fromEntries(headers.map((header) => [header.name, header.value])) };
      });
    parse[operation] = async (status, body) => caller.parse(known, status, bytesOf(body));
  }
  const polls: Record<string, PolledAnyCall> = {};
  for (const [name, { submit, followUp }] of Object.entries(polled as Record<string, AnyPoll>)) {
    const [first, next] = [calls[submit], calls[operations[submit]?.next ?? '']] as [AnyCall, AnyCall];
    polls[name] = polledCall(caller, { vendor: id, name, submit: first, ask: next, followUp });
  }
  return { ...calls, ...polls, build, parse };
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer || body instanceof Uint8Array) return copyOf(body, 'body');
  throw invalidField('body', nameOf(body), 'bytes or text');
}

/** What a polled call is made of. */
interface PolledParts {
  vendor: VendorId;
  name: string;
  submit: AnyCall;
  ask: AnyCall;
  followUp: AnyPoll['followUp'];
}

/** A submission that was accepted. */
interface Submission {
  resume: Resume;
  question: object;
  prepared: PreparedImage[];
}

/** Submits, or goes on from an earlier submission, then asks until there is a result. */
function polledCall(caller: Caller, parts: PolledParts): PolledAnyCall {
  return async (request, options = {}) => {
    checkPlain('options', options);
    const { poll: times = {}, ...rest } = options;
    checkOptions('options.poll', times, POLL_SPEC);
    const { deadlineMs = DEFAULT_POLL_MS } = times;
    return caller.within(rest, (scoped) => submitAndAsk(parts, request, scoped, times), deadlineMs);
  };
}

async function submitAndAsk(
  parts: PolledParts,
  request: unknown,
  options: Scoped,
  times: PollOptions,
): Promise<CallResult<unknown>> {
  const { signal, traceparent, resume: given } = options;
  const report = safely(options.onProgress);
  let resume = given;
  try {
    const { prepared, question, ...submission } = await submitted(parts, request, options);
    ({ resume } = submission);
    report({ phase: 'wait', loaded: 0, resume });
    const next = async (asked: number, own: AbortSignal): Promise<CallResult<unknown> | undefined> => {
      report({ phase: 'wait', loaded: asked, resume: submission.resume });
      const reply = await parts.ask(question, { signal: own, ...(traceparent === undefined ? {} : { traceparent }) });
      return reply.state === 'pending' ? undefined : { ...reply, prepared };
    };
    return await polling(next, given?.request === undefined ? times : { firstMs: 0, ...times }, signal);
  } catch (error) {
    if (!isIdSnapError(error)) throw error;
    // An id is worth more than the attempt of a question.
    const known = resume?.request === undefined ? error.resume : resume;
    throw known === undefined ? error : resumable(error, { ...known, operation: parts.name });
  }
}

async function submitted(parts: PolledParts, request: unknown, options: Scoped): Promise<Submission> {
  const { resume } = options;
  if (resume !== undefined && resume.vendor !== parts.vendor) {
    throw invalidField('options.resume.vendor', 'another vendor', parts.vendor);
  }
  if (resume?.request !== undefined) return { resume, question: resume.request, prepared: [] };
  const attempt = resume?.attempt ?? randomId();
  const base = { vendor: parts.vendor, operation: parts.name, attempt };
  const reply = await parts.submit(request, { ...options, resume: base });
  const question = defined(parts.followUp(reply, request));
  // The first field of a follow-up is the id.
  const [id] = Object.values(question) as [string];
  return { resume: { ...base, id, request: question }, question, prepared: reply.prepared };
}

/** Without the keys that have no value: what is kept as JSON is then the same. */
function defined(question: object): object {
  return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined));
}

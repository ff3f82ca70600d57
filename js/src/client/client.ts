import { VENDORS } from '../../pkg/operations.js';
import type { OperationName, Reply, VendorOperations } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { INIT_SPEC } from '../engine/platform.js';
import type { InitOptions } from '../engine/platform.js';
import type { Warnings } from '../engine/warning.js';
import { invalidField, isIdSnapError, localError } from '../errors.js';
import type { Resume } from '../errors.js';
import { checked, copied, legible, nameOf } from '../options.js';
import type { Spec } from '../options.js';
import { copyOf } from '../source.js';
import { CLIENTS } from '../vendors/clients.js';
import { Caller } from './call.js';
import type { Known, Scoped } from './call.js';
import type * as Asking from './asking.js';
import type { Submitted } from './asking.js';
import { CODE_IS_MISSING } from './deliver.js';
import { DEFAULT_POLL_MS, POLL_TOOLS } from './retry.js';
import type {
  BuiltRequest,
  CallOptions,
  CallReply,
  CallResult,
  ClientOptions,
  Defaults,
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
  onWarning: 'function',
  retry: 'object',
  init: 'object',
  decoders: 'object',
  language: 'string',
  requireMrz: 'boolean',
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
  {
    init,
    defaults,
    warnings,
  }: { init: (options: InitOptions) => Promise<void>; defaults: () => Defaults; warnings: Warnings },
): Client {
  const own = checked('options', options, CLIENT_SPEC);
  if (own.retry !== undefined) own.retry = checked('options.retry', own.retry, RETRY_SPEC);
  if (own.init !== undefined) own.init = checked('options.init', own.init, INIT_SPEC);
  if ((own as Partial<ClientOptions>).endpoint === undefined) {
    throw invalidField('options.endpoint', 'nothing', 'an address');
  }
  warnings.listen(own.onWarning);
  const ready = async (): Promise<void> => {
    if (own.init !== undefined) await init(own.init);
  };
  const caller = new Caller(engine, own, ready, defaults);
  const clients = Object.values(CLIENTS).map(({ name, polled }) => [name, clientOf(caller, name, polled)]);
  // The core checks what the types promise: requests when they are built, responses when they are parsed.
  return Object.fromEntries(clients) as Client;
}

function clientOf(caller: Caller, vendor: VendorName, polled: object): Record<string, unknown> {
  const { id, operations } = VENDORS[vendor];
  const all: Record<string, Known> = {};
  const calls: Record<string, AnyCall> = {};
  const build: Record<string, AnyBuild> = {};
  const parse: Record<string, AnyParse> = {};
  const followUps = Object.values(operations).map(({ next }) => next);
  for (const [operation, { repeat = false }] of Object.entries(operations)) {
    const isFollowUp = followUps.includes(operation);
    const known = { name: `${vendor}.${operation}` as OperationName, vendor: id, operation, repeat, isFollowUp };
    all[operation] = known;
    calls[operation] = (request, options = {}) =>
      caller.within(known, options, (scoped) => caller.run(known, request, scoped));
    build[operation] = (request, options = {}) =>
      caller.within(known, options, async (scoped) => {
        const { headers, ...rest } = (await caller.compose(known, request, scoped)).request;
        return { ...rest, headers: Object.fromEntries(headers.map((header) => [header.name, header.value])) };
      });
    parse[operation] = async (status, body) =>
      caller.parse(
        known,
        status,
        legible('body', () => bytesOf(body)),
      );
  }
  const polls: Record<string, PolledAnyCall> = {};
  for (const [name, { submit, followUp }] of Object.entries(polled as Record<string, AnyPoll>)) {
    const [first, next] = [all[submit], all[operations[submit]?.next ?? '']] as [Known, Known];
    polls[name] = polledCall(caller, { name, submit: first, next, followUp });
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
  name: string;
  submit: Known;
  next: Known;
  followUp: AnyPoll['followUp'];
}

/** Submits, or goes on from an earlier submission, then asks until there is a result. */
function polledCall(caller: Caller, parts: PolledParts): PolledAnyCall {
  return async (request, options = {}) => {
    const { poll = {}, ...rest } = copied('options', options);
    const times = checked('options.poll', poll, POLL_SPEC);
    const callee = { vendor: parts.submit.vendor, operation: parts.name, polls: true };
    const work = async (scoped: Scoped): Promise<CallResult<unknown>> => {
      const asking = askingCode();
      scoped.course.needs = asking;
      const { prepared, submission } = await submitted(caller, parts, request, scoped);
      scoped.course.submission = submission;
      return (await asking).ask(POLL_TOOLS, caller, parts.next, { ...scoped, submission, prepared, times });
    };
    return caller.within(callee, rest, work, times.deadlineMs ?? DEFAULT_POLL_MS);
  };
}

async function submitted(caller: Caller, parts: PolledParts, request: unknown, options: Scoped): Promise<Submitted> {
  const { submit, name, followUp } = parts;
  const earlier = resumed(options.resume, followUp);
  if (earlier !== undefined) return { submission: earlier, prepared: [] };
  const { course } = options;
  const taken = (reply: Reply<unknown>): Resume => {
    const fields = fieldsOf(followUp(reply, request));
    // The first field is the id.
    const [id] = Object.values(fields) as [string];
    return { vendor: submit.vendor, operation: name, attempt: course.parcel?.id ?? '', id, request: fields };
  };
  try {
    const reply = await caller.run(submit, request, options);
    return { submission: taken(reply), prepared: reply.prepared };
  } catch (error) {
    const { id } = isIdSnapError(error) ? error.info : {};
    if (id !== undefined) course.submission = taken({ state: 'pending', id });
    throw error;
  }
}

/** An earlier submission, if there was one. Its id counts, and is enough. */
function resumed(resume: Resume | undefined, followUp: AnyPoll['followUp']): Resume | undefined {
  if (resume?.id === undefined) return resume?.request === undefined ? undefined : resume;
  const { id, request = {} } = resume;
  return legible('options.resume.request', () => {
    const fields = fieldsOf(followUp({ state: 'pending', id }, request));
    return { ...resume, request: { ...request, ...fields } };
  });
}

/** Without the keys that have no value: what is kept as JSON is then the same. */
function fieldsOf(request: object): object {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

/** Loads what asks for results, while the images are prepared: nothing is submitted that cannot be asked for. */
function askingCode(): Promise<typeof Asking> {
  const code = import('./asking.js').catch((cause: unknown) => {
    throw localError('network_unreachable', CODE_IS_MISSING, cause);
  });
  // What waits for it hears of a failure; a call that fails before does not.
  code.catch(() => undefined);
  return code;
}

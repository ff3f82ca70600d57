import { VENDORS } from '../../pkg/operations.js';
import type { OperationName, Reply, VendorOperations } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { INIT_SPEC } from '../engine/platform.js';
import type { InitOptions } from '../engine/platform.js';
import { invalidField } from '../errors.js';
import { checkOptions, checkPlain, nameOf } from '../options.js';
import type { Spec } from '../options.js';
import { safely } from '../progress.js';
import { copyOf } from '../source.js';
import { CLIENTS } from '../vendors/clients.js';
import { Caller } from './call.js';
import { polling } from './retry.js';
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
  followUp: (submitted: Reply<unknown>, request: unknown) => unknown;
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
    polls[name] = polledCall(caller, { submit: first, ask: next, followUp });
  }
  return { ...calls, ...polls, build, parse };
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer || body instanceof Uint8Array) return copyOf(body, 'body');
  throw invalidField('body', nameOf(body), 'bytes or text');
}

/** Submits, then asks until there is a result. */
function polledCall(
  caller: Caller,
  poll: { submit: AnyCall; ask: AnyCall; followUp: AnyPoll['followUp'] },
): PolledAnyCall {
  return async (request, options = {}) => {
    checkPlain('options', options);
    const { poll: times = {}, ...rest } = options;
    checkOptions('options.poll', times, POLL_SPEC);
    return caller.within(rest, async (scoped) => {
      const { signal } = scoped;
      const report = safely(scoped.onProgress);
      const submitted = await poll.submit(request, scoped);
      const question = poll.followUp(submitted, request);
      report({ phase: 'wait', loaded: 0 });
      const next = async (asked: number): Promise<CallResult<unknown> | undefined> => {
        report({ phase: 'wait', loaded: asked });
        const reply = await poll.ask(question, { signal });
        return reply.state === 'pending' ? undefined : { ...reply, prepared: submitted.prepared };
      };
      return polling(next, times, signal);
    });
  };
}

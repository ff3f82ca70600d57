import type { BeorgSubmission, OperationName, Reply, ZolozRecognizeData } from '../../pkg/idsnap.js';
import { Caller } from './call.js';
import type { VendorName } from './call.js';
import type {
  BuiltRequest,
  CallOptions,
  CallReply,
  CallResult,
  Client,
  ClientOptions,
  Names,
  PolledCallOptions,
  Wire,
} from './client-types.js';
import type { Engine } from '../engine/engine.js';
import { invalidField } from '../errors.js';
import { checkOptions } from '../options.js';
import type { Spec } from '../options.js';
import type { Preparer } from '../images/prepare.js';
import { safely } from '../progress.js';
import { polling } from './retry.js';
import type { InitOptions } from '../sdk.js';

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

/** Every operation; the types see to it that none is missing. */
const OPERATIONS: { [V in VendorName]: Record<Names<V>, true> } = {
  zoloz: { recognize: true, asyncRecognize: true, asyncCheckResult: true, authenticationTest: true },
  beorg: { addDocument: true, getResult: true },
  biometricKz: { parseDocument: true, processDocument: true },
  cvs: { cards: true, card: true, ocrCard: true },
};

type AnyReply = CallReply<unknown>;
type AnyCall = (request: unknown, options?: CallOptions) => Promise<AnyReply>;

/** Makes a client on an engine. */
export function createClientOn(
  engine: Engine,
  preparer: Preparer,
  options: ClientOptions,
  init: (options: InitOptions) => Promise<void>,
): Client {
  checkOptions('options', options, CLIENT_SPEC);
  checkOptions('options.retry', options.retry, RETRY_SPEC);
  if ((options as Partial<ClientOptions>).endpoint === undefined) {
    throw invalidField('options.endpoint', 'nothing', 'an address');
  }
  const own = { ...options };
  const caller = new Caller(engine, preparer, own, async () => {
    if (own.init !== undefined) await init(own.init);
  });
  const zoloz = vendor(caller, 'zoloz');
  const beorg = vendor(caller, 'beorg');
  const client = {
    zoloz: {
      ...zoloz,
      recognizeAsync: recognizeAsync(caller, [zoloz.asyncRecognize, zoloz.asyncCheckResult], transaction),
    },
    beorg: { ...beorg, recognize: recognizeAsync(caller, [beorg.addDocument, beorg.getResult], submission) },
    biometricKz: vendor(caller, 'biometricKz'),
    cvs: vendor(caller, 'cvs'),
  };
  // The core checks what the types promise: requests when they are built, answers when they are parsed.
  return client as unknown as Client;
}

function vendor<V extends VendorName>(caller: Caller, name: V): Record<Names<V>, AnyCall> & Wire<V> {
  const call: Record<string, AnyCall> = {};
  const build: Record<string, (request: unknown, options?: CallOptions) => Promise<BuiltRequest>> = {};
  const parse: Record<string, (status: number, body: Uint8Array | ArrayBuffer | string) => Promise<Reply<unknown>>> =
    {};
  for (const operation of Object.keys(OPERATIONS[name])) {
    const key = `${name}.${operation}` as OperationName;
    call[operation] = (request, options = {}) =>
      caller.within(options, async (scoped) => {
        const built = await caller.build(key, request, scoped);
        return { ...(await caller.exchange(key, built.request, scoped)), prepared: built.prepared };
      });
    build[operation] = (request, options = {}) =>
      caller.within(options, async (scoped) => {
        const { headers, ...rest } = (await caller.build(key, request, scoped)).request;
        return { ...rest, headers: Object.fromEntries(headers.map((header) => [header.name, header.value])) };
      });
    parse[operation] = (status, body) => caller.parse(key, status, bytesOf(body));
  }
  return { ...call, build, parse } as unknown as Record<Names<V>, AnyCall> & Wire<V>;
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer || body instanceof Uint8Array) return new Uint8Array(body).slice();
  throw invalidField('body', typeof body, 'the bytes or the text of the answer');
}

/** What to ask for after an upload, from its answer and the request it was made with. */
type FollowUp = (uploaded: AnyReply, request: Record<string, unknown>) => Record<string, unknown>;

const submission: FollowUp = (uploaded) => ({
  documentId: uploaded.state === 'ready' ? (uploaded.data as BeorgSubmission).documentId : uploaded.id,
});

const transaction: FollowUp = (uploaded, { extraImageControlList }) => ({
  transactionId: uploaded.state === 'ready' ? (uploaded.data as ZolozRecognizeData).transactionId : uploaded.id,
  extraImageControlList,
});

/** Uploads, then asks until there is a result. */
function recognizeAsync(caller: Caller, [upload, ask]: readonly [AnyCall, AnyCall], followUp: FollowUp) {
  return async (request: Record<string, unknown>, options: PolledCallOptions = {}): Promise<CallResult<unknown>> => {
    const { poll = {}, ...rest } = options;
    checkOptions('options.poll', poll, POLL_SPEC);
    return caller.within(rest, async (scoped) => {
      const { signal } = scoped;
      const report = safely(scoped.onProgress);
      const uploaded = await upload(request, scoped);
      const question = followUp(uploaded, request);
      report({ phase: 'wait', loaded: 0 });
      const next = async (asked: number): Promise<CallResult<unknown> | undefined> => {
        report({ phase: 'wait', loaded: asked });
        const reply = await ask(question, { signal });
        return reply.state === 'pending' ? undefined : { ...reply, prepared: uploaded.prepared };
      };
      return polling(next, poll, signal);
    });
  };
}

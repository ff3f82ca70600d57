import type { OperationName, Reply } from '../pkg/idsnap.js';
import { CALL_SPEC, createCaller } from './call.js';
import type { Caller, VendorName } from './call.js';
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
import type { Engine } from './engine.js';
import { invalidField } from './errors.js';
import { checkOptions } from './options.js';
import type { Spec } from './options.js';
import type { Preparer } from './prepare.js';
import { safely } from './progress.js';
import { polling } from './retry.js';
import type { InitOptions } from './sdk.js';

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
  const caller = createCaller(engine, preparer, own, async () => {
    if (own.init !== undefined) await init(own.init);
  });
  const zoloz = vendor(caller, 'zoloz');
  const beorg = vendor(caller, 'beorg');
  const client = {
    zoloz: { ...zoloz, recognizeAsync: recognizeAsync(zoloz.asyncRecognize, zoloz.asyncCheckResult, transaction) },
    beorg: { ...beorg, recognize: recognizeAsync(beorg.addDocument, beorg.getResult, submission) },
    biometricKz: vendor(caller, 'biometricKz'),
    cvs: vendor(caller, 'cvs'),
  };
  // The core checks what the types promise: requests when they are built, answers when they are parsed.
  return client as unknown as Client;
}

function vendor<V extends VendorName>(caller: Caller, name: V): Record<Names<V>, AnyCall> & Wire<V> {
  const call: Record<string, AnyCall> = {};
  const build: Record<string, (request: unknown, options?: CallOptions) => Promise<BuiltRequest>> = {};
  const parse: Record<string, (status: number, body: Uint8Array | ArrayBuffer | string) => Promise<Reply<unknown>>> = {};
  for (const operation of Object.keys(OPERATIONS[name])) {
    const key = `${name}.${operation}` as OperationName;
    call[operation] = async (request, options = {}) => {
      const built = await caller.build(key, request, options);
      return { ...(await caller.exchange(key, built.request, options)), prepared: built.prepared };
    };
    build[operation] = async (request, options = {}) => {
      const { headers, ...rest } = (await caller.build(key, request, options)).request;
      return { ...rest, headers: Object.fromEntries(headers.map((header) => [header.name, header.value])) };
    };
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
type FollowUp = (data: Record<string, unknown>, request: Record<string, unknown>) => Record<string, unknown>;

const submission: FollowUp = ({ documentId }) => ({ documentId });

const transaction: FollowUp = ({ transactionId }, { extraImageControlList }) => ({ transactionId, extraImageControlList });

/** Uploads, then asks until there is a result. */
function recognizeAsync(upload: AnyCall, ask: AnyCall, followUp: FollowUp) {
  return async (request: Record<string, unknown>, options: PolledCallOptions = {}): Promise<CallResult<unknown>> => {
    checkOptions('options', options, { ...CALL_SPEC, poll: 'object' });
    checkOptions('options.poll', options.poll, POLL_SPEC);
    const { poll = {}, ...rest } = options;
    const report = safely(options.onProgress);
    const uploaded = await upload(request, rest);
    if (uploaded.state === 'pending') throw invalidField('answer', 'no result', 'the number of the upload');
    const question = followUp(uploaded.data as Record<string, unknown>, request);
    const asking: CallOptions = options.signal === undefined ? {} : { signal: options.signal };
    report({ phase: 'wait', loaded: 0 });
    return polling(
      async (asked) => {
        report({ phase: 'wait', loaded: asked });
        const reply = await ask(question, asking);
        return reply.state === 'pending' ? undefined : { ...reply, prepared: uploaded.prepared };
      },
      poll,
      options.signal,
    );
  };
}

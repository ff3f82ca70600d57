import type { HttpRequest, OperationName, Operations, Reply, VendorId } from '../pkg/idsnap.js';
import type { CallOptions, ClientOptions } from './client-types.js';
import { deliver } from './deliver.js';
import type { Engine } from './engine.js';
import { checkOptions, encode } from './options.js';
import type { Spec } from './options.js';
import { readAll, split } from './prepare.js';
import type { Preparer, PrepareOptions } from './prepare.js';
import { preparedImage } from './prepared.js';
import type { PreparedImage } from './prepared.js';
import { safely } from './progress.js';
import { Retryable, retrying } from './retry.js';
import { isPdf } from './source.js';
import type { Loaded } from './source.js';

/** The vendors as the wire and the core name them. */
export const VENDOR_IDS = {
  zoloz: 'zoloz',
  beorg: 'beorg',
  biometricKz: 'biometric_kz',
  cvs: 'cvs',
} as const satisfies Record<string, VendorId>;

/** A vendor as the client names it. */
export type VendorName = keyof typeof VENDOR_IDS;

/** A request that is ready to be sent, with what was prepared for it. */
export interface Built {
  request: HttpRequest;
  prepared: PreparedImage[];
}

/** A picture as a request carries it. */
interface Attachment {
  bytes: Uint8Array<ArrayBuffer>;
  mimeType: string;
  prepared: PreparedImage | undefined;
}

/** The steps of a call: build, then send and read. */
export interface Caller {
  build(name: OperationName, request: unknown, options: CallOptions): Promise<Built>;
  exchange(name: OperationName, request: HttpRequest, options: CallOptions): Promise<Reply<unknown>>;
  parse(name: OperationName, status: number, body: Uint8Array<ArrayBuffer>): Promise<Reply<unknown>>;
}

/** What a call can be given, and of which type. */
export const CALL_SPEC: Spec = { signal: 'signal', onProgress: 'function', prepare: 'object' };

/** Operations that leave something behind each time: never repeated without being asked to. */
const NOT_IDEMPOTENT: readonly OperationName[] = ['beorg.addDocument'];

/** Makes the steps of a call on an engine. */
export function createCaller(
  engine: Engine,
  preparer: Preparer,
  client: ClientOptions,
  ready: () => Promise<void>,
): Caller {
  const caller: Caller = {
    async build(name, request, options) {
      checkOptions('options', options, CALL_SPEC);
      const { signal } = options;
      const preparing = prepareOptions(name, options);
      split(preparing);
      const { json, images } = encode('request', withBizId(name, request));
      signal?.throwIfAborted();
      await ready();
      await engine.call('check', [name, json, images.length], { signal });
      const attached = await attach(name, await readAll(images, preparing), preparing);
      const files = attached.map(({ bytes }) => bytes.slice());
      const types = attached.map(({ mimeType }) => mimeType);
      const transfer = files.map((file) => file.buffer);
      const built = await engine.call('build', [name, json, files, types], { signal, transfer });
      return { request: built, prepared: attached.flatMap(({ prepared }) => prepared ?? []) };
    },

    exchange(name, request, options) {
      const { vendor, operation } = parts(name);
      const { signal } = options;
      const report = safely(options.onProgress);
      const attempt = async (): Promise<Reply<unknown>> => {
        report({ phase: 'upload', loaded: 0, total: request.body?.byteLength ?? 0 });
        const { status, body, retryAfter } = await deliver(engine, client, { vendor, operation, request, signal });
        report({ phase: 'parse' });
        try {
          return await caller.parse(name, status, body);
        } catch (error) {
          throw new Retryable(error, retryAfter);
        }
      };
      const retry = NOT_IDEMPOTENT.includes(name) ? { attempts: 1 } : (client.retry ?? {});
      return retrying(attempt, retry, signal);
    },

    async parse(name, status, body) {
      return (await engine.call('parse', [name, status, body], { transfer: [body.buffer] })) as Reply<unknown>;
    },
  };

  async function attach(name: OperationName, sources: Loaded[], options: PrepareOptions): Promise<Attachment[]> {
    const passes = (source: Loaded): source is Extract<Loaded, { kind: 'bytes' }> =>
      name.startsWith('cvs.') && source.kind === 'bytes' && isPdf(source.bytes);
    const pictures = sources.filter((source) => !passes(source));
    const prepared = pictures.length === 0 ? [] : await preparer.loaded(pictures, options);
    return sources.map((source) => {
      if (passes(source)) return { bytes: source.bytes, mimeType: 'application/pdf', prepared: undefined };
      const image = prepared[pictures.indexOf(source)];
      if (image === undefined) throw new RangeError('fewer pictures came back than were given');
      return { bytes: image.bytes, mimeType: image.mimeType, prepared: preparedImage(image) };
    });
  }

  return caller;
}

/** The vendor and the operation that a name is made of. */
export function parts(name: OperationName): { vendor: VendorId; operation: string } {
  const [vendor, operation] = name.split('.') as [VendorName, string];
  return { vendor: VENDOR_IDS[vendor], operation };
}

function prepareOptions(name: OperationName, { signal, onProgress, prepare }: CallOptions): PrepareOptions {
  const options: PrepareOptions = { limits: parts(name).vendor, ...prepare };
  if (signal !== undefined) options.signal = signal;
  if (onProgress !== undefined) options.onProgress = onProgress;
  return options;
}

/** ZOLOZ wants a trace id of at most 32 bytes with each recognition. */
function withBizId(name: OperationName, request: unknown): unknown {
  const wanted = name === 'zoloz.recognize' || name === 'zoloz.asyncRecognize';
  if (!wanted || typeof request !== 'object' || request === null) return request;
  const { bizId } = request as Partial<Operations['zoloz.recognize']['request']>;
  return bizId === undefined ? { ...request, bizId: randomId() } : request;
}

function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

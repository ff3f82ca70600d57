import type { HttpRequest, OperationName, Operations, Reply, VendorId } from '../../pkg/idsnap.js';
import type { CallOptions, ClientOptions } from './client-types.js';
import { deliver } from './deliver.js';
import type { Engine } from '../engine/engine.js';
import { checkOptions, encode } from '../options.js';
import type { Spec } from '../options.js';
import { readAll, split } from '../images/prepare.js';
import type { Preparer, PrepareOptions } from '../images/prepare.js';
import { preparedImage } from '../images/prepared.js';
import type { PreparedImage } from '../images/prepared.js';
import { safely } from '../progress.js';
import { Retryable, retrying } from './retry.js';
import { isPdf } from '../source.js';
import type { Loaded } from '../source.js';

/** The vendors: as the client names them, and as the wire and the core do. */
const VENDOR_IDS = {
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

/** Options with the signal of the whole call. */
export type Scoped = CallOptions & { signal: AbortSignal };

/** A picture as a request carries it. A PDF is carried as it is. */
interface Attachment {
  bytes: Uint8Array<ArrayBuffer>;
  mimeType: string;
  prepared: PreparedImage[];
}

const CALL_SPEC: Spec = { signal: 'signal', onProgress: 'function', prepare: 'object' };

/** Operations that leave something behind each time: never repeated without being asked to. */
const NOT_IDEMPOTENT: readonly OperationName[] = ['beorg.addDocument'];

/** The steps of a call: build, then send and read. */
export class Caller {
  constructor(
    private readonly engine: Engine,
    private readonly preparer: Preparer,
    private readonly client: ClientOptions,
    private readonly ready: () => Promise<void>,
  ) {}

  /** Does the work of a call under one signal: the caller's own, and that of `dispose`. */
  async within<T>(options: CallOptions, work: (options: Scoped) => Promise<T>): Promise<T> {
    checkOptions('options', options, CALL_SPEC);
    return this.engine.within(options.signal, (signal) => work({ ...options, signal }));
  }

  /** Checks a request, prepares its pictures, and makes the vendor's request of it. */
  async build(name: OperationName, request: unknown, options: Scoped): Promise<Built> {
    const { signal } = options;
    const preparing = prepareOptions(name, options);
    split(preparing);
    const { json, images } = encode('request', withBizId(name, request));
    await this.ready();
    await this.engine.call('check', [name, json, images.length], { signal });
    const attached = await this.#attach(name, await readAll(images, preparing), preparing);
    // Copies: the worker takes them away, and callers may still ask for what was prepared.
    const files = attached.map(({ bytes }) => bytes.slice());
    const types = attached.map(({ mimeType }) => mimeType);
    const transfer = files.map((file) => file.buffer);
    const built = await this.engine.call('build', [name, json, files, types], { signal, transfer });
    return { request: built, prepared: attached.flatMap(({ prepared }) => prepared) };
  }

  /** Sends a request and reads the answer, again where that can help. */
  exchange(name: OperationName, request: HttpRequest, options: Scoped): Promise<Reply<unknown>> {
    const { signal } = options;
    const report = safely(options.onProgress);
    const attempt = async (): Promise<Reply<unknown>> => {
      report({ phase: 'upload', loaded: 0, total: request.body?.byteLength ?? 0 });
      const parcel = { ...parts(name), request, signal };
      const { status, body, retryAfter } = await deliver(this.engine, this.client, parcel);
      report({ phase: 'parse' });
      try {
        return await this.parse(name, status, body);
      } catch (error) {
        throw new Retryable(error, retryAfter);
      }
    };
    return retrying(attempt, NOT_IDEMPOTENT.includes(name) ? { attempts: 1 } : (this.client.retry ?? {}), signal);
  }

  /** Reads an answer. The body is moved away. */
  parse(name: OperationName, status: number, body: Uint8Array<ArrayBuffer>): Promise<Reply<unknown>> {
    return this.engine.call('parse', [name, status, body], { transfer: [body.buffer] });
  }

  async #attach(name: OperationName, sources: Loaded[], options: PrepareOptions): Promise<Attachment[]> {
    // Told before preparing, which moves the bytes away.
    const documents = new Set(sources.filter((source) => name.startsWith('cvs.') && isPdfFile(source)));
    const pictures = sources.filter((source) => !documents.has(source));
    const images = await this.preparer.loaded(pictures, options);
    return sources.map((source) => {
      const image = documents.has(source) ? undefined : images.shift();
      if (image !== undefined)
        return { bytes: image.bytes, mimeType: image.mimeType, prepared: [preparedImage(image)] };
      const bytes = source.kind === 'bytes' ? source.bytes : source.rgba;
      return { bytes, mimeType: 'application/pdf', prepared: [] };
    });
  }
}

const isPdfFile = (source: Loaded): boolean => source.kind === 'bytes' && isPdf(source.bytes);

/** The vendor and the operation that a name is made of. */
function parts(name: OperationName): { vendor: VendorId; operation: string } {
  const [vendor, operation] = name.split('.') as [VendorName, string];
  return { vendor: VENDOR_IDS[vendor], operation };
}

function prepareOptions(name: OperationName, { signal, onProgress, prepare }: Scoped): PrepareOptions {
  const options: PrepareOptions = { limits: parts(name).vendor, ...prepare, signal };
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

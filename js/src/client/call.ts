import type { HttpRequest, OperationName, Reply, VendorId } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { invalidField } from '../errors.js';
import { LISTENERS, posted, split } from '../images/prepare.js';
import { preparedImage } from '../images/prepared.js';
import type { PreparedImage } from '../images/prepared.js';
import { checkOptions, encode, nameOf } from '../options.js';
import type { Spec } from '../options.js';
import { safely } from '../progress.js';
import { deliver } from './deliver.js';
import { retrying } from './retry.js';
import type { CallOptions, ClientOptions } from './types.js';

/** A request that is ready to be sent, with what was prepared for it. */
export interface Composed {
  request: HttpRequest;
  prepared: PreparedImage[];
}

/** An operation, as far as it is known here. */
export interface Known {
  name: OperationName;
  vendor: VendorId;
  operation: string;
  /** Whether a request may be sent again. */
  repeat: boolean;
}

/** Options with the signal of the whole call. */
export type Scoped = CallOptions & { signal: AbortSignal };

const CALL_SPEC: Spec = { ...LISTENERS, prepare: 'object' };

/** The steps of a call: compose, then exchange. */
export class Caller {
  constructor(
    private readonly engine: Engine,
    private readonly client: ClientOptions,
    private readonly ready: () => Promise<void>,
  ) {}

  /** Does the work of a call under one signal: the caller's own, and that of `dispose`. */
  async within<T>(options: CallOptions, work: (options: Scoped) => Promise<T>): Promise<T> {
    checkOptions('options', options, CALL_SPEC);
    return this.engine.within(options.signal, (signal) => work({ ...options, signal }));
  }

  /** Checks a request, prepares its images, and makes the vendor's request of it, in one trip. */
  async compose({ name }: Known, request: unknown, options: Scoped): Promise<Composed> {
    const { signal, prepare = {} } = options;
    const { json, onProgress } = split('options.prepare', prepare);
    const written = encode('request', request);
    // Before anything is waited for: a frame of a video may be another one soon.
    const { images, transfer } = posted(written.images);
    await this.ready();
    const call = { request: written.json, options: json };
    const limits = { signal, transfer, onProgress: options.onProgress ?? onProgress };
    const composed = await this.engine.call('compose', [name, call, images], limits);
    return { request: composed.request, prepared: composed.prepared.map(preparedImage) };
  }

  /** Sends a request and reads the response, again where that can help: one trip each time. */
  exchange(known: Known, request: HttpRequest, { signal, onProgress }: Scoped): Promise<Reply<unknown>> {
    const parcel = { ...known, request, signal, onProgress: safely(onProgress) };
    const retry = known.repeat ? (this.client.retry ?? {}) : { attempts: 1 };
    return retrying(() => deliver(this.engine, this.client, parcel), retry, signal);
  }

  /** Reads a response. The body is transferred. */
  parse({ name }: Known, status: number, body: Uint8Array<ArrayBuffer>): Promise<Reply<unknown>> {
    // The core would take it modulo 65,536.
    if (!(Number.isInteger(status) && status > 99 && status < 1000)) {
      throw invalidField('status', nameOf(status), 'an HTTP status');
    }
    return this.engine.call('parse', [name, status, body], { transfer: [body.buffer] });
  }
}

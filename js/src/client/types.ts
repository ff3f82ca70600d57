import type { Answer, Reply, VendorOperations } from '../../pkg/idsnap.js';
import type { Decoders } from '../decoders/types.js';
import type { InitOptions } from '../engine/platform.js';
import type { OnWarning } from '../engine/warning.js';
import type { PrepareOptions } from '../images/prepare.js';
import type { PreparedImage } from '../images/prepared.js';
import type { OnProgress } from '../progress.js';
import type { Resume } from '../errors.js';
import type { Delivery } from './delivery.js';
import type { GivenMrz } from './mrz.js';
import type { PollOptions, RetryOptions } from './retry.js';

/** Options of a client. Only `endpoint` is needed. */
export interface ClientOptions extends Delivery {
  /**
   * How requests are repeated that failed in a way that may pass. An upload that leaves something behind each time never
   * is: it would be a second one.
   */
  retry?: RetryOptions;
  /**
   * The longest that a whole call may take, from the reading of the images to the result, all attempts and waits included,
   * in milliseconds. Default: 180,000, or three times `timeoutMs` where that is more; a call that polls has
   * `poll.deadlineMs` more.
   */
  deadlineMs?: number;
  /** As for `init`: hears once where the SDK works, but worse than it could. */
  onWarning?: OnWarning;
  /** As for `init`, which each call of this client makes first. All clients of a page have one engine. */
  init?: InitOptions;
  /** Decoders for files that neither the engine nor the browser can read. Default: those of {@link InitOptions}. */
  decoders?: Decoders;
  /** The language of advice in errors and verdicts, as a BCP 47 tag. Default: that of {@link InitOptions}. */
  language?: string;
  /**
   * Whether a request is sent only where the MRZ of one of its images is read on the device and proved by its check digits;
   * else the call rejects with `mrz_unreadable`, before anything is sent. The images are read as the vendor would get them.
   * A PDF and an address hold no image that could be read. Set it where every document carries an MRZ. Default `false`.
   */
  requireMrz?: boolean;
}

/** What holds for calls that say nothing else. */
export interface Defaults {
  decoders?: Decoders | undefined;
  language?: string | undefined;
}

/** Options of one call. */
export interface CallOptions {
  /** Stops the call, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Hears what the call is at. */
  onProgress?: OnProgress;
  /** How the images are prepared. Default: inside the vendor's limits. */
  prepare?: PrepareOptions;
  /** The longest that this call may take, as `deadlineMs` of the client. */
  deadlineMs?: number;
  /** Passed to the proxy as the header `traceparent` (W3C Trace Context). */
  traceparent?: string;
  /** As `requireMrz` of the client, for this call: `false` for a document that carries none. */
  requireMrz?: boolean;
  /**
   * What `readMrz` or `<id-capture mrz>` read in these images. Where a reading is proved, it fulfils `requireMrz`, and the
   * vendor's documents are compared with it: `checks` of the source `device`.
   */
  mrz?: GivenMrz;
  /**
   * What an error of an earlier call of the same name carried. Once there is an id, nothing is submitted: the result is
   * asked for, and the request is not read. Before that the request is sent again as the same attempt, which a proxy
   * that knows `Idempotency-Key` answers with the response to the first.
   */
  resume?: Resume;
}

/** Options of a call that waits for its result. */
export interface PolledCallOptions extends CallOptions {
  /** How the result is asked for. */
  poll?: PollOptions;
}

/** What a vendor answered, and what it was sent. */
export type CallResult<Data> = Answer<Data> & {
  /** The images as they were sent, in the order of the request. */
  prepared: PreparedImage[];
};

/** What a call gives that may have to be made again. */
export type CallReply<Data> = Reply<Data> & { prepared: PreparedImage[] };

/** A vendor's request, less its secrets. */
export interface BuiltRequest {
  method: 'GET' | 'POST';
  /** The vendor's path, with its query string. */
  path: string;
  /** The headers, their names in lower case. */
  headers: Record<string, string>;
  /** The body; absent for `GET`. */
  body?: Uint8Array<ArrayBuffer>;
}

/** A vendor as the client names it. */
export type VendorName = keyof VendorOperations;

/** The request of an operation. */
export type RequestOf<O> = O extends { request: infer Request } ? Request : never;
/** What an operation gives, typed in the vendor's own terms. */
export type DataOf<O> = O extends { data: infer Data } ? Data : never;
/** Either of two types, by whether the result may not be there yet. */
type IfPending<O, Pending, Ready> = O extends { pending: true } ? Pending : Ready;

/** A call of an operation. */
export type Call<O> = (
  request: RequestOf<O>,
  options?: CallOptions,
) => Promise<IfPending<O, CallReply<DataOf<O>>, CallResult<DataOf<O>>>>;

/**
 * A call of two operations: one that submits, and one that is asked until there is a result. The request is `null` where
 * `options.resume` has an id.
 */
export interface PolledCall<Submit, Ask> {
  (request: RequestOf<Submit>, options?: PolledCallOptions): Promise<CallResult<DataOf<Ask>>>;
  (request: null, options: PolledCallOptions & { resume: Resume }): Promise<CallResult<DataOf<Ask>>>;
}

/** Makes the request of an operation. */
export type Build<O> = (request: RequestOf<O>, options?: CallOptions) => Promise<BuiltRequest>;

/** Reads the response to an operation. */
export type Parse<O> = (
  status: number,
  body: Uint8Array | ArrayBuffer | string,
) => Promise<IfPending<O, Reply<DataOf<O>>, Answer<DataOf<O>>>>;

/** A call of each operation. A mapped type of this form keeps each member's documentation. */
export type Calls<Operations> = { readonly [O in keyof Operations]: Call<Operations[O]> };
/** The request of each operation alone. */
export type Builds<Operations> = { readonly [O in keyof Operations]: Build<Operations[O]> };
/** The response to each operation alone. */
export type Parses<Operations> = { readonly [O in keyof Operations]: Parse<Operations[O]> };

/** A vendor's requests and responses alone, for callers who post themselves. */
export interface Wire<V extends VendorName> {
  /** Makes the vendor's request: prepares the images and builds the body. Send it to the proxy as it is. */
  readonly build: Builds<VendorOperations[V]>;
  /** Reads the vendor's response. */
  readonly parse: Parses<VendorOperations[V]>;
}

import type { Answer, OperationName, Operations, Reply } from '../../pkg/idsnap.js';
import type { Delivery } from './deliver.js';
import type { PrepareOptions } from '../images/prepare.js';
import type { PreparedImage } from '../images/prepared.js';
import type { OnProgress } from '../progress.js';
import type { PollOptions, RetryOptions } from './retry.js';
import type { InitOptions } from '../sdk.js';

/** Options of a client. Only `endpoint` is needed. */
export interface ClientOptions extends Delivery {
  /** How requests are repeated that failed in a way that may pass. An upload to Beorg never is: it would be a second one. */
  retry?: RetryOptions;
  /** As for `init`. */
  init?: InitOptions;
}

/** Options of one call. */
export interface CallOptions {
  /** Stops the call, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Hears what the call is at. */
  onProgress?: OnProgress;
  /** How the pictures are prepared. Default: inside the vendor's limits. */
  prepare?: PrepareOptions;
}

/** Options of a call that waits for its result. */
export interface PolledCallOptions extends CallOptions {
  /** How the result is asked for. */
  poll?: PollOptions;
}

/** What a vendor answered, and what it was sent. */
export type CallResult<Data> = Answer<Data> & {
  /** The pictures as they were sent, in the order of the request. */
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

/** The operations of a vendor. */
export type Names<V extends string> = OperationName extends infer N ? (N extends `${V}.${infer O}` ? O : never) : never;
/** The name of a vendor's operation. */
export type Key<V extends string, O extends string> = Extract<`${V}.${O}`, OperationName>;
/** What an operation gives, typed in the vendor's own terms. */
export type Data<N extends OperationName> = Operations[N]['data'];
/** What a call of an operation gives. */
export type Result<N extends OperationName> = Operations[N] extends { pending: true }
  ? CallReply<Data<N>>
  : CallResult<Data<N>>;
/** What an answer of an operation means. */
export type Parsed<N extends OperationName> = Operations[N] extends { pending: true }
  ? Reply<Data<N>>
  : Answer<Data<N>>;
/** A call of an operation. */
export type Call<N extends OperationName> = (
  request: Operations[N]['request'],
  options?: CallOptions,
) => Promise<Result<N>>;

/** A vendor's requests and answers alone, for callers who post themselves. */
export interface Wire<V extends string> {
  /** Makes the vendor's request: prepares the pictures and builds the body. Send it to the proxy as it is. */
  readonly build: {
    readonly [O in Names<V>]: (
      request: Operations[Key<V, O>]['request'],
      options?: CallOptions,
    ) => Promise<BuiltRequest>;
  };
  /** Reads the vendor's answer. */
  readonly parse: {
    readonly [O in Names<V>]: (status: number, body: Uint8Array | ArrayBuffer | string) => Promise<Parsed<Key<V, O>>>;
  };
}

/** ZOLOZ: ID Recognition. A request without `bizId` gets a random one, which its repetitions keep. */
export interface ZolozClient extends Wire<'zoloz'> {
  /** Reads a document and checks it against forgery, in one request. */
  readonly recognize: Call<'zoloz.recognize'>;
  /** The same in two steps, which the vendor advises for frequent calls: uploads, then asks until there is a result. */
  readonly recognizeAsync: (
    request: Operations['zoloz.asyncRecognize']['request'],
    options?: PolledCallOptions,
  ) => Promise<CallResult<Data<'zoloz.asyncCheckResult'>>>;
  /** The first step alone: `state: "pending"`, with the `transactionId` as `id`. */
  readonly asyncRecognize: Call<'zoloz.asyncRecognize'>;
  /** The second step alone: the result, or `state: "pending"`. */
  readonly asyncCheckResult: Call<'zoloz.asyncCheckResult'>;
  /** Has the vendor echo a body, to try the proxy's signature. */
  readonly authenticationTest: Call<'zoloz.authenticationTest'>;
}

/** Biometric.kz: Document Recognition. */
export interface BiometricKzClient extends Wire<'biometricKz'> {
  /** Reads one document from its front, its back or both. */
  readonly parseDocument: Call<'biometricKz.parseDocument'>;
  /** Reads one document from its pages, with the second version of the interface. */
  readonly processDocument: Call<'biometricKz.processDocument'>;
}

/** CVS (computervision.com.vn). A PDF passes through as it is. */
export interface CvsClient extends Wire<'cvs'> {
  /** Reads both sides of one card, with validity checks. */
  readonly cards: Call<'cvs.cards'>;
  /** Reads one side, or a PDF. Validity checks for a picture only. */
  readonly card: Call<'cvs.card'>;
  /** Reads one picture with one or more documents, or a PDF, without validity checks. */
  readonly ocrCard: Call<'cvs.ocrCard'>;
}

/** Beorg. Its project is named by `projectId`, or by the proxy. */
export interface BeorgClient extends Wire<'beorg'> {
  /** Uploads documents, then asks until there is a result. */
  readonly recognize: (
    request: Operations['beorg.addDocument']['request'],
    options?: PolledCallOptions,
  ) => Promise<CallResult<Data<'beorg.getResult'>>>;
  /** The first step alone: gives a `documentId`. Never repeated by itself: each upload counts. */
  readonly addDocument: Call<'beorg.addDocument'>;
  /** The second step alone: the result, or `state: "pending"`. */
  readonly getResult: Call<'beorg.getResult'>;
}

/** A client of every vendor, through one proxy. */
export interface Client {
  readonly zoloz: ZolozClient;
  readonly beorg: BeorgClient;
  readonly biometricKz: BiometricKzClient;
  readonly cvs: CvsClient;
}

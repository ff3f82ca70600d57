/** Bytes whose memory is not shared, as `fetch` and WebCrypto want them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A vendor's name in the proxy's paths. */
export type ProxyVendor = 'zoloz' | 'beorg' | 'biometric_kz' | 'cvs';

/** One request that a vendor's integration makes: all others are refused. */
export interface Route {
  /** What the route does, for the log. */
  readonly operation: string;
  /** The vendor's path, or the form of it. */
  readonly path: string | RegExp;
  readonly methods: readonly ('GET' | 'POST')[];
  /** The media types a body may have, in lower case and without parameters. */
  readonly mediaTypes: readonly string[];
  /** The query parameters that pass, and the form of each value. */
  readonly query: Readonly<Record<string, RegExp>>;
}

/** A request that met its route. */
export interface Incoming {
  readonly route: Route;
  readonly method: 'GET' | 'POST';
  /** The vendor's path, without the query. */
  readonly path: string;
  /** The query parameters that passed. */
  readonly query: Readonly<Record<string, string>>;
  /** The `content-type` as it was received. */
  readonly contentType: string;
  /** Empty for `GET`. */
  readonly body: Bytes;
}

/** What goes to the vendor. */
export interface Outgoing {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for `GET`. */
  readonly body?: Bytes;
}

/** What came back from the vendor. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Bytes;
}

/** A vendor that is set up: what may be asked of it, and how the secrets are added. */
export interface Gateway {
  readonly vendor: ProxyVendor;
  /** The vendor's address without a trailing slash. */
  readonly baseUrl: string;
  readonly routes: readonly Route[];
  /** Texts that must not reach the client even if the vendor repeats them. */
  readonly secrets: readonly string[];
  /** Adds what is secret. */
  outgoing(incoming: Incoming): Promise<Outgoing>;
  /** Refuses an answer that is not the vendor's. */
  verify?(incoming: Incoming, answer: VendorAnswer): Promise<void>;
  /** The vendor's id of a submission that the request asks about. */
  askedId?(incoming: Incoming): string | undefined;
  /** The vendor's id of the submission that the answer opens. */
  issuedId?(incoming: Incoming, answer: VendorAnswer): string | undefined;
}

/** The JSON object that `bytes` hold, or `undefined`. */
export function parseObject(bytes: Bytes): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `value` is an object with named members. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

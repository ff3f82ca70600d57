import type { ErrorCode, VendorId } from '../../pkg/idsnap.js';

/** Where requests go, and with what. */
export interface Delivery {
  /**
   * The proxy: requests go to `{endpoint}/{vendor}{path of the vendor}`. An address, which may be relative to the page,
   * or a function that gives one for a vendor and operation. Redirects are not followed.
   */
  endpoint: string | ((call: { vendor: VendorId; operation: string }) => string);
  /**
   * Headers for the proxy, such as a session token: an object, or a function that is asked before each attempt. Where the
   * proxy says that the session has ended, the function is asked once more and the request is made again. Headers that a
   * page may not set, such as `Cookie`, and those that frame the body are refused, in Node as well.
   */
  headers?: HeaderSource;
  /** Posts in place of the engine's own transport, for interceptors and tests. Called as the global `fetch` is. */
  fetch?: typeof fetch;
  /**
   * The longest that one attempt may take, its response's body included, in milliseconds; and the longest that `headers`
   * may take. Default 60,000; at most 2,000,000,000.
   */
  timeoutMs?: number;
  /** The longest that no byte of a body may leave, in milliseconds, where the browser tells. Default 20,000. */
  stallMs?: number;
  /** The longest response, in bytes. Default 32,000,000. */
  maxResponseBytes?: number;
  /** Hears of each request before it is sent. What it throws is ignored. */
  onRequest?: (event: RequestEvent) => void;
  /** Hears of each response, or of its failure. What it throws is ignored. */
  onResponse?: (event: ResponseEvent) => void;
}

/** Headers, or where to get them for an attempt: 1 for the first of a call, 2 for the second. */
export type HeaderSource =
  | Readonly<Record<string, string>>
  | ((attempt: number) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** A request, without anything of a person: no address, header, image or field. */
export interface RequestEvent {
  readonly vendor: VendorId;
  readonly operation: string;
  /**
   * A random id, the same for all attempts of a request, and new for each question of a call that polls. It is sent
   * nowhere and is not the `Idempotency-Key`, so it may be logged.
   */
  readonly id: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly method: 'GET' | 'POST';
  /** The bytes of the body. */
  readonly bytes: number;
}

/** What came of a request, without anything of a person. */
export interface ResponseEvent extends RequestEvent {
  readonly durationMs: number;
  /** The HTTP status, where there was a response. */
  readonly status?: number | undefined;
  /** What failed; `aborted` also for a reason of the caller's own. */
  readonly code?: ErrorCode;
}

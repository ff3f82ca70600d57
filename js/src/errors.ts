import * as codes from '../pkg/codes.js';
import type { Category, ErrorCode, ErrorInfo, VendorId } from '../pkg/idsnap.js';

/**
 * What is needed to go on with a call after its request was sent: plain data, which may be kept and outlive the page.
 * Give it to the same call as the option `resume`.
 */
export interface Resume {
  /** The vendor. */
  vendor: VendorId;
  /** The call of the client that failed, such as `recognize`. */
  operation: string;
  /** The `Idempotency-Key` of the request: with it the proxy knows a second request as the same attempt. */
  attempt: string;
  /** The vendor's id of what was submitted, once there is one. It is enough, and counts above `request`. */
  id?: string;
  /** What the result is asked for with, once there is an id. */
  request?: object;
}

/**
 * Why the engine is not available. The page's operator can mend the first four, the person the rest.
 *
 * - `not_found`: a file of the package is not at its address
 * - `wrong_content`: something else is there, such as the page that a server sends for every address
 * - `blocked_by_policy`: the page's content security policy forbids it
 * - `wrong_setup`: an address is missing or is none, or a service worker is asked for what only a page can load
 * - `unreachable`: the connection broke, the server failed, or it does not let this page's origin have the file
 * - `out_of_memory`: the device has too little memory left
 * - `no_wasm`, `no_simd`: the browser lacks WebAssembly, or SIMD, which the file at a `wasmUrl` needs
 */
export type EngineReason =
  | 'not_found'
  | 'wrong_content'
  | 'blocked_by_policy'
  | 'wrong_setup'
  | 'unreachable'
  | 'out_of_memory'
  | 'no_wasm'
  | 'no_simd';

/** An {@link IdSnapError} as plain data. */
export type FailureInfo = ErrorInfo & { resume?: Resume; retryAfterMs?: number; reason?: EngineReason };

/** Marks the class across copies of the package, where `instanceof` fails. */
const BRAND: unique symbol = Symbol.for('idsnap.IdSnapError') as never;

/** What an error has of its own where it is known. */
const OWN = [
  'vendor',
  'status',
  'vendorCode',
  'proxyCode',
  'retryAfterMs',
  'reason',
  'field',
  'format',
  'resume',
] as const satisfies (keyof FailureInfo)[];

/**
 * Every failure of this package, except an abort: that rejects with the signal's own reason, a `DOMException` named
 * `AbortError` unless the caller gave another.
 *
 * Decide by {@link IdSnapError.code | code} or {@link IdSnapError.category | category}, never by the message. No
 * message, field or cause holds image bytes, document text or a body.
 *
 * @example
 * try {
 *   await prepareImage(file, { limits: 'zoloz' });
 * } catch (error) {
 *   if (isIdSnapError(error) && error.category === 'image') show(error.advice);
 *   else throw error;
 * }
 */
export class IdSnapError extends Error {
  /** Survives minification, which renames the class. */
  static override readonly name = 'IdSnapError';
  /** The stable code, such as `over_budget`. The list is in `docs/errors.md`. */
  readonly code: ErrorCode;
  /** What kind of failure it is, such as `image` (take another photo) or `configuration` (mend the proxy). */
  readonly category: Category;
  /** Whether the same call can succeed when it is made again without a change. */
  readonly retryable: boolean;
  /** A sentence for the person in front of the page: in English, or in the `language` of the client or of `init`. */
  readonly advice: string;
  /** The vendor that answered, or that was called where the proxy answered in its place. */
  declare readonly vendor?: VendorId;
  /** The HTTP status of the answer. */
  declare readonly status?: number;
  /** The vendor's own code. */
  declare readonly vendorCode?: string;
  /** The proxy's own code, where the proxy answered in the vendor's place; the list is in `docs/errors.md`. */
  declare readonly proxyCode?: string;
  /** The field at fault, in the caller's own words, such as `request.autoDocTypes[2]`. */
  declare readonly field?: string;
  /** The format of the file that cannot be read, by its usual name, such as `HEIC`. */
  declare readonly format?: string;
  /** What is needed to go on, where the request was sent. */
  declare readonly resume?: Resume;
  /** Of `engine_unavailable`: why it is not. Who can act depends on it, and so does {@link IdSnapError.advice}. */
  declare readonly reason?: EngineReason;
  /** Of `rate_limited` in a handover: when it may be tried again, in milliseconds. */
  declare readonly retryAfterMs?: number;
  /** All of the above as plain data, ready for `JSON.stringify`, a log or `postMessage`. */
  readonly info: Readonly<FailureInfo>;

  constructor(info: FailureInfo, options?: ErrorOptions) {
    super(info.message, options);
    this.name = 'IdSnapError';
    this.info = info;
    this.code = info.code;
    this.category = info.category;
    this.retryable = info.retryable;
    this.advice = info.advice;
    for (const key of OWN) if (info[key] !== undefined) Object.assign(this, { [key]: info[key] });
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Whether a caught value is an {@link IdSnapError}, also one made by another copy of the package. */
export function isIdSnapError(value: unknown): value is IdSnapError {
  return value instanceof Error && BRAND in value;
}

/** The codes that are raised on this side of the boundary, as the core publishes them. */
const RAISED_HERE = {
  unknown_option: codes.unknown_option,
  invalid_field: codes.invalid_field,
  source_unreadable: codes.source_unreadable,
  damaged_image: codes.damaged_image,
  mrz_unreadable: codes.mrz_unreadable,
  network_unreachable: codes.network_unreachable,
  outcome_unknown: codes.outcome_unknown,
  answer_unreadable: codes.answer_unreadable,
  response_too_large: codes.response_too_large,
  deadline_exceeded: codes.deadline_exceeded,
  engine_failed: codes.engine_failed,
  engine_unavailable: codes.engine_unavailable,
  not_loaded: codes.not_loaded,
  version_mismatch: codes.version_mismatch,
} as const satisfies Partial<Record<ErrorCode, codes.CodeFacts>>;

/** The codes that are raised on this side of the boundary. */
export const LOCAL_CODES = /* @__PURE__ */ Object.keys(RAISED_HERE) as LocalCode[];

/** A code that is raised on this side of the boundary. */
export type LocalCode = keyof typeof RAISED_HERE;

/** What an error is rebuilt from, for a code that is raised here. */
export function infoOf(code: LocalCode, message: string, field?: string): ErrorInfo {
  const [category, retryable, advice] = RAISED_HERE[code];
  return { code, category, message, retryable, advice, ...(field === undefined ? {} : { field }) };
}

/** What the worker told of a failure, with what is the same for all of its code: the worker has no texts. */
export function completed(info: Pick<ErrorInfo, 'code' | 'message'> & Partial<FailureInfo>): FailureInfo {
  return isInfo(info) ? info : { ...infoOf(info.code as LocalCode, info.message), ...byReason(info.reason), ...info };
}

/** What a reason changes of its code, as far as it has to be there where nothing can be loaded. */
function byReason(reason = ''): Partial<ErrorInfo> {
  if (reason === 'unreachable') return { retryable: true, advice: RAISED_HERE.network_unreachable[2] };
  return /^(?:not|wrong|blocked)/.test(reason) ? { advice: OPERATORS } : {};
}

const OPERATORS = 'This page is not set up correctly. Please tell its operator.';

/** An error with a code that is raised here. */
export function localError(code: LocalCode, message: string, cause?: unknown, reason?: EngineReason): IdSnapError {
  const info = completed({ code, message, ...(reason === undefined ? {} : { reason }) });
  return new IdSnapError(info, cause === undefined ? undefined : { cause });
}

/** An image that cannot be read. */
export function unreadable(field: string, reason: string, cause?: unknown): IdSnapError {
  const info = infoOf('source_unreadable', `${field}: ${reason}`, field);
  return new IdSnapError(info, cause === undefined ? undefined : { cause });
}

/** A field whose value is not allowed. */
export function invalidField(field: string, found: string, expected: string): IdSnapError {
  return new IdSnapError(infoOf('invalid_field', `${field}: found ${found}, expected ${expected}`, field));
}

/** Whether a thrown value is the core's own report of a failure. */
export function isInfo(value: unknown): value is ErrorInfo {
  return typeof value === 'object' && value !== null && 'code' in value && 'advice' in value;
}

/** The standard error of an aborted call. */
export const abortError = (message: string): DOMException => new DOMException(message, 'AbortError');

import { writeJson } from './json.js';

/** The stable name of a response that the proxy itself gave. */
export type ProxyErrorCode =
  | 'not_found'
  | 'method_not_allowed'
  | 'proxy_refused'
  | 'secret_in_request'
  | 'unauthorized'
  | 'image_too_large'
  | 'rate_limited'
  | 'vendor_unreachable'
  | 'vendor_timeout'
  | 'outcome_unknown'
  | 'proxy_misconfigured'
  | 'handover_expired'
  | 'handover_taken'
  | 'handover_ended';

/** The header that tells a response of the proxy from a response of the vendor. */
export const ERROR_HEADER = 'x-idsnap-proxy';

/** Nothing of a response is kept by a cache, nor run as a page of the proxy's origin. */
export const SAFETY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
};

/** Why the proxy responds in the vendor's place. Its message is shown to the caller, so it holds nothing of the request. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: ProxyErrorCode,
    readonly status: number,
    message: string,
    readonly details: RefusalDetails = {},
  ) {
    super(message, { cause: details.cause });
  }

  /** The response on the wire; `requestId` is absent where the request could not be read. */
  toResponse(requestId?: string): Response {
    const { isMount } = this.details;
    return new Response(writeJson({ proxy: { code: this.code, message: this.message, ...(isMount && { isMount }) } }), {
      status: this.status,
      headers: {
        ...this.details.headers,
        'content-type': 'application/json',
        [ERROR_HEADER]: 'error',
        ...(requestId !== undefined && { 'x-request-id': requestId }),
      },
    });
  }
}

/** What a refusal carries beside its message. */
export interface RefusalDetails {
  readonly headers?: Readonly<Record<string, string>>;
  /** What went wrong, for the log alone. */
  readonly cause?: unknown;
  /** Whether the request asked if the proxy is at this address, and it is. */
  readonly isMount?: true;
  /** Whether the vendor may have the request. Default: it does not. */
  readonly reachedVendor?: boolean;
}

/** The request is not one that the vendor's integration makes. */
export function refused(message: string, status = 400): Refusal {
  return new Refusal('proxy_refused', status, message);
}

/** The request carries something that only the proxy may add. */
export function secretInRequest(name: string): Refusal {
  return new Refusal('secret_in_request', 400, `the request carries ${name}, which the proxy alone adds`);
}

/** The vendor did not give a response that can be passed on. */
export function vendorUnreachable(message: string, details: RefusalDetails = {}): Refusal {
  return new Refusal('vendor_unreachable', 502, message, details);
}

/** The proxy cannot work as it is set up. */
export function misconfigured(message: string, cause?: unknown): Refusal {
  return new Refusal('proxy_misconfigured', 500, message, { cause });
}

/**
 * The cause of a failure for a log: the names and codes of the errors, never their messages, which may hold anything.
 */
export function describeCause(error: unknown): string | undefined {
  const names: string[] = [];
  for (let at = error; at instanceof Error && names.length < 5; at = at.cause) {
    if (at instanceof Refusal) continue;
    const code = 'code' in at && typeof at.code === 'string' && /^[A-Z0-9_]{1,40}$/.test(at.code) ? ` ${at.code}` : '';
    names.push(`${at.name}${code}`);
  }
  return names.length === 0 ? undefined : names.join(' < ');
}

import { retryAfterMs } from '../client/retry.js';
import type { IdSnapError } from '../errors.js';
import { handoverError, type HandoverErrorCode } from './errors.js';

/** The header of a response that the relay itself gave. */
export const ERROR_HEADER = 'x-idsnap-proxy';

/** A failure of a request. */
export interface Refused {
  readonly error: IdSnapError;
  /** How long to wait before it is tried again, in milliseconds. Absent where that is of no use. */
  readonly waitMs?: number;
  /** How often it may be tried. Default: as often as the request may. */
  readonly attempts?: number;
}

/** How often a relay is asked again that is not set up as it should be, or whose store fails. */
const MISCONFIGURED_ATTEMPTS = 6;
const LONGEST_SENTENCE = 200;

/** The relay's own codes that a page hears of as they are. */
const KEPT: readonly HandoverErrorCode[] = [
  'handover_expired',
  'handover_taken',
  'handover_ended',
  'image_too_large',
  'rate_limited',
];

/** What came is no response of the relay. */
export const unreadable = (cause?: unknown): IdSnapError =>
  handoverError('answer_unreadable', 'the relay gave something that is no response of it', { cause });

/** Reads the refusal in a response, with the relay's own code and sentence where it gave them. */
export async function refusalOf(response: Response): Promise<Refused> {
  const { status } = response;
  if (status === 0 || (status >= 300 && status < 400)) {
    return { error: handoverError('proxy_redirected', 'the address of the relay leads to another one') };
  }
  const told = await reportOf(response);
  const code = codeOf(told, status);
  const asked = retryAfterMs(response.headers.get('retry-after') ?? undefined);
  const sentence = told.sentence === undefined ? '' : `: ${told.sentence}`;
  const error = handoverError(code, `the relay responded with ${status.toString()} (${code})${sentence}`, {
    status,
    ...(told.code === undefined ? {} : { proxyCode: told.code }),
    ...(code === 'rate_limited' && asked !== undefined ? { retryAfterMs: asked } : {}),
  });
  if (told.code === 'proxy_misconfigured') return { error, waitMs: 0, attempts: MISCONFIGURED_ATTEMPTS };
  // A message that the state promised, and that another instance cannot see yet.
  const mayPass = error.retryable || (told.code === 'not_found' && status === 404);
  return mayPass ? { error, waitMs: asked ?? 0 } : { error };
}

function codeOf({ code, isRelays }: Report, status: number): HandoverErrorCode {
  const kept = KEPT.find((name) => name === code);
  if (kept !== undefined) return kept;
  if (status === 401) return 'session_ended';
  if (status === 413) return 'image_too_large';
  if (status === 429) return 'rate_limited';
  // What stands between the page and the relay may be starting anew; the relay itself is not set up as it should be.
  const isBetween = status >= 500 && !isRelays && code !== 'proxy_misconfigured';
  return isBetween || status === 408 ? 'network_unreachable' : 'proxy_refused';
}

interface Report {
  /** Whether the relay gave the response, and nothing on the way. */
  readonly isRelays: boolean;
  readonly code?: string;
  readonly sentence?: string;
}

async function reportOf(response: Response): Promise<Report> {
  const isRelays = response.headers.get(ERROR_HEADER) !== null;
  try {
    const body = (await response.json()) as { proxy?: { code?: unknown; message?: unknown } } | null;
    const { code, message } = body?.proxy ?? {};
    const sentence = isRelays && typeof message === 'string' ? message.slice(0, LONGEST_SENTENCE) : undefined;
    return {
      isRelays,
      ...(typeof code === 'string' ? { code } : {}),
      ...(sentence === undefined ? {} : { sentence }),
    };
  } catch {
    return { isRelays };
  }
}

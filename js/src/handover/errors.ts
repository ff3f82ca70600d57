import type { Category, ErrorCode } from '../../pkg/idsnap.js';
import { IdSnapError } from '../errors.js';
import type { EngineReason } from '../errors.js';

/** The codes that a handover fails with, as the core publishes them. */
const RAISED_HERE = {
  invalid_field: ['input', false, 'This page sent something the service does not accept. Please tell its operator.'],
  not_an_image: ['image', false, 'This file is not a photo. Please choose a JPEG or PNG photo.'],
  image_too_large: ['image', false, 'The picture is too large for the service. Please choose a smaller one.'],
  proxy_refused: ['configuration', false, "The service is not set up correctly. Please tell this page's operator."],
  proxy_redirected: [
    'configuration',
    false,
    "The service sends this page elsewhere. If this network asks for a sign-in, do that first; else tell this page's operator.",
  ],
  session_ended: ['configuration', false, 'Your session has ended. Please sign in again.'],
  rate_limited: ['quota', true, 'The service is busy. Please try again in a moment.'],
  answer_unreadable: ['vendor', true, 'The service gave an answer that could not be read. Please try again.'],
  network_unreachable: ['network', true, 'There is no connection. Check the network and try again.'],
  engine_unavailable: ['engine', false, 'This browser cannot prepare photos. Please update it or use another one.'],
  handover_link_invalid: ['handover', false, 'This link is not whole. Please scan the code on the computer again.'],
  handover_expired: ['handover', false, 'The time is over. Please ask for a new code on the computer.'],
  handover_taken: [
    'handover',
    false,
    'Another phone is connected already. If it is not yours, please start again on the computer.',
  ],
  handover_ended: ['handover', false, 'It was ended on the other device. Please start again on the computer.'],
  handover_tampered: [
    'handover',
    false,
    'The photos were changed on their way and were not used. Please start again on the computer.',
  ],
} as const satisfies Partial<Record<ErrorCode, readonly [Category, boolean, string]>>;

/** A code that a handover fails with. */
export type HandoverErrorCode = keyof typeof RAISED_HERE;

/** The codes that a handover fails with. */
export const HANDOVER_CODES = /* @__PURE__ */ Object.keys(RAISED_HERE) as HandoverErrorCode[];

/** An error of a handover. Its message holds no id, token, key or byte of a message. */
export function handoverError(
  code: HandoverErrorCode,
  message: string,
  { cause, ...more }: ErrorDetails = {},
): IdSnapError {
  const [category, retryable, advice] = RAISED_HERE[code];
  const info = { code, category, retryable, advice, message, ...more };
  return new IdSnapError(info, cause === undefined ? undefined : { cause });
}

/** What an error carries beside its code and message. */
export interface ErrorDetails {
  readonly status?: number;
  readonly field?: string;
  /** The relay's own code. */
  readonly proxyCode?: string;
  /** When the relay may be asked again, in milliseconds. */
  readonly retryAfterMs?: number;
  /** In place of the advice of the code. */
  readonly advice?: string;
  /** Of `engine_unavailable`: why it is not. */
  readonly reason?: EngineReason;
  /** In place of what the code says. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** A page on which no handover can work: its operator has to mend it. */
export const wrongSetup = (message: string): IdSnapError =>
  handoverError('engine_unavailable', message, {
    reason: 'wrong_setup',
    advice: 'This page is not set up correctly. Please tell its operator.',
  });

/** Code that could not be loaded. */
export function notLoaded(message: string, cause: unknown): IdSnapError {
  const [, , advice] = RAISED_HERE.network_unreachable;
  return handoverError('engine_unavailable', message, { reason: 'unreachable', retryable: true, advice, cause });
}

/** What came is not what the other side sent. */
export const tampered = (message: string): IdSnapError => handoverError('handover_tampered', message);

/** An option whose value is not allowed. */
export function invalid(field: string, found: string, expected: string): IdSnapError {
  return handoverError('invalid_field', `${field}: found ${found}, expected ${expected}`, { field });
}

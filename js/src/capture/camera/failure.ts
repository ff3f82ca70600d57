import type { StepDownReason } from '../types.js';
import type { ToldReason } from './refusal.js';

/** No person answers a prompt this fast: the browser refused without asking. */
const ANSWER_MS = 150;

/** Failures that a less demanding request may not meet. */
const RETRIED = ['OverconstrainedError', 'NotReadableError', 'AbortError'];

/** What is known besides the error. */
export interface Refused {
  /** What the browser said of the camera after the refusal. */
  readonly permission: PermissionState | undefined;
  /** How long the refusal took, in milliseconds. */
  readonly tookMs: number;
  /** Whether the page is inside another page. */
  readonly framed: boolean;
}

/** Whether a less demanding request makes sense. */
export const mayRetry = (error: unknown): boolean => RETRIED.includes(nameOf(error));

/** Why the camera was not given. */
export function reasonOf(
  error: unknown,
  unlessInApp: ToldReason,
  { permission, tookMs, framed }: Refused,
): StepDownReason {
  switch (nameOf(error)) {
    case 'NotAllowedError':
      if (permission === 'prompt') return framed && tookMs < ANSWER_MS ? 'policy_blocked' : 'permission_dismissed';
      return unlessInApp('permission_denied');
    case 'SecurityError':
      return 'policy_blocked';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return unlessInApp('no_camera');
    case 'NotReadableError':
    case 'AbortError':
      return 'camera_in_use';
    default:
      return unlessInApp('unsupported');
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

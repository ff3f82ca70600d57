import type { PageFacts } from '../platform/platform.js';
import type { Rung, StepDownReason } from '../types.js';

/** Words of the user agents of browsers inside apps, which often have no camera. Only the message depends on them. */
const IN_APP = /FBA[NV]|Instagram|MicroMessenger|Zalo|Line\/|Bytedance|Snapchat|KAKAOTALK|VKAndroid|Telegram|; wv\)/;

/** No person answers a prompt this fast: the browser refused without asking. */
const ANSWER_MS = 150;

/** Failures that a less demanding request may not meet. */
const RETRIED = ['OverconstrainedError', 'NotReadableError', 'AbortError'];

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

export const mayRetry = (error: unknown): boolean => RETRIED.includes(nameOf(error));

/** Why there is no use in asking for the camera. */
export function refusal(facts: PageFacts, hasDevices: boolean): StepDownReason | undefined {
  if (!facts.secure) return 'insecure_context';
  if (facts.allowed === false) return 'policy_blocked';
  return hasDevices ? undefined : unlessInApp('unsupported', facts);
}

/** Why the camera was not given. `permission` is what the browser said of it after the refusal. */
export function reasonOf(
  error: unknown,
  facts: PageFacts,
  { permission, tookMs }: { permission: PermissionState | undefined; tookMs: number },
): StepDownReason {
  switch (nameOf(error)) {
    case 'NotAllowedError':
      if (permission === 'prompt') {
        return facts.framed && tookMs < ANSWER_MS ? 'policy_blocked' : 'permission_dismissed';
      }
      return unlessInApp('permission_denied', facts);
    case 'SecurityError':
      return 'policy_blocked';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return unlessInApp('no_camera', facts);
    case 'NotReadableError':
    case 'AbortError':
      return 'camera_in_use';
    default:
      return unlessInApp('unsupported', facts);
  }
}

/** A browser inside an app fails in many ways, and the way on is the same for all: another browser. */
export const unlessInApp = (reason: StepDownReason, { userAgent }: PageFacts): StepDownReason =>
  IN_APP.test(userAgent) ? 'in_app_browser' : reason;

/** Whether plugging a camera in mends it. */
export const mayBePluggedIn = (reason: StepDownReason): boolean =>
  reason === 'no_camera' || reason === 'camera_ended' || reason === 'camera_in_use';

/** The way without a camera: the camera app where there is one. */
export const lowestRung = ({ touch }: PageFacts): Rung => (touch ? 'native' : 'file');

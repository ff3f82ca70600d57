import type { PageFacts } from '../platform/platform.js';
import type { StepDownReason } from '../types.js';

/**
 * Words of the user agents of browsers inside apps, which often have no camera; on iOS such a browser is one that does not
 * call itself Safari. Only the message depends on them.
 */
const IN_APP =
  /FBA[NV]|Instagram|MicroMessenger|Zalo|Line\/|Bytedance|Snapchat|KAKAOTALK|VKAndroid|Telegram|; wv\)|iP.+AppleWebKit(?!.+Safari)/;

/** Another reason, where it is another in this page. */
export type ToldReason = (reason: StepDownReason) => StepDownReason;

/** A browser inside an app fails in many ways, and the way on is the same for all: another browser. */
export const unlessInApp =
  ({ userAgent }: PageFacts): ToldReason =>
  (reason) =>
    IN_APP.test(userAgent) ? 'in_app_browser' : reason;

/** Why there is no use in asking for the camera. */
export function refusal(facts: PageFacts, hasDevices: boolean): StepDownReason | undefined {
  if (!facts.secure) return 'insecure_context';
  if (facts.allowed === false) return 'policy_blocked';
  return hasDevices ? undefined : unlessInApp(facts)('unsupported');
}

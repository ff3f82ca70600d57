/** The types of the proxy's options that callers name. One line a vendor. */
export type { BeorgProxyOptions } from './beorg/gateway.js';
export type { BiometricKzProxyOptions } from './biometric-kz/gateway.js';
export type { CvsProxyOptions } from './cvs-vn/gateway.js';
export type {
  ZolozAccessKeyOptions,
  ZolozProxyOptions,
  ZolozRsaOptions,
  ZolozSign,
  ZolozSignOptions,
} from './zoloz/gateway.js';

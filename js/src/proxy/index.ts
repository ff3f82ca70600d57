/**
 * The proxy between the browser and the vendors: it alone knows the secrets.
 *
 * ```ts
 * const proxy = createProxy({
 *   basePath: '/api/idsnap',
 *   zoloz: { baseUrl: 'https://sg-production-api.zoloz.com', clientId, privateKey },
 * });
 * const response = await proxy(request);
 * ```
 */
export { createProxy, type ProxyHandler } from './handler.js';
export type { BeorgProxyOptions } from './beorg.js';
export type { BiometricKzProxyOptions } from './biometric-kz.js';
export type { CvsProxyOptions } from './cvs.js';
export type { ProxyErrorCode } from './errors.js';
export type { ProxyVendor } from './gateway.js';
export type { ProxyLogEntry, ProxyOptions, Submission, SubmissionOwnership } from './options.js';
export type { ZolozAccessKeyOptions, ZolozProxyOptions, ZolozRsaOptions } from './zoloz.js';

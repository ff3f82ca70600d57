/**
 * The proxy between the browser and the vendors: it alone knows the secrets.
 *
 * ```ts
 * const proxy = createProxy({
 *   basePath: '/api/idsnap',
 *   authorize: async (request) => (await findSession(request)) !== undefined,
 *   zoloz: { baseUrl: 'https://sg-production-api.zoloz.com', clientId, privateKey },
 * });
 * const response = await proxy(request);
 * ```
 */
import { GATEWAYS } from './gateways.js';
import { proxyOf, type ProxyHandler } from './handler.js';
import type { ProxyOptions } from './options.js';
import { withHandover } from './with-handover.js';

export type * from '../vendors/proxy-options.js';
export type { ProxyErrorCode } from './errors.js';
export type { VendorAccount, VendorTimeout } from './gateways.js';
export type { ProxyHandler } from './handler.js';
export type {
  Authorize,
  ProxyLogEntry,
  ProxyOptions,
  ProxyVendor,
  RateLimit,
  Submission,
  SubmissionOwnership,
} from './options.js';
export type { ProxyHandoverOptions } from './with-handover.js';
export { createHandover, type HandoverHandler } from './handover/relay.js';
export type { HandoverLogEntry, HandoverOperation, HandoverOptions } from './handover/options.js';
export { redisStore, type RedisCaller, type RedisClient, type RedisSender, type RedisStoreOptions } from './redis.js';
export { memoryStore, type MemoryStoreOptions, type Store } from './store.js';

const create = proxyOf(GATEWAYS);

/**
 * Makes a handler that adds the secrets to a vendor's request and passes it on.
 *
 * @throws `TypeError` that names the option when one is missing or malformed.
 */
export function createProxy(options: ProxyOptions): ProxyHandler {
  // Who writes no types may give nothing at all, which is said by the check of the rest.
  const { handover, ...rest } = { ...options };
  const proxy = create(rest);
  return handover === undefined ? proxy : withHandover(proxy, rest, handover);
}

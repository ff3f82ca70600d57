import { checkBasePath, optionError } from './checks.js';
import type { ProxyHandler } from './handler.js';
import type { HandoverOptions } from './handover/options.js';
import { createHandover } from './handover/relay.js';
import { isObject } from './json.js';
import type { CommonOptions } from './options.js';

/** What cannot be another for the relay: both are one mount. */
const OF_THE_MOUNT = ['basePath', 'allowedOrigins', 'allowCredentials', 'allowedHosts', 'now'] as const;

/** Options of the relay in a proxy. Who may open a session, the store, limits and times are the proxy's where they are left out. */
export interface ProxyHandoverOptions
  extends
    Omit<HandoverOptions, (typeof OF_THE_MOUNT)[number] | 'authorize'>,
    Partial<Pick<HandoverOptions, 'authorize'>> {}

/** What both have under one name, and mean the same by. */
const SHARED = [
  'authorize',
  'store',
  'allowedOrigins',
  'allowCredentials',
  'allowedHosts',
  'rateLimit',
  'bodyTimeoutMs',
  'hookTimeoutMs',
  'now',
] as const satisfies (keyof HandoverOptions & keyof CommonOptions)[];
/**
 * A proxy that is the relay of a handover as well, below `handover` of its own path.
 *
 * @throws `TypeError` that names the option that is malformed.
 */
export function withHandover(
  proxy: ProxyHandler,
  options: Pick<CommonOptions, (typeof SHARED)[number] | 'basePath'>,
  handover: true | ProxyHandoverOptions,
): ProxyHandler {
  const own: unknown = handover === true ? {} : handover;
  if (!isObject(own)) throw optionError('handover', 'is neither true nor an object');
  const foreign = OF_THE_MOUNT.find((name) => name in own);
  if (foreign !== undefined) throw optionError(`handover.${foreign}`, "cannot be set: it is the proxy's own");
  const shared = SHARED.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  const basePath = `${checkBasePath(options.basePath, 'basePath')}/handover`;
  const given = { ...Object.fromEntries(shared), ...own, basePath } as HandoverOptions;
  const relay = createHandover(given);
  return (request) => {
    const { pathname } = new URL(request.url);
    return pathname === basePath || pathname.startsWith(`${basePath}/`) ? relay(request) : proxy(request);
  };
}

import { checkBasePath, checkCount, checkFunction, checkKeys, checkList } from '../checks.js';
import type { CorsOptions } from '../cors.js';
import type { ProxyErrorCode } from '../errors.js';
import { isObject } from '../json.js';
import { checkAuthorize, checkCors, checkRateLimit, type Authorize, type RateLimit } from '../options.js';
import { memoryStore, type Store } from '../store.js';
import { promptStore } from '../time-limit.js';

/** What the relay of a handover is set up with. */
export interface HandoverOptions {
  /**
   * Decides who may open a session, before the body is read: `true`, `false` (401), or a response of your own. Phones are
   * not asked: they have the link. `'anyone'` lets everybody use your store. There is no default.
   */
  authorize: Authorize | 'anyone';
  /** Where the relay is mounted, such as `/api/handover`. Default: at the root. */
  basePath?: string;
  /** Where sessions are. Several instances share one. Default: a store in the memory of this process. */
  store?: Store;
  /** Origins whose pages may use the relay, such as `https://m.shop.example`, or `*`. Default: the relay's own alone. */
  allowedOrigins?: readonly string[];
  /** Whether pages of `allowedOrigins` may send cookies; not together with `*`. Default: `false`. */
  allowCredentials?: boolean;
  /** Host names by which the relay may be called. Default: all. */
  allowedHosts?: readonly string[];
  /** How many sessions a visitor may open and claim. Default: no limit. */
  rateLimit?: RateLimit;
  /** How long a session lives, in milliseconds. Default: 600,000; at most 3,600,000. */
  expiresMs?: number;
  /** How many photos a session may have. Default: 4; at most 16. */
  maxPhotos?: number;
  /** The longest photo, in bytes before its encryption. Default: 6,000,000; at most 32,000,000. */
  maxPhotoBytes?: number;
  /** How many requests a minute both sides of one session may make together. Default: 240. */
  maxRequestsPerMinute?: number;
  /** How long a request waits for a change, in milliseconds. A stream of events lasts twice as long. Default: 25,000. */
  waitMs?: number;
  /** How often the store is asked for what another instance wrote, in milliseconds. Default: 1,000. */
  pollMs?: number;
  /** The longest time for the whole body of a request, in milliseconds. Default: 300,000. */
  bodyTimeoutMs?: number;
  /** The longest time for `authorize`, and for a call of the store, in milliseconds. Default: 10,000. */
  hookTimeoutMs?: number;
  /** Told about every request when it is over. Holds no id, token, key, address or body. Default: nothing is logged. */
  log?: (entry: HandoverLogEntry) => void;
  /** The clock. Default: the system's. */
  now?: () => Date;
}

/** What a request to the relay does. */
export type HandoverOperation = 'open' | 'claim' | 'state' | 'append' | 'read' | 'end';

/** One line of a log. */
export interface HandoverLogEntry {
  /** Absent where the path or the method is not known. */
  readonly operation: HandoverOperation | undefined;
  /** The request's `x-request-id`, or one made for it. */
  readonly requestId: string;
  /** The status that the page got. */
  readonly status: number;
  /** Set when the request was refused. */
  readonly code: ProxyErrorCode | undefined;
  /** What went wrong: the names and codes of errors, never their messages. */
  readonly cause: string | undefined;
  readonly durationMs: number;
  readonly requestBytes: number;
  /** The bytes of a message that was read; 0 for every other response. */
  readonly responseBytes: number;
}

/** Options that passed their checks. */
export interface HandoverSettings extends CorsOptions {
  readonly authorize: Authorize;
  readonly basePath: string;
  readonly store: Store;
  readonly allowedHosts: readonly string[];
  readonly rateLimit: RateLimit | undefined;
  readonly expiresMs: number;
  readonly maxPhotos: number;
  readonly maxPhotoBytes: number;
  readonly maxRequestsPerMinute: number;
  readonly waitMs: number;
  readonly pollMs: number;
  readonly bodyTimeoutMs: number;
  readonly hookTimeoutMs: number;
  readonly log: HandoverOptions['log'];
  readonly now: () => Date;
}

const COUNTS = {
  expiresMs: { otherwise: 600_000, most: 3_600_000 },
  maxPhotos: { otherwise: 4, most: 16 },
  maxPhotoBytes: { otherwise: 6_000_000, most: 32_000_000 },
  maxRequestsPerMinute: { otherwise: 240, most: 100_000 },
  waitMs: { otherwise: 25_000, most: 50_000 },
  pollMs: { otherwise: 1_000, most: 10_000 },
  bodyTimeoutMs: { otherwise: 300_000, most: 3_600_000 },
  hookTimeoutMs: { otherwise: 10_000, most: 600_000 },
} as const;

type Count = keyof typeof COUNTS;

const OTHERS = [
  'authorize',
  'basePath',
  'store',
  'allowedOrigins',
  'allowCredentials',
  'allowedHosts',
  'rateLimit',
  'log',
  'now',
];

/**
 * Checks the options, so that a mistake shows when the server starts.
 *
 * @throws `TypeError` that names the option that is missing or malformed.
 */
export function checkHandoverOptions(options: HandoverOptions): HandoverSettings {
  try {
    return settingsOf(options);
  } catch (error) {
    // The checks are the proxy's, and speak in its name.
    const message = error instanceof Error ? error.message.replace('createProxy:', 'createHandover:') : '';
    throw new TypeError(message, { cause: error });
  }
}

function settingsOf(options: HandoverOptions): HandoverSettings {
  const given: unknown = options;
  if (!isObject(given)) throw new TypeError('createHandover: the options are missing.');
  checkKeys(options, '', [...OTHERS, ...Object.keys(COUNTS)]);
  const counts = Object.fromEntries((Object.keys(COUNTS) as Count[]).map((name) => [name, countOf(options, name)]));
  const checked = counts as Record<Count, number>;
  return {
    ...checked,
    authorize: checkAuthorize(options.authorize),
    basePath: checkBasePath(options.basePath, 'basePath'),
    store: promptStore(checkStore(options.store), checked.hookTimeoutMs),
    ...checkCors(options),
    allowedHosts: checkList(options.allowedHosts, 'allowedHosts').map((host) => host.toLowerCase()),
    rateLimit: checkRateLimit(options.rateLimit),
    log: checkFunction(options.log, 'log'),
    now: checkFunction(options.now, 'now') ?? (() => new Date()),
  };
}

const METHODS = ['get', 'set', 'setIfAbsent', 'increment'] as const satisfies (keyof Store)[];

function checkStore(store: Store | undefined): Store {
  if (store === undefined) return memoryStore();
  const given: unknown = store;
  const missing = METHODS.filter((name) => !isObject(given) || typeof given[name] !== 'function');
  if (missing.length === 0) return store;
  throw new TypeError(`createHandover: the option store has no ${missing.join(', ')}; see memoryStore and redisStore.`);
}

function countOf(options: HandoverOptions, name: Count): number {
  const { otherwise, most } = COUNTS[name];
  const count = checkCount(options[name], name, otherwise);
  if (count > most) throw new TypeError(`createHandover: the option ${name} is more than ${most.toString()}.`);
  return count;
}

import {
  checkBasePath,
  checkCount,
  checkFunction,
  checkKeys,
  checkList,
  checkOrigins,
  optionError,
  OptionReader,
} from './checks.js';
import type { CorsOptions } from './cors.js';
import type { ProxyErrorCode } from './errors.js';
import type { Gateway, GatewayContext, GatewayDefinition } from './gateway.js';
import type { GATEWAYS, GatewayRegistry, VendorOf, VendorOptions } from './gateways.js';
import { isObject } from './json.js';
import type { ProxyHandoverOptions } from './with-handover.js';
import { redactor } from './redact.js';
import { memoryStore, type Store } from './store.js';
import { promptStore } from './time-limit.js';
import { secretNamesOf, type RefuseSecret } from './secret-names.js';

/** A vendor's name in the proxy's paths. */
export type ProxyVendor = VendorOf<typeof GATEWAYS>;

/** What the proxy is set up with. Only the vendors that are named are served. */
export interface ProxyOptions extends VendorOptions<typeof GATEWAYS>, CommonOptions {
  /**
   * Has the proxy be the relay of a handover as well, at `handover` below `basePath`: `true`, or options for the relay. Who
   * may open a session, the store, the limit of requests and times are the proxy's unless they are given here. Default: none.
   */
  handover?: true | ProxyHandoverOptions;
}

/** The options that have nothing to do with one vendor. */
export interface CommonOptions<Vendor extends string = ProxyVendor> {
  /** Where the proxy is mounted, such as `/api/idsnap`. Default: at the root. */
  basePath?: string;
  /** Origins whose pages may use the proxy, such as `https://shop.example`, or `*`. Default: the proxy's own alone. */
  allowedOrigins?: readonly string[];
  /** Whether pages of `allowedOrigins` may send cookies; not together with `*`. Default: `false`. */
  allowCredentials?: boolean;
  /**
   * Decides who may use the proxy, before the body is read: `true`, `false` (401), or a response of your own.
   * Must not read the body. `'anyone'` lets everybody spend your quota. There is no default.
   */
  authorize: Authorize | 'anyone';
  /** Ties what was submitted to who submitted it. Default: whoever may use the proxy may ask for every result. */
  ownership?: SubmissionOwnership<Vendor>;
  /** How many requests a visitor may make. Default: no limit. */
  rateLimit?: RateLimit;
  /** The longest request body, counted while it arrives. Default: 12,000,000. */
  maxBodyBytes?: number;
  /** The longest time for the whole body of a request, in milliseconds. Default: 300,000. */
  bodyTimeoutMs?: number;
  /** The slowest rate of a body that has taken ten seconds, in bytes a second. Default: 1,000. */
  minBytesPerSecond?: number;
  /** Host names by which the proxy may be called, such as `shop.example`, with a port if it is not the usual. Default: all. */
  allowedHosts?: readonly string[];
  /** What several proxies of one service remember together. Default: a store in the memory of this process. */
  store?: Store;
  /**
   * How long a request with an `Idempotency-Key` is remembered, in milliseconds: a second one with the same key gets
   * the first's response, and the vendor sees one. Default: 600,000.
   */
  rememberMs?: number;
  /** The longest response of a vendor. Default: 32,000,000. */
  maxAnswerBytes?: number;
  /**
   * How long the vendor may take for its whole response, and the client for one piece of its body. A vendor's own
   * `timeoutMs` takes its place for that vendor. Default: 60,000.
   */
  timeoutMs?: number;
  /**
   * The longest time for a function among these options, such as `authorize`, and for a call of the store, in
   * milliseconds. Default: 10,000.
   */
  hookTimeoutMs?: number;
  /** Told about every request when it is over. Holds no secret, address, body or name. Default: nothing is logged. */
  log?: (entry: ProxyLogEntry<Vendor>) => void;
  /** Makes the requests. Default: the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** The clock. Default: the system's. */
  now?: () => Date;
}

/** Decides who may use the proxy. */
export type Authorize = (request: Request) => boolean | Response | Promise<boolean | Response>;

/**
 * Vendors hand out ids that can be guessed (one counts them up) and let every holder of the account read every
 * result. These two functions keep one visitor from reading another's document.
 */
export interface SubmissionOwnership<Vendor extends string = ProxyVendor> {
  /** A vendor accepted a submission under `id`: remember whose it is. */
  remember(submission: Submission<Vendor>): void | Promise<void>;
  /** Somebody asks for the result of `id`: may they? */
  owns(submission: Submission<Vendor>): boolean | Promise<boolean>;
  /**
   * Whose request it is, by a name that stays the same when the network changes, so no address. Then an
   * `Idempotency-Key` counts for one visitor alone. Only its hash is stored. An empty name is an error. Default: whoever knows a
   * key gets what is remembered under it.
   */
  visitorOf?: (request: Request) => string | undefined | Promise<string | undefined>;
}

/** A limit on requests, counted in the `store` and so shared by all proxies that share it. */
export interface RateLimit {
  /** How many requests a visitor may make in each window; further ones get `rate_limited`, with status 429. */
  requests: number;
  /** The length of a window in milliseconds. */
  perMs: number;
  /** Whose request it is. Requests for which it gives `undefined` count together; an empty name is an error. Only its hash is stored. */
  visitorOf(request: Request): string | undefined | Promise<string | undefined>;
}

/** A submission whose result is asked for later. */
export interface Submission<Vendor extends string = ProxyVendor> {
  readonly vendor: Vendor;
  /** The vendor's id. */
  readonly id: string;
  /** The request as the proxy received it, for its cookies and headers. */
  readonly request: Request;
}

/** One line of a log. */
export interface ProxyLogEntry<Vendor extends string = ProxyVendor> {
  readonly vendor: Vendor | undefined;
  readonly operation: string | undefined;
  /** The request's `x-request-id`, or one made for it. The proxy's own refusals carry it too. */
  readonly requestId: string;
  /** The status that the client got. */
  readonly status: number;
  /** Set when the proxy responded in the vendor's place. */
  readonly code: ProxyErrorCode | undefined;
  /** What went wrong: the names and codes of errors, such as `TypeError < Error ECONNREFUSED`, never their messages. */
  readonly cause: string | undefined;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly answerBytes: number;
}

/** Options that passed their checks. */
export interface Settings extends CorsOptions {
  /** The vendors for one request: an option that is a function may choose another account for each. */
  gatewaysFor(request?: Request): readonly Gateway[];
  readonly refuseSecret: RefuseSecret;
  readonly basePath: string;
  readonly authorize: Authorize;
  readonly allowedHosts: readonly string[];
  readonly store: Store;
  readonly rememberMs: number;
  readonly bodyTimeoutMs: number;
  readonly minBytesPerSecond: number;
  readonly ownership: SubmissionOwnership<string> | undefined;
  readonly rateLimit: RateLimit | undefined;
  readonly maxBodyBytes: number;
  readonly maxAnswerBytes: number;
  readonly timeoutMs: number;
  readonly hookTimeoutMs: number;
  readonly log: NonNullable<CommonOptions<string>['log']> | undefined;
  readonly fetch: NonNullable<CommonOptions['fetch']>;
  readonly now: () => Date;
}

const FUNCTIONS = ['log', 'fetch', 'now'] as const;
const OTHERS = [
  'authorize',
  'allowedHosts',
  'store',
  'rememberMs',
  'bodyTimeoutMs',
  'minBytesPerSecond',
  'basePath',
  'allowedOrigins',
  'allowCredentials',
  'ownership',
  'rateLimit',
  'maxBodyBytes',
  'maxAnswerBytes',
  'timeoutMs',
  'hookTimeoutMs',
];

/**
 * Checks the options, so that a mistake shows when the server starts and not at the first request.
 *
 * @throws `TypeError` that names the option that is missing or malformed.
 */
export function checkOptions(registry: GatewayRegistry, options: CommonOptions<string>): Settings {
  const given: unknown = options;
  if (!isObject(given)) throw new TypeError('createProxy: the options are missing.');
  checkKeys(options, '', [...Object.keys(registry), ...FUNCTIONS, ...OTHERS]);
  for (const name of FUNCTIONS) checkFunction(options[name], name);
  checkOwnership(options.ownership);
  const now = options.now ?? (() => new Date());
  const refuseSecret = secretNamesOf(Object.values(registry));
  const gatewaysFor = openGateways(registry, given, { now, refuseSecret });
  // A mistake shows now, and not when the first request comes.
  gatewaysFor();
  const hookTimeoutMs = checkCount(options.hookTimeoutMs, 'hookTimeoutMs', 10_000);
  return {
    gatewaysFor,
    refuseSecret,
    basePath: checkBasePath(options.basePath, 'basePath'),
    ...checkCors(options),
    authorize: checkAuthorize(options.authorize),
    allowedHosts: checkList(options.allowedHosts, 'allowedHosts').map((host) => host.toLowerCase()),
    store: promptStore(options.store ?? memoryStore(), hookTimeoutMs),
    rememberMs: checkCount(options.rememberMs, 'rememberMs', 600_000),
    bodyTimeoutMs: checkCount(options.bodyTimeoutMs, 'bodyTimeoutMs', 300_000),
    minBytesPerSecond: checkCount(options.minBytesPerSecond, 'minBytesPerSecond', 1000),
    ownership: options.ownership,
    rateLimit: checkRateLimit(options.rateLimit),
    maxBodyBytes: checkCount(options.maxBodyBytes, 'maxBodyBytes', 12_000_000),
    maxAnswerBytes: checkCount(options.maxAnswerBytes, 'maxAnswerBytes', 32_000_000),
    timeoutMs: checkCount(options.timeoutMs, 'timeoutMs', 60_000),
    hookTimeoutMs,
    log: options.log,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    now,
  };
}

function openGateways(
  registry: GatewayRegistry,
  given: Readonly<Record<string, unknown>>,
  context: GatewayContext,
): (request?: Request) => Gateway[] {
  const chosen = Object.entries(registry).filter(([option]) => given[option] !== undefined);
  if (chosen.length === 0) {
    throw new TypeError(`createProxy: no vendor is set up; give ${listOf(Object.keys(registry))}.`);
  }
  const accounts = chosen.map(([option, gateway]) => accountOf(option, gateway, given[option], context));
  return (request) => accounts.map((account) => account(request));
}

/** A vendor's account, set up once for each object of options. */
function accountOf(
  option: string,
  definition: GatewayDefinition,
  given: unknown,
  context: GatewayContext,
): (request?: Request) => Gateway {
  const opened = new WeakMap<object, Gateway>();
  return (request) => {
    const options: unknown = typeof given === 'function' ? (given as (request?: Request) => unknown)(request) : given;
    if (!isObject(options)) throw optionError(option, 'is not an object');
    const known = opened.get(options);
    if (known !== undefined) return known;
    const { id, routes } = definition;
    const reader = new OptionReader(options, option);
    const open = definition.open(reader, context);
    const timeoutMs = reader.timeoutMs();
    const gateway = { id, routes, ...open, redact: redactor(open.secrets), timeoutMs };
    opened.set(options, gateway);
    return gateway;
  };
}

/** A list for a sentence: `a, b or c`. */
function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.slice(-1).join()}`;
}

/** Who may use a handler: `'anyone'`, or what a function says. There is no default. */
export function checkAuthorize(authorize: unknown): Authorize {
  if (authorize === 'anyone') return () => true;
  if (typeof authorize === 'function') return authorize as Authorize;
  throw optionError('authorize', "is missing: give a function that decides who may use the proxy, or 'anyone'");
}

/** Which pages may use a handler. */
export function checkCors(options: Pick<CommonOptions, 'allowedOrigins' | 'allowCredentials'>): CorsOptions {
  const allowedOrigins = checkOrigins(options.allowedOrigins, 'allowedOrigins');
  const { allowCredentials = false } = options;
  if (typeof allowCredentials !== 'boolean') throw optionError('allowCredentials', 'is neither true nor false');
  if (allowCredentials && allowedOrigins.length === 0) {
    throw optionError('allowCredentials', 'needs allowedOrigins: it is for pages of other origins');
  }
  if (allowCredentials && allowedOrigins.includes('*')) {
    throw optionError('allowCredentials', 'cannot stand beside an allowedOrigins of "*": name the origins');
  }
  return { allowedOrigins, allowCredentials };
}

function checkOwnership(ownership: SubmissionOwnership<string> | undefined): void {
  if (ownership === undefined) return;
  if (typeof ownership.remember !== 'function' || typeof ownership.owns !== 'function') {
    throw optionError('ownership', 'does not have both functions, remember and owns');
  }
  checkFunction(ownership.visitorOf, 'ownership.visitorOf');
}

/** A limit on requests, if there is one. */
export function checkRateLimit(limit: RateLimit | undefined): RateLimit | undefined {
  if (limit === undefined) return undefined;
  checkKeys(limit, 'rateLimit.', ['requests', 'perMs', 'visitorOf']);
  checkCount(limit.requests, 'rateLimit.requests');
  checkCount(limit.perMs, 'rateLimit.perMs');
  if (typeof limit.visitorOf !== 'function') throw optionError('rateLimit.visitorOf', 'is not a function');
  return limit;
}

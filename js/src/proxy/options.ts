import { beorgGateway, type BeorgProxyOptions } from './beorg.js';
import { biometricKzGateway, type BiometricKzProxyOptions } from './biometric-kz.js';
import { checkBasePath, checkCount, checkFunction, checkKeys, checkOrigins, optionError } from './checks.js';
import type { CorsOptions } from './cors.js';
import { cvsGateway, type CvsProxyOptions } from './cvs.js';
import type { ProxyErrorCode } from './errors.js';
import { isObject, type Gateway, type ProxyVendor } from './gateway.js';
import { zolozGateway, type ZolozProxyOptions } from './zoloz.js';

/** What the proxy is set up with. Only the vendors that are named are served. */
export interface ProxyOptions {
  /** ZOLOZ. */
  zoloz?: ZolozProxyOptions;
  /** Beorg. */
  beorg?: BeorgProxyOptions;
  /** Biometric.kz. */
  biometricKz?: BiometricKzProxyOptions;
  /** CVS (computervision.com.vn). */
  cvs?: CvsProxyOptions;
  /** Where the proxy is mounted, such as `/api/idsnap`. Default: at the root. */
  basePath?: string;
  /** Origins whose pages may use the proxy, such as `https://shop.example`, or `*`. Default: the proxy's own alone. */
  allowedOrigins?: readonly string[];
  /** Whether pages of `allowedOrigins` may send cookies; not together with `*`. Default: `false`. */
  allowCredentials?: boolean;
  /**
   * Decides who may use the proxy, before the body is read: `true`, `false` (401), or an answer of your own.
   * Must not read the body. Default: everybody may.
   */
  authorize?: (request: Request) => boolean | Response | Promise<boolean | Response>;
  /** Ties what was submitted to who submitted it. Default: whoever may use the proxy may ask for every result. */
  ownership?: SubmissionOwnership;
  /** The longest request body, counted while it arrives. Default: 12,000,000. */
  maxBodyBytes?: number;
  /** The longest answer of a vendor. Default: 32,000,000. */
  maxAnswerBytes?: number;
  /** How long the vendor may take for its whole answer, and the client for one piece of its body. Default: 60,000. */
  timeoutMs?: number;
  /** Told about every request when it is over. Holds no secret, address, body or name. Default: nothing is logged. */
  log?: (entry: ProxyLogEntry) => void;
  /** Makes the requests. Default: the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** The clock. Default: the system's. */
  now?: () => Date;
}

/**
 * Vendors hand out ids that can be guessed (Beorg counts them up) and let every holder of the account read every
 * result. These two functions keep one visitor from reading another's document.
 */
export interface SubmissionOwnership {
  /** A vendor accepted a submission under `id`: remember whose it is. */
  remember(submission: Submission): void | Promise<void>;
  /** Somebody asks for the result of `id`: may he? */
  owns(submission: Submission): boolean | Promise<boolean>;
}

/** A submission whose result is asked for later. */
export interface Submission {
  readonly vendor: ProxyVendor;
  /** The vendor's id. */
  readonly id: string;
  /** The request as the proxy received it, for its cookies and headers. */
  readonly request: Request;
}

/** One line of a log. */
export interface ProxyLogEntry {
  readonly vendor: ProxyVendor | undefined;
  readonly operation: string | undefined;
  /** The status that the client got. */
  readonly status: number;
  /** Set when the proxy answered in the vendor's place. */
  readonly code: ProxyErrorCode | undefined;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly answerBytes: number;
}

/** Options that passed their checks. */
export interface Settings extends CorsOptions {
  readonly gateways: readonly Gateway[];
  readonly basePath: string;
  readonly authorize: NonNullable<ProxyOptions['authorize']> | undefined;
  readonly ownership: SubmissionOwnership | undefined;
  readonly maxBodyBytes: number;
  readonly maxAnswerBytes: number;
  readonly timeoutMs: number;
  readonly log: NonNullable<ProxyOptions['log']> | undefined;
  readonly fetch: NonNullable<ProxyOptions['fetch']>;
  readonly now: () => Date;
}

const VENDORS = ['zoloz', 'beorg', 'biometricKz', 'cvs'] as const;
const FUNCTIONS = ['authorize', 'log', 'fetch', 'now'] as const;
const OTHERS = [
  'basePath',
  'allowedOrigins',
  'allowCredentials',
  'ownership',
  'maxBodyBytes',
  'maxAnswerBytes',
  'timeoutMs',
];

/** Checks the options, so that a mistake shows when the server starts and not at the first request. */
export function checkOptions(options: ProxyOptions): Settings {
  const given: unknown = options;
  if (!isObject(given)) throw new TypeError('createProxy: the options are missing.');
  checkKeys(options, '', [...VENDORS, ...FUNCTIONS, ...OTHERS]);
  for (const name of FUNCTIONS) checkFunction(options[name], name);
  checkOwnership(options.ownership);
  const now = options.now ?? (() => new Date());
  return {
    gateways: makeGateways(options, now),
    basePath: checkBasePath(options.basePath, 'basePath'),
    ...checkCors(options),
    authorize: options.authorize,
    ownership: options.ownership,
    maxBodyBytes: checkCount(options.maxBodyBytes, 'maxBodyBytes', 12_000_000),
    maxAnswerBytes: checkCount(options.maxAnswerBytes, 'maxAnswerBytes', 32_000_000),
    timeoutMs: checkCount(options.timeoutMs, 'timeoutMs', 60_000),
    log: options.log,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    now,
  };
}

function makeGateways(options: ProxyOptions, now: () => Date): Gateway[] {
  for (const name of VENDORS) {
    if (options[name] !== undefined && !isObject(options[name])) throw optionError(name, 'is not an object');
  }
  const gateways = [
    options.zoloz && zolozGateway(options.zoloz, now),
    options.beorg && beorgGateway(options.beorg),
    options.biometricKz && biometricKzGateway(options.biometricKz),
    options.cvs && cvsGateway(options.cvs),
  ].filter((gateway) => gateway !== undefined);
  if (gateways.length === 0)
    throw new TypeError('createProxy: no vendor is set up; give zoloz, beorg, biometricKz or cvs.');
  return gateways;
}

function checkCors(options: ProxyOptions): CorsOptions {
  const allowedOrigins = checkOrigins(options.allowedOrigins, 'allowedOrigins');
  const allowCredentials = options.allowCredentials === true;
  if (allowCredentials && allowedOrigins.includes('*')) {
    throw optionError('allowCredentials', 'cannot stand beside an allowedOrigins of "*": name the origins');
  }
  return { allowedOrigins, allowCredentials };
}

function checkOwnership(ownership: SubmissionOwnership | undefined): void {
  if (ownership === undefined) return;
  if (typeof ownership.remember !== 'function' || typeof ownership.owns !== 'function') {
    throw optionError('ownership', 'does not have both functions, remember and owns');
  }
}

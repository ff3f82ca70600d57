import { AsyncLocalStorage } from 'node:async_hooks';
import { isIPv6 } from 'node:net';
import { createProxy, type HandoverLogEntry, type ProxyHandoverOptions, type ProxyOptions } from '../index.js';
import { checkFunction } from '../checks.js';
import { isObject } from '../json.js';
import { nodeFetch } from '../node-fetch.js';
import type { ClientInfo } from '../node.js';
import type { ProxyLogEntry, RateLimit } from '../options.js';
import { memoryStore, type Store } from '../store.js';
import { within } from '../time-limit.js';
import { RATE, type CommandConfig } from './config.js';
import type { Ending, Observer } from './observe.js';
import { visitorsBy, type Visitors } from './visitors.js';

/** How long the store may take to show that it responds. */
const READY_MS = 3000;

/** What a service is made with, beside its config. */
export interface ServiceParts {
  readonly store?: Store | undefined;
  readonly observers: readonly Observer[];
  /** Takes a line of the log. */
  readonly write: (line: Readonly<Record<string, unknown>>) => void;
}

/** A proxy whose config may change while it runs. */
export interface Service {
  /** Responds to a request. */
  handle(request: Request, client: ClientInfo): Promise<Response>;
  /** Takes another config from the next request on. @throws `TypeError` for one that is wrong: then the old one stays. */
  configure(config: CommandConfig): void;
  /** Whether the store responds. */
  isReady(): Promise<boolean>;
}

/** Makes the proxy of the command. @throws `TypeError` that names what is missing or malformed. */
export function makeService(config: CommandConfig, parts: ServiceParts): Service {
  const { store = memoryStore(), observers, write } = parts;
  const fetch = nodeFetch();
  const addresses = new WeakMap<Request, string>();
  const endings = new AsyncLocalStorage<readonly Ending[]>();
  const open = (given: CommandConfig) => {
    const options = optionsOf(given, store, (request) => addresses.get(request));
    return createProxy({ fetch, store, ...withLogs(options, write, endings) });
  };
  let proxy = open(config);
  return {
    handle(request, client) {
      addresses.set(request, addressOf(request, client, config.trustForwarded));
      const begun = observers.flatMap((observer) => beginQuietly(observer, request));
      return endings.run(begun, () => proxy(request));
    },
    configure(next) {
      proxy = open(next);
    },
    async isReady() {
      try {
        await within(READY_MS, () => store.get('ready'));
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Options whose logs end what watches the request. A log of the config's own takes the place of the command's lines. */
function withLogs(
  options: ProxyOptions,
  write: ServiceParts['write'],
  endings: AsyncLocalStorage<readonly Ending[]>,
): ProxyOptions {
  const logOf =
    <Line extends { readonly status: number }>(
      message: string,
      asEntry: (line: Line) => ProxyLogEntry<string>,
      own: (line: Line) => unknown = (line) => {
        write({ level: line.status >= 500 ? 'error' : 'info', message, ...line });
      },
    ) =>
    (line: Line): unknown => {
      for (const end of endings.getStore() ?? []) end(asEntry(line));
      // A promise goes on to the proxy, which waits for none and catches what it rejects with.
      return own(line);
    };
  const log = logOf('request', (line: ProxyLogEntry<string>) => line, checkFunction(options.log, 'log'));
  const relay = options.handover === true ? {} : options.handover;
  // What the relay cannot take is refused where the proxy is made.
  if (!isObject(relay)) return { ...options, log };
  const { log: own }: ProxyHandoverOptions = relay;
  const ofRelay = logOf('handover', asOfVendor, checkFunction(own, 'handover.log'));
  return { ...options, log, handover: { ...relay, log: ofRelay } };
}

/** Who counts requests by vendors counts those of the relay under its own name. */
const asOfVendor = (entry: HandoverLogEntry): ProxyLogEntry<string> => ({
  ...entry,
  vendor: 'handover',
  answerBytes: entry.responseBytes,
});

/** Who watches a request must not be able to stop it. */
function beginQuietly(observer: Observer, request: Request): Ending[] {
  try {
    return [observer.begin(request)];
  } catch {
    return [];
  }
}

/** The options of `createProxy` that a config means. They are checked there. */
function optionsOf(
  { options, authorize, rateLimit }: CommandConfig,
  store: Store,
  addressOfRequest: (request: Request) => string | undefined,
): ProxyOptions {
  const isAddress = authorize !== undefined && authorize !== 'anyone';
  const visitors = isAddress ? visitorsBy(authorize, store) : undefined;
  const limit = rateLimit === undefined ? undefined : limitOf(rateLimit, visitors, addressOfRequest);
  const made = {
    ...(visitors === undefined ? {} : { authorize: visitors.authorize, ownership: visitors.ownership }),
    ...(authorize === 'anyone' ? { authorize } : {}),
    ...(limit === undefined ? {} : { rateLimit: limit }),
  };
  return { ...made, ...options } as unknown as ProxyOptions;
}

function limitOf(
  text: string,
  visitors: Visitors | undefined,
  addressOfRequest: (request: Request) => string | undefined,
): RateLimit {
  const [, requests, seconds] = RATE.exec(text) ?? [];
  return {
    requests: Number(requests),
    perMs: Number(seconds) * 1000,
    visitorOf(request) {
      const name = visitors?.nameOf(request) ?? addressOfRequest(request);
      // A socket of the system has no address.
      return name === '' ? undefined : name;
    },
  };
}

/** The address of the client, as the server in front tells it if that one is trusted. */
function addressOf({ headers }: Request, client: ClientInfo, trustsForwarded: boolean): string {
  const forwarded = trustsForwarded ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return plainAddress(forwarded ?? client.address);
}

/** The first 64 bits of an IPv6 address: a visitor has all the rest, and may use another one for each request. */
function networkOf(address: string): string {
  const [before = [], behind = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - before.length - behind.length).fill('0');
  return `${[...before, ...zeros, ...behind].slice(0, 4).join(':')}::/64`;
}

/** An address in one spelling, IPv6 as its network, without a port: one visitor is one, however the server in front writes them. */
function plainAddress(text: string): string {
  const bare = /^\[(.*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text;
  const [address = bare] = bare.split('%', 1);
  if (!isIPv6(address)) return address.toLowerCase();
  const { hostname } = new URL(`http://[${address}]`);
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return networkOf(hostname.slice(1, -1));
  return [high, low].flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]).join('.');
}

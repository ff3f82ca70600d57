import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject } from '../json.js';

/** What the command is told: the proxy's own options, and where it listens. */
export interface CommandConfig {
  /** The options of `createProxy`, as they were given. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly host: string;
  readonly port: number;
  /** The port of the metrics. Absent: there are none. */
  readonly metricsPort: number | undefined;
  /** How long requests may take to end when the command is stopped, in milliseconds. */
  readonly shutdownMs: number;
  /** The address of a Redis server that several proxies share. */
  readonly redisUrl: string | undefined;
  /** `anyone`, or an address that is asked about each request. */
  readonly authorize: string | undefined;
  /** How many requests a visitor may make in how many seconds, such as `60/60`. */
  readonly rateLimit: string | undefined;
  /** Whether the address of a visitor is the last of `x-forwarded-for`. */
  readonly trustForwarded: boolean;
  /** The files that were read: when one of them changes, all is read anew. */
  readonly files: readonly string[];
}

/** Requests, and in how many seconds. */
export const RATE = /^([1-9]\d{0,6})\/([1-9]\d{0,6})$/;
const PREFIX = 'IDSNAP_';
const FILE_SUFFIX = '_FILE';
const OWN = [
  'host',
  'port',
  'metricsPort',
  'shutdownMs',
  'redisUrl',
  'authorize',
  'rateLimit',
  'trustForwarded',
  'config',
];
/** The proxy's option that mounts the relay of a handover: `true`, or what the relay is told. */
const HANDOVER = 'handover';
/** The proxy's options that are lists. */
const LISTS = ['allowedOrigins', 'allowedHosts'];

/**
 * Reads the environment, and over it the config file that it or `file` names: JSON, or a module whose default export
 * is an object with functions.
 *
 * `IDSNAP_TIMEOUT_MS` is the option `timeoutMs`; `IDSNAP_ACME_API_KEY` is `acme.apiKey` of the vendor option `acme`, and so
 * is `IDSNAP_HANDOVER_MAX_PHOTOS` of the relay; with `_FILE` behind it the value is the content of a file.
 *
 * @throws `TypeError` for a value that cannot be read.
 */
export async function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  vendors: readonly string[],
  file?: string,
): Promise<CommandConfig> {
  const fromEnv = readEnv(env, vendors);
  const path = file ?? text(fromEnv.values['config'], 'config');
  const fromFile = path === undefined ? {} : await readFile(path);
  const values: Record<string, unknown> = { ...fromEnv.values, ...fromFile };
  const given = (name: string) => text(values[name], name);
  const isFunction = typeof values['authorize'] === 'function';
  return {
    options: Object.fromEntries(Object.entries(values).filter(isOfProxy)),
    host: given('host') ?? '0.0.0.0',
    port: portOf(values['port'], 'port') ?? 8080,
    metricsPort: portOf(values['metricsPort'], 'metricsPort'),
    shutdownMs: count(values['shutdownMs'], 'shutdownMs', 25_000),
    redisUrl: addressOf(given('redisUrl'), 'redisUrl', /^rediss?:$/),
    authorize: isFunction ? undefined : authorizeOf(given('authorize')),
    rateLimit: isObject(values['rateLimit']) ? undefined : rateOf(values['rateLimit']),
    trustForwarded: flag(values['trustForwarded'], 'trustForwarded'),
    files: [...fromEnv.files, ...(path === undefined ? [] : [resolve(path)])],
  };
}

/** What the proxy itself is told. It has no word for a relay that is not there. */
function isOfProxy([name, value]: [name: string, value: unknown]): boolean {
  if (name === HANDOVER) return value !== false;
  return !OWN.includes(name) || typeof value === 'function' || isObject(value);
}

interface Environment {
  readonly values: Record<string, unknown>;
  readonly files: readonly string[];
}

function readEnv(env: Readonly<Record<string, string | undefined>>, vendors: readonly string[]): Environment {
  const values: Record<string, unknown> = {};
  const files: string[] = [];
  // A name comes before those that begin with it: whether there is a relay before what it is told.
  for (const variable of Object.keys(env).sort()) {
    const value = env[variable];
    if (!variable.startsWith(PREFIX) || value === undefined || value === '') continue;
    const isFile = variable.endsWith(FILE_SUFFIX);
    const name = variable.slice(PREFIX.length, isFile ? -FILE_SUFFIX.length : undefined);
    if (isFile) files.push(resolve(value));
    put(values, name, isFile ? readText(value, variable) : value, vendors);
  }
  return { values, files };
}

/** Puts a value where its name belongs: to a vendor whose option's name it begins with, to the relay, or to the proxy. */
function put(values: Record<string, unknown>, name: string, value: string, vendors: readonly string[]): void {
  const group = [...vendors, HANDOVER].find((option) => name.startsWith(`${snakeCase(option)}_`));
  if (group === undefined) {
    const option = camelCase(name);
    values[option] = LISTS.includes(option) ? value.split(',') : parsed(value);
    return;
  }
  if (values[group] === false) return;
  const told = isObject(values[group]) ? values[group] : {};
  values[group] = { ...told, [camelCase(name.slice(snakeCase(group).length + 1))]: parsed(value) };
}

/** Numbers of few digits, `true`, `false` and JSON lists are what they look like; everything else is a text. */
function parsed(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^(?:0|[1-9]\d{0,8})$/.test(value)) return Number(value);
  if (!value.startsWith('[')) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

async function readFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const value: unknown = /\.m?js$/.test(path) ? await importFresh(path) : parseJson(readText(path, 'the config file'));
  if (!isObject(value)) throw new TypeError('idsnap-proxy: the config file is not an object.');
  return value;
}

/** The default export of a module, read anew each time. */
async function importFresh(path: string): Promise<unknown> {
  const url = pathToFileURL(resolve(path));
  url.searchParams.set('read', Date.now().toString());
  const module = (await import(url.href)) as { default?: unknown };
  return module.default;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    throw new TypeError('idsnap-proxy: the config file is not JSON.');
  }
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new TypeError(`idsnap-proxy: the file of ${name} cannot be read.`);
  }
}

function text(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new TypeError(`idsnap-proxy: ${name} is not a text.`);
}

function count(value: unknown, name: string, otherwise: number): number {
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new TypeError(`idsnap-proxy: ${name} is not a whole number.`);
}

/** `anyone`, or an address: a misspelt word must not pass for one. */
function authorizeOf(value: string | undefined): string | undefined {
  return value === 'anyone' ? value : addressOf(value, 'authorize', /^https?:$/);
}

function addressOf(value: string | undefined, name: string, schemes: RegExp): string | undefined {
  if (value === undefined || (URL.canParse(value) && schemes.test(new URL(value).protocol))) return value;
  const otherwise = name === 'authorize' ? 'neither anyone nor an http or https address' : 'not a redis address';
  throw new TypeError(`idsnap-proxy: ${name} is ${otherwise}.`);
}

function rateOf(value: unknown): string | undefined {
  if (value === undefined || (typeof value === 'string' && RATE.test(value))) return value;
  throw new TypeError('idsnap-proxy: rateLimit is not of the form 60/60, requests in seconds.');
}

function flag(value: unknown, name: string): boolean {
  if (value === undefined || typeof value === 'boolean') return value === true;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new TypeError(`idsnap-proxy: ${name} is neither true nor false.`);
}

function portOf(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  const port = count(value, name, 0);
  if (port <= 65_535) return port;
  throw new TypeError(`idsnap-proxy: ${name} is not a port, a number up to 65535.`);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

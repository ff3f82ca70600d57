/** The configuration error: a full sentence that names the option and never shows its value. */
export function optionError(name: string, problem: string): TypeError {
  return new TypeError(`createProxy: the option ${name} ${problem}.`);
}

/** The options of one vendor, each checked as it is read. Errors name the option as the caller wrote it. */
export class OptionReader<Options extends object> {
  constructor(
    /** The options as they were given. */
    readonly given: Options,
    /** The name of the vendor's own option. */
    readonly option: string,
  ) {}

  /** The name of an option as the caller wrote it. */
  nameOf(key: string): string {
    return `${this.option}.${key}`;
  }

  /** Refuses every option that is not in `known`. */
  only(known: readonly string[]): void {
    checkKeys(this.given, `${this.option}.`, [...known, 'timeoutMs']);
  }

  /** How long this vendor may take, or `undefined` for as long as every vendor. */
  timeoutMs(): number | undefined {
    const { timeoutMs } = this.given as { timeoutMs?: unknown };
    return timeoutMs === undefined ? undefined : checkCount(timeoutMs, this.nameOf('timeoutMs'));
  }

  /** A required text that fits in a header. */
  token(key: KeyOf<Options>): string {
    return checkToken(this.#value(key), this.nameOf(key));
  }

  /** A list of texts, empty when the option is left out. */
  list(key: KeyOf<Options>): readonly string[] {
    return checkList(this.#value(key), this.nameOf(key));
  }

  /** The vendor's address without its trailing slash. */
  baseUrl(otherwise?: string): string {
    return checkBaseUrl((this.given as { baseUrl?: unknown }).baseUrl, this.nameOf('baseUrl'), otherwise);
  }

  #value(key: KeyOf<Options>): unknown {
    return (this.given as Partial<Record<string, unknown>>)[key];
  }
}

/** The names of options; those of each form where there are several. */
type KeyOf<Options> = (Options extends unknown ? keyof Options : never) & string;

/** Refuses option names that are not known, so that a misspelt one is not silently ignored. */
export function checkKeys(options: object, prefix: string, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw optionError(`${prefix}${key}`, `is not known; the known ones are ${known.join(', ')}`);
    }
  }
}

/** A text that is not empty and has no character outside printable ASCII, so it fits in a header. */
function checkToken(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw optionError(name, 'is missing or empty');
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw optionError(name, 'holds a space, a line break or a character outside ASCII');
  }
  return value;
}

/** A list of texts, empty when the option is left out. */
export function checkList(value: unknown, name: string): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw optionError(name, 'is not a list of texts');
  return value.map((item: unknown, index) => checkToken(item, `${name}[${index.toString()}]`));
}

/** A whole number from 1 up. */
export function checkCount(value: unknown, name: string, otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw optionError(name, 'is not a whole number from 1 up');
  }
  return value;
}

/** A function, if it is given. */
export function checkFunction<T>(value: T | undefined, name: string): T | undefined {
  if (value !== undefined && typeof value !== 'function') throw optionError(name, 'is not a function');
  return value;
}

/** A vendor's address without its trailing slash: https, or http on this machine. */
function checkBaseUrl(value: unknown, name: string, otherwise?: string): string {
  const url = parseUrl(checkToken(value ?? otherwise, name), name);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    throw optionError(name, 'is not an https address (http is for localhost alone)');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw optionError(name, 'has a user name, a query or a fragment');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Origins such as `https://shop.example`, or `*`. */
export function checkOrigins(value: unknown, name: string): readonly string[] {
  const origins = checkList(value, name);
  for (const origin of origins) {
    if (origin !== '*' && parseUrl(origin, name).origin !== origin) {
      throw optionError(name, 'holds something that is not an origin such as https://shop.example');
    }
  }
  return origins;
}

/** A path prefix without its trailing slash. */
export function checkBasePath(value: unknown, name: string): string {
  if (value === undefined || value === '' || value === '/') return '';
  if (typeof value !== 'string' || !/^(\/[A-Za-z0-9._~-]+)+\/?$/.test(value)) {
    throw optionError(name, 'is not a path such as /api/idsnap');
  }
  return value.replace(/\/$/, '');
}

function parseUrl(text: string, name: string): URL {
  try {
    return new URL(text);
  } catch {
    throw optionError(name, 'is not an address');
  }
}

import type { Gateway } from './gateway.js';

/** A media type, and its charset if it names one. */
const CONTENT_TYPE = /^([\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64})[ \t]*(?:;.*)?$/;
const CHARSET = /;[ \t]*charset=(?:([\w-]{1,40})|"([\w-]{1,40})")[ \t]*(?:;|$)/i;
const LANGUAGES = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,4}(?:, ?[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,4}){0,7}$/;
/** Seconds, or the one form of a date that is still written. */
const RETRY_AFTER = /^(?:\d{1,9}|[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT)$/;

/** What reaches the client of each header, or `undefined` when it has another form than it should. */
const PASSED: Readonly<Record<string, (value: string) => string | undefined>> = {
  'content-type': typeOf,
  'content-language': (value) => (LANGUAGES.test(value) ? value : undefined),
  'retry-after': (value) => (RETRY_AFTER.test(value) ? value : undefined),
};

/** The headers of a vendor's response that the client gets, each in its usual form and without a secret. */
export function passedHeaders({ redact }: Pick<Gateway, 'redact'>, headers: Headers): Headers {
  const passed = new Headers();
  for (const [name, valueOf] of Object.entries(PASSED)) {
    const value = valueOf(headers.get(name) ?? '');
    if (value === undefined) continue;
    const bytes = new TextEncoder().encode(value);
    redact(bytes);
    if (new TextDecoder().decode(bytes) === value) passed.set(name, value);
  }
  return passed;
}

/** A `retry-after` that may be passed on. */
export function retryAfterOf(headers: Headers): string | undefined {
  return PASSED['retry-after']?.(headers.get('retry-after') ?? '');
}

/** The media type with its charset. Other parameters may hold anything. */
function typeOf(value: string): string | undefined {
  const type = CONTENT_TYPE.exec(value)?.[1];
  if (type === undefined) return undefined;
  const [parameter, bare, quoted] = CHARSET.exec(value) ?? [];
  const charset = bare ?? quoted;
  const isPlain = value === type || (parameter !== undefined && value === `${type}${parameter}`);
  if (isPlain) return value;
  return charset === undefined ? type : `${type}; charset=${charset}`;
}

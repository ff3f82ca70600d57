import { Refusal, refused } from './errors.js';
import type { Gateway, ImageMembers, Method, RequestHead, Route } from './gateway.js';
import { JsonScanner } from './json-scanner.js';
import { FormScanner } from './multipart.js';
import { foldName, type RefuseSecret } from './secret-names.js';

/** A request's address, matched. */
export interface Match {
  readonly gateway: Gateway;
  readonly route: Route;
  readonly method: Method;
  /** The vendor's path. */
  readonly path: string;
}

/**
 * Finds the route of a request. The path is compared as it stands, without decoding, so there is one way to write it, but
 * for a slash at its end: routers in front of the proxy add one or take it away. The vendor gets its own path.
 */
export function match(gateways: readonly Gateway[], basePath: string, method: string, pathname: string): Match {
  for (const gateway of gateways) {
    const prefix = `${basePath}/${gateway.id}`;
    if (!pathname.startsWith(`${prefix}/`)) continue;
    for (const path of withAndWithoutSlash(pathname.slice(prefix.length))) {
      const route = gateway.routes.find((candidate) => matches(candidate.path, path));
      if (route !== undefined) return { gateway, route, method: checkMethod(method, route), path };
    }
  }
  const details = pathname === `${basePath}${DIAGNOSIS_PATH}` ? { isMount: true as const } : {};
  throw new Refusal('not_found', 404, NOTHING_HERE, details);
}

/** A diagnosis asks for it below the `endpoint` of a page: that is right if it is below `basePath`, too. */
const DIAGNOSIS_PATH = '/idsnap-diagnosis';
const NOTHING_HERE = 'the proxy serves nothing at this path; see its options for basePath and the vendors set up';

/** A path as it came, then with the one slash at its end that it lacks, or without the one that it has. */
const withAndWithoutSlash = (path: string): readonly [string, string] => [
  path,
  path.endsWith('/') ? path.slice(0, -1) : `${path}/`,
];

function matches(wanted: string | RegExp, path: string): boolean {
  return typeof wanted === 'string' ? wanted === path : wanted.test(path);
}

function checkMethod(method: string, route: Route): Method {
  const known = route.methods.find((candidate) => candidate === method);
  if (known !== undefined) return known;
  const allow = route.methods.join(', ');
  throw new Refusal('method_not_allowed', 405, `this path is for ${allow}`, { headers: { allow } });
}

/** The query parameters, if each of them may pass and stands once. */
export function checkQuery(search: URLSearchParams, route: Route, refuseSecret: RefuseSecret): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of search) {
    refuseSecret(name);
    // What is no UTF-8 was replaced, so the vendor would get another text than was sent.
    if (value.includes('\ufffd')) throw refused('the query has a value that is not UTF-8');
    const form = Object.hasOwn(route.query, name) ? route.query[name] : undefined;
    if (form === undefined) throw refused('the query has a parameter that may not pass');
    if (Object.hasOwn(query, name)) throw refused(`the query has ${name} more than once`);
    if (!form.test(value)) throw refused(`the query has a value of ${name} that may not pass`);
    query[name] = value;
  }
  return query;
}

/** The `content-type` of a request with a body, if the vendor takes it. */
export function checkContentType(headers: Headers, route: Route): string {
  const contentType = headers.get('content-type') ?? '';
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const accepted = mediaTypesOf(route);
  if (!accepted.includes(mediaType)) throw refused(`the body must be ${accepted.join(' or ')}`, 415);
  if (mediaType === JSON_TYPE && !JSON_FORM.test(contentType)) throw refused('a JSON body must be in UTF-8', 415);
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity')
    throw refused('the body must not be compressed', 415);
  return contentType;
}

const JSON_TYPE = 'application/json';
/** The one form of the header: a vendor that heeds another charset would read another text than the proxy. */
const JSON_FORM = /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i;
const FORM_TYPE = 'multipart/form-data';

function mediaTypesOf({ accepts }: Route): string[] {
  return [...(accepts.form === undefined ? [] : [FORM_TYPE]), ...(accepts.json === undefined ? [] : [JSON_TYPE])];
}

/** Checks a body while it arrives. */
export interface BodyCheck {
  /** Looks at the next piece. @throws `Refusal` or `JsonProblem` for what can be refused already. */
  push(piece: Uint8Array): void;
  /** Judges the whole body, and gives the JSON object that it is, if it is one. @throws like `push`. */
  end(): Readonly<Record<string, unknown>> | undefined;
}

/** The check of a body. It refuses one that the vendor could read in another way than the proxy. */
export function bodyCheckOf({ contentType, route }: RequestHead, refuseSecret: RefuseSecret): BodyCheck {
  return contentType.toLowerCase().startsWith(FORM_TYPE)
    ? formCheck(contentType, route, refuseSecret)
    : jsonCheck(route, refuseSecret);
}

function formCheck(contentType: string, route: Route, refuseSecret: RefuseSecret): BodyCheck {
  const parts = route.accepts.form?.parts ?? {};
  const seen = new Set<string>();
  const scanner = new FormScanner(contentType, ({ name, kind }) => {
    refuseSecret(name);
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) throw refused('the form has a part that may not pass');
    if (part.kind !== kind) throw refused(`the form has ${name} as a ${kind}, which must be a ${part.kind}`);
    if (seen.has(name) && part.repeats !== true) throw refused(`the form has ${name} more than once`);
    seen.add(name);
  });
  return {
    push(piece) {
      scanner.push(piece);
    },
    end() {
      scanner.end();
      return undefined;
    },
  };
}

function jsonCheck(route: Route, refuseSecret: RefuseSecret): BodyCheck {
  const scanner = new JsonScanner();
  const { idMember } = route;
  const foldedId = idMember === undefined ? undefined : foldName(idMember);
  const refuseName = (name: string, isOwn: boolean) => {
    refuseSecret(name);
    // Readers in JavaScript take it for more than a member.
    if (name === '__proto__') throw refused('the body has a member that may not pass');
    if (foldedId === undefined || foldName(name) !== foldedId || (isOwn && name === idMember)) return;
    throw refused('the body names its submission in more than one way');
  };
  return {
    push(piece) {
      scanner.push(piece);
    },
    end() {
      const value = scanner.end();
      for (const name of Object.keys(value)) {
        refuseName(name, true);
        if (route.accepts.json?.members?.includes(name) === false) {
          throw refused('the body has a member that may not pass');
        }
      }
      for (const name of memberNames(Object.values(value))) refuseName(name, false);
      checkImages(value, route.accepts.json?.images ?? {});
      return value;
    },
  };
}

/** The names of all members in values, at whatever depth. */
function* memberNames(values: readonly unknown[]): Generator<string> {
  for (const value of values) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) yield* Object.keys(value);
    yield* memberNames(Object.values(value));
  }
}

/** Of a text that is longer than the scanner keeps, the scanner tells whether it begins like this. */
const BASE64 = /^[A-Za-z0-9+/=_\r\n-]*$/;

/** Refuses what is no image where one should be: a vendor may take it for an address, and fetch it. */
function checkImages(value: Readonly<Record<string, unknown>>, images: ImageMembers): void {
  for (const [name, form] of Object.entries(images)) {
    if (!Object.hasOwn(value, name)) continue;
    const texts: unknown = form === 'list' ? value[name] : [value[name]];
    if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string' && BASE64.test(text))) {
      throw refused(`the body has something in ${name} that is no image in base64`);
    }
  }
}

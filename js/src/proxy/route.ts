import { Refusal, refused } from './errors.js';
import type { Bytes, Gateway, Method, Route } from './gateway.js';
import { JsonProblem, parseStrictObject } from './json.js';
import { boundaryOf, partNames } from './multipart.js';
import type { RefuseSecret } from './secret-names.js';

/** A request's address, matched. */
export interface Match {
  readonly gateway: Gateway;
  readonly route: Route;
  readonly method: Method;
  /** The vendor's path. */
  readonly path: string;
}

/** Finds the route of a request. The path is compared as it stands, without decoding, so there is one way to write it. */
export function match(gateways: readonly Gateway[], basePath: string, method: string, pathname: string): Match {
  for (const gateway of gateways) {
    const prefix = `${basePath}/${gateway.id}`;
    if (!pathname.startsWith(`${prefix}/`)) continue;
    const path = pathname.slice(prefix.length);
    const route = gateway.routes.find((candidate) => matches(candidate.path, path));
    if (route !== undefined) return { gateway, route, method: checkMethod(method, route), path };
  }
  throw new Refusal('not_found', 404, 'the proxy serves nothing at this path; see its options for the vendors set up');
}

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
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity')
    throw refused('the body must not be compressed', 415);
  return contentType;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'multipart/form-data';

function mediaTypesOf({ accepts }: Route): string[] {
  return [...(accepts.form === undefined ? [] : [FORM_TYPE]), ...(accepts.json === undefined ? [] : [JSON_TYPE])];
}

/** The JSON object in a body, if it is one. Refuses a body that the vendor could read in another way than the proxy. */
export function checkBody(
  body: Bytes,
  contentType: string,
  route: Route,
  refuseSecret: RefuseSecret,
): Record<string, unknown> | undefined {
  const isForm = contentType.toLowerCase().startsWith(FORM_TYPE);
  if (isForm) {
    for (const name of partNames(body, boundaryOf(contentType))) {
      refuseSecret(name);
      if (route.accepts.form?.parts.includes(name) !== true) throw refused('the form has a part that may not pass');
    }
    return undefined;
  }
  const value = readObject(body);
  for (const name of Object.keys(value)) {
    refuseSecret(name);
    if (route.accepts.json?.members?.includes(name) === false) {
      throw refused('the body has a member that may not pass');
    }
  }
  return value;
}

function readObject(body: Bytes): Record<string, unknown> {
  try {
    return parseStrictObject(body);
  } catch (error) {
    throw error instanceof JsonProblem ? refused(`the body ${error.message}`) : error;
  }
}

import { Refusal, refused } from './errors.js';
import type { Gateway, Method, Route } from './gateway.js';
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
  throw new Refusal('method_not_allowed', 405, `this path is for ${allow}`, { allow });
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
  if (!route.mediaTypes.includes(mediaType)) throw refused(`the body must be ${route.mediaTypes.join(' or ')}`, 415);
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity')
    throw refused('the body must not be compressed', 415);
  return contentType;
}

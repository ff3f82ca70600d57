// What every handler asks before it does anything, and says of every response.
import { corsHeaders, type CorsOptions } from './cors.js';
import { ERROR_HEADER, misconfigured, Refusal, refused, SAFETY_HEADERS } from './errors.js';
import type { Authorize } from './options.js';
import { TookTooLong, within } from './time-limit.js';

/** The status that nobody will read: the client went away. */
export const CLIENT_GONE = 499;

/** The id that the caller gave, or a new one. */
export function requestIdOf({ headers }: Request): string {
  const given = headers.get('x-request-id') ?? '';
  return /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}

/** Refuses a request that came by another name: a page can have its own name point to the proxy. */
export function checkHost({ allowedHosts }: Pick<Admission, 'allowedHosts'>, { headers }: Request, url: URL): void {
  if (allowedHosts.length === 0) return;
  const host = (headers.get('host') ?? url.host).toLowerCase();
  if (!allowedHosts.includes(host)) throw refused('the proxy may not be called by this host name', 421);
}

/** What a handler is set up with for whoever calls it. */
interface Admission {
  readonly allowedHosts: readonly string[];
  readonly authorize: Authorize;
  readonly hookTimeoutMs: number;
}

/** The customer's own response if they do not let the request pass. */
export async function authorize(
  settings: Omit<Admission, 'allowedHosts'>,
  request: Request,
): Promise<Response | undefined> {
  // Functions of customers who write no types may give anything: only `true` is a yes.
  const verdict: unknown = await hook('authorize', settings, () => settings.authorize(request));
  if (request.bodyUsed) throw misconfigured('the option authorize read the body, which it must leave alone');
  if (verdict === true) return undefined;
  if (!(verdict instanceof Response)) throw new Refusal('unauthorized', 401, 'the request is not authorized');
  const headers = new Headers(verdict.headers);
  headers.set(ERROR_HEADER, 'error');
  return new Response(verdict.body, { status: verdict.status, headers });
}

/** Calls a function of the customer's. Its error stays out of the response: it may hold anything. */
export async function hook<T>(
  name: string,
  { hookTimeoutMs }: Pick<Admission, 'hookTimeoutMs'>,
  call: () => T | Promise<T>,
): Promise<T> {
  try {
    return await within(hookTimeoutMs, call);
  } catch (error) {
    const problem = error instanceof TookTooLong ? 'took too long' : 'threw an error';
    throw misconfigured(`the option ${name} ${problem}`, error);
  }
}

/** Gives a response what all of them carry. */
export function addHeaders(response: Response, request: Request, settings: CorsOptions): Response {
  const headers = { ...SAFETY_HEADERS, ...corsHeaders(request, settings) };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

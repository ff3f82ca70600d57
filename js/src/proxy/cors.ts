import { ERROR_HEADER, refused } from './errors.js';

/** Which pages may use the proxy. */
export interface CorsOptions {
  /** Origins beside the proxy's own, or `*`. */
  readonly allowedOrigins: readonly string[];
  /** Whether pages of other origins may send cookies. */
  readonly allowCredentials: boolean;
}

const PREFLIGHT_SECONDS = '600';

/** Refuses a request that a page of another origin made, unless that origin is on the list. */
export function checkOrigin(request: Request, options: CorsOptions): void {
  const origin = request.headers.get('origin');
  if (isSameOrigin(request, origin)) return;
  if (origin === null || !isListed(origin, options)) {
    throw refused('pages of this origin may not use the proxy; see the option allowedOrigins', 403);
  }
}

/** The headers that let a page of a listed origin read the response. */
export function corsHeaders(request: Request, options: CorsOptions): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origin === null || !isListed(origin, options)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': options.allowedOrigins.includes('*') ? '*' : origin,
    'access-control-expose-headers': `${ERROR_HEADER}, retry-after`,
    ...(options.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}

/**
 * Responds to a browser's preflight before a request from another origin. Any header may be sent: none of them reaches
 * a vendor, and `authorize` may want to see them.
 */
export function preflight(request: Request): Response {
  const asked = request.headers.get('access-control-request-headers') ?? '';
  const headers: Record<string, string> = {
    'access-control-allow-methods': 'GET, POST',
    'access-control-max-age': PREFLIGHT_SECONDS,
  };
  if (/^[A-Za-z0-9-]+(?:, ?[A-Za-z0-9-]+){0,31}$/.test(asked)) headers['access-control-allow-headers'] = asked;
  return new Response(null, { status: 204, headers });
}

/**
 * Whether the proxy's own pages made the request, or no page at all. `Sec-Fetch-Site` decides where a browser sends
 * it; without it the host names are compared, and not the schemes, because TLS often ends before the proxy.
 */
function isSameOrigin(request: Request, origin: string | null): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  if (origin === null) return true;
  const host = /^https?:\/\/(.+)$/.exec(origin)?.[1];
  return host !== undefined && (host === request.headers.get('host') || host === new URL(request.url).host);
}

function isListed(origin: string, options: CorsOptions): boolean {
  return options.allowedOrigins.includes('*') || options.allowedOrigins.includes(origin);
}

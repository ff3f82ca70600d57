import { encodeBase64 } from './base64.js';
import { checkBaseUrl, checkKeys, checkToken, optionError } from './checks.js';
import type { Gateway, Incoming, Outgoing, Route } from './gateway.js';

/** What CVS needs. */
export interface CvsProxyOptions {
  /** The `api_key`: the user name of HTTP Basic, so without a colon. */
  apiKey: string;
  /** The `api_secret`. */
  apiSecret: string;
  /** Default: `https://cloud.computervision.com.vn`. */
  baseUrl?: string;
}

const IMAGE_URL = /^https?:\/\/[^\s]{1,2000}$/;

const ROUTES: readonly Route[] = [
  route('ekyc_cards', '/api/v2/ekyc/cards', ['img1', 'img2']),
  route('ekyc_card', '/api/v2/ekyc/card', ['img']),
  route('ocr_card', '/api/v2/ocr/card', ['img']),
];

function route(operation: string, path: string, images: readonly string[]): Route {
  return {
    operation,
    path,
    methods: ['GET', 'POST'],
    mediaTypes: ['multipart/form-data', 'application/json'],
    query: {
      format_type: /^(?:url|file|base64)$/,
      get_thumb: /^(?:true|false)$/,
      ...Object.fromEntries(images.map((name) => [name, IMAGE_URL])),
    },
  };
}

/** Sets CVS up: HTTP Basic is the only thing added. */
export function cvsGateway(options: CvsProxyOptions): Gateway {
  checkKeys(options, 'cvs.', ['apiKey', 'apiSecret', 'baseUrl']);
  const apiKey = checkToken(options.apiKey, 'cvs.apiKey');
  const apiSecret = checkToken(options.apiSecret, 'cvs.apiSecret');
  if (apiKey.includes(':')) throw optionError('cvs.apiKey', 'holds a colon, which HTTP Basic does not allow');
  const credentials = encodeBase64(new TextEncoder().encode(`${apiKey}:${apiSecret}`));
  return {
    vendor: 'cvs',
    baseUrl: checkBaseUrl(options.baseUrl, 'cvs.baseUrl', 'https://cloud.computervision.com.vn'),
    routes: ROUTES,
    secrets: [apiSecret, credentials],
    outgoing: (incoming) => Promise.resolve(withCredentials(incoming, credentials)),
  };
}

function withCredentials({ method, query, contentType, body }: Incoming, credentials: string): Outgoing {
  const headers = { Authorization: `Basic ${credentials}` };
  if (method === 'GET') return { query, headers };
  return { query, headers: { ...headers, 'Content-Type': contentType }, body };
}

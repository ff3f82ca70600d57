import { encodeBase64 } from '../../proxy/base64.js';
import { optionError } from '../../proxy/checks.js';
import { defineGateway, type Outgoing, type Route, type VendorRequest } from '../../proxy/gateway.js';

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
    accepts: { form: { parts: images }, json: { members: images } },
    query: {
      format_type: /^(?:url|file|base64)$/,
      get_thumb: /^(?:true|false)$/,
      ...Object.fromEntries(images.map((name) => [name, IMAGE_URL])),
    },
    repeat: 'costs',
  };
}

/** CVS: HTTP Basic is the only thing added. */
export const cvs = defineGateway<CvsProxyOptions, 'cvs'>({
  id: 'cvs',
  name: 'CVS',
  secretNames: ['api_key', 'api_secret'],
  routes: ROUTES,
  open(options) {
    options.only(['apiKey', 'apiSecret', 'baseUrl']);
    const apiKey = options.token('apiKey');
    const apiSecret = options.token('apiSecret');
    if (apiKey.includes(':')) {
      throw optionError(options.nameOf('apiKey'), 'holds a colon, which HTTP Basic does not allow');
    }
    const credentials = encodeBase64(new TextEncoder().encode(`${apiKey}:${apiSecret}`));
    return {
      baseUrl: options.baseUrl('https://cloud.computervision.com.vn'),
      secrets: [apiSecret, credentials],
      outgoing: (request) => withCredentials(request, credentials),
    };
  },
});

function withCredentials({ method, query, contentType, body }: VendorRequest, credentials: string): Outgoing {
  const headers = { Authorization: `Basic ${credentials}` };
  if (method === 'GET') return { query, headers };
  return { query, headers: { ...headers, 'Content-Type': contentType }, body };
}

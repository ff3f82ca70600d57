import { VENDORS } from '../../../pkg/operations.js';
import { encodeBase64 } from '../../proxy/base64.js';
import { optionError, type OptionReader } from '../../proxy/checks.js';
import { refused } from '../../proxy/errors.js';
import { extraFields, withParameters } from '../../proxy/extra-fields.js';
import {
  defineGateway,
  type FormParts,
  type ImageMembers,
  type Passing,
  type RequestHead,
  type Route,
} from '../../proxy/gateway.js';
import { publicUrl } from '../../proxy/public-url.js';

/** What CVS needs. */
export interface CvsProxyOptions {
  /** The `api_key`: the user name of HTTP Basic, so without a colon. */
  apiKey: string;
  /** The `api_secret`. */
  apiSecret: string;
  /**
   * Whether images may be named by address, which the vendor then fetches: `true`, or the host names they may be on.
   * Only `https` addresses of public hosts pass. Default: `false`.
   */
  allowImageUrls?: boolean | readonly string[];
  /**
   * More parameters of the query that may pass, for the `extra` of a request. Their values are not looked at: name none
   * that makes the vendor fetch an address. Default: none.
   */
  extraFields?: readonly string[];
  /** Default: `https://cloud.computervision.com.vn`. */
  baseUrl?: string;
}

const IMAGE_URL = /^https?:\/\/[^\s]{1,2000}$/;
const IMAGES = ['img', 'img1', 'img2'];

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
    accepts: { form: { parts: filesOf(images) }, json: { members: images, images: textsOf(images) } },
    query: {
      format_type: /^(?:url|file|base64)$/,
      get_thumb: /^(?:true|false)$/,
      ...Object.fromEntries(images.map((name) => [name, IMAGE_URL])),
    },
    repeat: 'costs',
  };
}

function filesOf(names: readonly string[]): FormParts {
  return Object.fromEntries(names.map((name) => [name, { kind: 'file' }]));
}

function textsOf(names: readonly string[]): ImageMembers {
  return Object.fromEntries(names.map((name) => [name, 'text']));
}

/** CVS: HTTP Basic is the only thing added. */
export const cvs = defineGateway<CvsProxyOptions, 'cvs'>({
  id: 'cvs',
  name: 'CVS',
  secretNames: VENDORS.cvs.secrets,
  routes: ROUTES,
  open(options, context) {
    options.only(['apiKey', 'apiSecret', 'allowImageUrls', 'extraFields', 'baseUrl']);
    const hosts = allowedHosts(options);
    const apiKey = options.token('apiKey');
    const apiSecret = options.token('apiSecret');
    if (apiKey.includes(':')) {
      throw optionError(options.nameOf('apiKey'), 'holds a colon, which HTTP Basic does not allow');
    }
    const credentials = encodeBase64(new TextEncoder().encode(`${apiKey}:${apiSecret}`));
    const added = (head: RequestHead): Passing => {
      checkFormat(head);
      checkImageUrls(head, hosts, options.nameOf('allowImageUrls'));
      return withCredentials(head, credentials);
    };
    return {
      baseUrl: options.baseUrl('https://cloud.computervision.com.vn'),
      routes: withParameters(ROUTES, extraFields(options, context)),
      secrets: [apiKey, apiSecret, credentials],
      outgoing: (request) => (request.method === 'GET' ? added(request) : { ...added(request), body: request.body }),
      passing: added,
    };
  },
});

/** The hosts that images may be on: any with `true`, none with an empty list. */
function allowedHosts(options: OptionReader<CvsProxyOptions>): true | readonly string[] {
  const { allowImageUrls = false } = options.given;
  if (typeof allowImageUrls === 'boolean') return allowImageUrls || [];
  return options.list('allowImageUrls').map((host) => host.toLowerCase());
}

/** Refuses a body that the vendor would read as another one than it is: an address in it would not have been checked. */
function checkFormat({ method, query, contentType }: RequestHead): void {
  const format = query['format_type'];
  if (method === 'GET' && (format === undefined || format === 'url')) return;
  const isForm = contentType.toLowerCase().startsWith('multipart/');
  const fits = format === (isForm ? 'file' : 'base64') || (isForm && format === undefined);
  if (method === 'POST' && fits) return;
  throw refused('the query has a value of format_type that is not that of the body');
}

function checkImageUrls({ query }: RequestHead, hosts: true | readonly string[], option: string): void {
  const named = Object.entries(query).filter(([name]) => IMAGES.includes(name));
  if (named.length === 0 && query['format_type'] !== 'url') return;
  if (hosts !== true && hosts.length === 0)
    throw refused(`images may not be named by address; see the option ${option}`);
  for (const [name, address] of named) {
    const url = publicUrl(address);
    if (url === undefined || (hosts !== true && !hosts.includes(url.hostname))) {
      throw refused(`the query has an address of ${name} that may not pass; see the option ${option}`);
    }
  }
}

function withCredentials({ method, query, contentType }: RequestHead, credentials: string): Passing {
  const headers = { Authorization: `Basic ${credentials}` };
  return { query, headers: method === 'GET' ? headers : { ...headers, 'Content-Type': contentType } };
}

import type { FormPart, GatewayDefinition, Method, Route } from '../gateway.js';
import type { GatewayRegistry } from '../gateways.js';

type Json = Record<string, unknown>;

/** Each code of a proxy's own responses, with the statuses that it comes with. */
const CODES: Readonly<Record<string, readonly number[]>> = {
  not_found: [404],
  method_not_allowed: [405],
  proxy_refused: [400, 403, 408, 415, 421, 422],
  secret_in_request: [400],
  unauthorized: [401, 403],
  image_too_large: [413],
  rate_limited: [429],
  vendor_unreachable: [502],
  vendor_timeout: [504],
  outcome_unknown: [409, 502, 504],
  proxy_misconfigured: [500],
};

const STATUSES: Readonly<Record<number, string>> = {
  400: 'The request is not one that the vendor’s integration makes, or carries what only the proxy may add.',
  401: 'The caller may not use the proxy.',
  403: 'A page of another origin, or a submission of somebody else.',
  408: 'The body arrived too slowly.',
  409: 'The vendor may have the submission: it must not be sent again.',
  413: 'The body is too long.',
  415: 'Another media type, or a compressed body.',
  422: 'The Idempotency-Key names the attempt of another request.',
  429: 'Too many requests; Retry-After says when to come back.',
  500: 'The proxy cannot work as it is set up.',
  502: 'The vendor did not give a response that can be passed on.',
  504: 'The vendor did not respond in time.',
};

/** The wire between the SDK and a proxy, as OpenAPI 3.1. It is made from what the proxy itself lets pass. */
export function openApi(registry: GatewayRegistry, version: string): Json {
  const gateways = Object.values(registry);
  const secretNames = [...new Set(gateways.flatMap((gateway) => gateway.secretNames))].sort();
  const paths = gateways.flatMap((gateway) => gateway.routes.map((route) => pathOf(gateway, route)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'The proxy of idsnap',
      version,
      description:
        'The SDK sends the vendor’s own request, less the secrets. A proxy checks it, adds what is secret, passes it on ' +
        'and returns the vendor’s status and body. A response of the proxy itself has the header x-idsnap-proxy.',
      license: { name: 'MIT OR Apache-2.0', identifier: 'MIT OR Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The endpoint that createClient is given' }],
    paths: Object.fromEntries(paths),
    components: { schemas: schemas(secretNames), parameters: PARAMETERS, headers: HEADERS, responses: responses() },
  };
}

function pathOf(gateway: GatewayDefinition, route: Route): [string, Json] {
  const { path, parameters } = templateOf(route.path);
  const operations = route.methods.map((method) => [method.toLowerCase(), operationOf(gateway, route, method)]);
  const own = parameters.length === 0 ? {} : { parameters };
  return [`/${gateway.id}${path}`, { ...own, ...(Object.fromEntries(operations) as Json) }];
}

/** The path of a route as a template, with one parameter where the route has a group. */
function templateOf(path: string | RegExp): { path: string; parameters: Json[] } {
  if (typeof path === 'string') return { path, parameters: [] };
  const plain = path.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/');
  const pattern = /\(([^)]*)\)/.exec(plain)?.[1] ?? '';
  const schema = { type: 'string', pattern: `^${pattern}$` };
  return {
    path: plain.replace(/\([^)]*\)/, '{id}'),
    parameters: [{ name: 'id', in: 'path', required: true, description: 'The vendor’s id of the submission', schema }],
  };
}

function operationOf({ id, name }: GatewayDefinition, route: Route, method: Method): Json {
  const query = Object.entries(route.query).map(([parameter, form]) => ({
    name: parameter,
    in: 'query',
    schema: { type: 'string', pattern: form.source.replaceAll('\\/', '/') },
  }));
  const attempt = route.repeat === 'harmless' ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }];
  return {
    operationId: `${id}_${route.operation}${route.methods.length > 1 ? `_${method.toLowerCase()}` : ''}`,
    summary: `${name}: ${route.operation}`,
    tags: [id],
    parameters: [...query, ...attempt, { $ref: '#/components/parameters/RequestId' }],
    ...(method === 'POST' ? { requestBody: { required: true, content: contentOf(route) } } : {}),
    responses: { ...proxyResponses(), default: { $ref: '#/components/responses/Vendor' } },
    'x-repeat': route.repeat,
  };
}

function contentOf({ accepts }: Route): Json {
  const { json, form } = accepts;
  const members = json?.members;
  const open = { $ref: '#/components/schemas/Body' };
  const closed = {
    type: 'object',
    properties: Object.fromEntries((members ?? []).map((member) => [member, {}])),
    additionalProperties: false,
  };
  const parts = {
    type: 'object',
    properties: Object.fromEntries(Object.entries(form?.parts ?? {}).map(([name, part]) => [name, schemaOf(part)])),
    additionalProperties: false,
  };
  return {
    ...(json === undefined ? {} : { 'application/json': { schema: members === undefined ? open : closed } }),
    ...(form === undefined ? {} : { 'multipart/form-data': { schema: parts } }),
  };
}

/** The schema of a part. One that may stand there several times is a list; every other one stands there once. */
function schemaOf({ kind, repeats = false }: FormPart): Json {
  const one = kind === 'file' ? { type: 'string', contentMediaType: 'application/octet-stream' } : { type: 'string' };
  return repeats ? { type: 'array', items: one } : one;
}

const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Two requests with one key are one attempt: the second gets the response to the first.',
    schema: { type: 'string', minLength: 16, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description: 'Names the request in the proxy’s log.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,128}$' },
  },
};

const HEADERS = {
  Proxy: {
    description: 'Tells a response of the proxy from one of the vendor.',
    required: true,
    schema: { const: 'error' },
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'string' } },
};

function schemas(secretNames: readonly string[]): Json {
  return {
    Body: {
      type: 'object',
      description:
        'The vendor’s own request. No key stands twice, in no object; at most 32 levels and 5,000 items; UTF-8 without a ' +
        'byte order mark. Names of secrets are refused in any case of letters.',
      propertyNames: { not: { enum: secretNames } },
    },
    ProxyError: {
      type: 'object',
      required: ['proxy'],
      additionalProperties: false,
      properties: {
        proxy: {
          type: 'object',
          required: ['code', 'message'],
          properties: { code: { enum: Object.keys(CODES) }, message: { type: 'string', minLength: 1 } },
        },
      },
    },
  };
}

function responses(): Json {
  const own = Object.entries(STATUSES).map(([status, description]) => {
    const codes = Object.keys(CODES).filter((code) => CODES[code]?.includes(Number(status)));
    return [
      `Proxy${status}`,
      {
        description: `${description} Codes: ${codes.join(', ')}.`,
        headers: { 'x-idsnap-proxy': { $ref: '#/components/headers/Proxy' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ProxyError' } } },
      },
    ];
  });
  const vendor = {
    description: 'The vendor’s own response: its status and its body as they are.',
    headers: { 'retry-after': { $ref: '#/components/headers/RetryAfter' } },
    content: { 'application/json': { schema: {} } },
  };
  return { ...(Object.fromEntries(own) as Json), Vendor: vendor };
}

function proxyResponses(): Json {
  return Object.fromEntries(
    Object.keys(STATUSES).map((status) => [status, { $ref: `#/components/responses/Proxy${status}` }]),
  );
}

import type { GatewayDefinition, Route } from '../gateway.js';
import type { GatewayRegistry } from '../gateways.js';
import { isObject, parseObject } from '../json.js';
import type { Seen, Target } from './target.js';

/** One check: every request of it must be refused, so no vendor hears of it. */
export interface Check {
  readonly name: string;
  /** What is wrong, or `undefined`. */
  readonly run: (target: Target) => Promise<string | undefined>;
}

const BOUNDARY = 'idsnap-proxy-check';
const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
/** The header of a JSON body. */
export const JSON_TYPE = { 'content-type': 'application/json' };
const END = `--${BOUNDARY}--\r\n`;
const text = (name: string, content = 'x') =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
const file = (name: string, content = 'x') => text(`${name}"; filename="a.jpg`, content);

/** The checks of a proxy that serves the vendors of a registry. */
export function checksOf(registry: GatewayRegistry): Check[] {
  const gateways = Object.values(registry);
  const secrets = [...new Set(gateways.flatMap(({ secretNames }) => secretNames))];
  const routes = gateways.flatMap((gateway) => gateway.routes.map((route) => ({ gateway, route })));
  return [...addressChecks(routes[0]), ...routes.flatMap(({ gateway, route }) => routeChecks(gateway, route, secrets))];
}

/** The path of the first route that takes a body. */
export function pathOfPost(registry: GatewayRegistry): string {
  const served = Object.values(registry).flatMap((gateway) => gateway.routes.map((route) => ({ gateway, route })));
  const first = served.find(({ route }) => route.methods.includes('POST'));
  return first === undefined ? '/' : pathOf(first.gateway, first.route);
}

interface Served {
  readonly gateway: GatewayDefinition;
  readonly route: Route;
}

function addressChecks(first: Served | undefined): Check[] {
  if (first === undefined) return [];
  const { gateway, route } = first;
  const path = pathOf(gateway, route);
  const spellings = [`/.${path}`, `/x/..${path}`, `/${path}`, path.replace('/api', '/%61pi'), `${path}//`, `${path}#x`];
  const head = (method: string, spelling: string) => (base: string) => `${method} ${base}${spelling} HTTP/1.1`;
  const body = ['Content-Type: application/json', 'Content-Length: 2'];
  return [
    refusal('a path that no vendor has', [404], (target) => target.ask('/nothing/at/all')),
    ...spellings.map((spelling) =>
      raw(`the path ${spelling}`, (target) => target.raw(head('POST', spelling), body, '{}')),
    ),
    ...['a/b', 'a@b', 'a b', '', 'a,b'].map((host) =>
      raw(`the host name "${host}"`, (target) => target.raw(head('POST', path), [`Host: ${host}`, ...body], '{}')),
    ),
    raw('a body with two lengths', (target) =>
      target.raw(head('POST', path), ['Transfer-Encoding: chunked', ...body], '0\r\n\r\n'),
    ),
    raw('a body of a gigabyte, before it has come', (target) =>
      target.raw(head('POST', path), ['Content-Type: application/json', 'Content-Length: 1000000000'], '{'),
    ),
  ];
}

function routeChecks(gateway: GatewayDefinition, route: Route, secrets: readonly string[]): Check[] {
  const path = pathOf(gateway, route);
  const other = route.methods.includes('GET') ? 'DELETE' : 'GET';
  const isPost = route.methods.includes('POST');
  return [
    methodCheck(path, other),
    ...secrets.map((secret) =>
      refusal(`${path} with ${secret} in its query`, [400], (target) =>
        target.ask(
          `${path}?${secret.toUpperCase()}=x`,
          isPost ? { method: 'POST', body: '{}', headers: JSON_TYPE } : {},
        ),
      ),
    ),
    ...(isPost ? [...postChecks(path), ...jsonChecks(path, route, secrets), ...formChecks(path, route, secrets)] : []),
    ...addressesOfImages(path, route),
  ];
}

function postChecks(path: string): Check[] {
  const post = (title: string, statuses: number[], headers: Record<string, string>, body = '{}') =>
    refusal(`${path} ${title}`, statuses, (target) => target.ask(path, { method: 'POST', headers, body }));
  return [
    post('with a media type of another kind', [415], { 'content-type': 'text/plain' }),
    post('with a compressed body', [415], { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    post('from a page of another origin', [403], { ...JSON_TYPE, origin: 'https://elsewhere.example' }),
  ];
}

function jsonChecks(path: string, route: Route, secrets: readonly string[]): Check[] {
  if (route.accepts.json === undefined) return [];
  const member = route.accepts.json.members?.[0] ?? 'a';
  const long = 'A'.repeat(300_000);
  const bodies: [title: string, body: BodyInit][] = [
    ...secrets.map((secret): [string, string] => [secret, `{"${secret}":"x"}`]),
    ...secrets.map((secret): [string, string] => [
      `${secret} behind an image`,
      `{"${member}":"${long}","${secret}":1}`,
    ]),
    [`an escaped secret`, `{"${secrets[0]?.replace(/^./, escaped) ?? ''}":"x"}`],
    ['a key twice', `{"${member}":1,"${member}":2}`],
    ['a key twice inside', `{"${member}":[{"b":1,"b":2}]}`],
    ['a list', '[{}]'],
    ['two objects', '{}{}'],
    ['nothing', ''],
    ['an end inside a text', `{"${member}":"b`],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a million levels', `{"${member}":${'['.repeat(1_000_000)}`],
  ];
  const required = route.requestedId === undefined ? [] : (['no readable id'] as const);
  return [...bodies, ...required.map((title): [string, string] => [title, '{}'])].map(([title, body]) =>
    refusal(`${path} with ${title} as its JSON`, [400], (target) =>
      target.ask(path, { method: 'POST', headers: JSON_TYPE, body }),
    ),
  );
}

function formChecks(path: string, route: Route, secrets: readonly string[]): Check[] {
  const parts = route.accepts.form?.parts ?? {};
  const name = Object.keys(parts).find((candidate) => parts[candidate]?.kind === 'file');
  if (name === undefined) return [];
  const bodies: [title: string, body: string][] = [
    ...secrets.flatMap((secret): [string, string][] => [
      [secret, file(name) + text(secret) + END],
      [`a file ${secret}`, file(name) + file(secret) + END],
    ]),
    ...Object.entries(parts).flatMap(([part, { kind, repeats }]): [string, string][] => {
      const [right, wrong] = kind === 'file' ? [file, text] : [text, file];
      return [
        [`${part} as a ${kind === 'file' ? 'text' : 'file'}`, wrong(part) + END],
        ...(repeats === true ? [] : ([[`${part} twice`, right(part) + right(part) + END]] as [string, string][])),
      ];
    }),
    ['a part of another name', file(name) + text('liveness') + END],
    ['a file without a name', text(`${name}"; filename="`) + END],
    ['a boundary behind a line feed alone', file(name, `x\n--${BOUNDARY}\n`) + END],
    [
      'a part that is hidden behind a line feed',
      file(name, `x\n--${BOUNDARY}\nContent-Disposition: form-data; name="${secrets[0] ?? ''}"\n\nx\n`) + END,
    ],
    ['something in front', `x\r\n${file(name)}${END}`],
    ['something behind', `${file(name)}${END}x`],
    ['no end', file(name)],
    ['no end behind an image', file(name, 'A'.repeat(300_000))],
  ];
  return bodies.map(([title, body]) =>
    refusal(`${path} with ${title} as its form`, [400], (target) =>
      target.ask(path, { method: 'POST', headers: FORM, body }),
    ),
  );
}

/** Images by address, where a route takes any: the vendor must not be made to fetch from a private network. */
function addressesOfImages(path: string, route: Route): Check[] {
  const named = Object.entries(route.query).find(([, form]) => form.test('http://169.254.169.254/'));
  if (named === undefined) return [];
  const addresses = ['http://169.254.169.254/', 'https://127.0.0.1/', 'https://localhost/', 'https://a:b@img.example/'];
  return addresses.map((address) =>
    refusal(`${path} with an image at ${address}`, [400], (target) =>
      target.ask(`${path}?${named[0]}=${encodeURIComponent(address)}`),
    ),
  );
}

/** A path that must not take a method, and has to name those that it takes. */
export function methodCheck(path: string, method: string): Check {
  return {
    name: `${path} by ${method}`,
    async run(target) {
      const seen = await target.ask(path, { method });
      const problem = problemOf(seen, [405]);
      return problem ?? (seen.headers.has('allow') ? undefined : 'the response has no header Allow');
    },
  };
}

/** A request that must get a response of the proxy's own with one of some statuses. */
export function refusal(name: string, statuses: readonly number[], send: (target: Target) => Promise<Seen>): Check {
  return { name, run: async (target) => problemOf(await send(target), statuses) };
}

/** A request that HTTP itself forbids: any refusal will do, also that of a server in front, or a closed connection. */
function raw(name: string, send: (target: Target) => Promise<number>): Check {
  return {
    name,
    async run(target) {
      const status = await send(target);
      if (status < 0) return 'it got no response';
      return status === 0 || (status >= 400 && status < 500) ? undefined : `it got ${status.toString()}`;
    },
  };
}

function problemOf({ status, headers, text }: Seen, statuses: readonly number[]): string | undefined {
  if (!statuses.includes(status)) return `it got ${status.toString()}, not ${statuses.join(' or ')}`;
  if (headers.get('x-idsnap-proxy') !== 'error') return 'the response has no header x-idsnap-proxy: error';
  const body = parseObject(new TextEncoder().encode(text))?.['proxy'];
  if (!isObject(body) || typeof body['code'] !== 'string' || typeof body['message'] !== 'string') {
    return 'the body is not { "proxy": { "code", "message" } }';
  }
  if (!/\bno-store\b/.test(headers.get('cache-control') ?? '')) return 'the response may be kept by a cache';
  return headers.get('x-content-type-options') === 'nosniff' ? undefined : 'the response may be taken for a page';
}

/** A path of a route, with an id where it has one. */
function pathOf({ id }: GatewayDefinition, { path }: Route): string {
  if (typeof path === 'string') return `/${id}${path}`;
  const plain = path.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/');
  return `/${id}${plain.replace(/\(([a-z-]*)[^)]*\)/, '$11')}`;
}

function escaped(character: string): string {
  return `\\u00${character.charCodeAt(0).toString(16)}`;
}

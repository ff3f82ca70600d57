// Serves the demo under a strict content security policy, with the proxy and the relay for phones mounted, and the
// sandbox in the vendors' place.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHandover, createProxy } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { createSandbox } from 'idsnap/sandbox';
import { writeExample } from '../scripts/example.mjs';
import { vendors } from './vendors.js';

const PAGES = fileURLToPath(new URL('.', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../dist/', import.meta.url));

/** Where photos of a phone pass through. */
const HANDOVER = '/api/handover';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

/** Starts the demo. Port 0 takes any free one. Gives its address and a way to end it. */
export async function startServer({ port = 8080, host = '127.0.0.1' } = {}) {
  await writeExample(new URL('example/', import.meta.url));
  const proxyFor = proxies();
  const relay = toNodeHandler(createHandover({ basePath: HANDOVER, authorize: 'anyone' }));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === HANDOVER || pathname.startsWith(`${HANDOVER}/`)) return relay(request, response);
    const proxy = pathname.startsWith('/api/') ? proxyFor(pathname.split('/')[2]) : undefined;
    if (!proxy) return serveFile(pathname, request, response);
    return proxy.then(
      (handle) => handle(request, response),
      () => response.writeHead(500, HEADERS).end(),
    );
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const url = `http://${host === '0.0.0.0' ? 'localhost' : host}:${server.address().port}/`;
  return {
    url,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

/** The proxy of an outcome, made when it is first asked for: the keys of a sandbox take a while. */
function proxies() {
  const names = new Set(vendors.flatMap((vendor) => vendor.scenarios).map(([name]) => name));
  const made = new Map();
  return (name) => {
    if (names.has(name) && !made.has(name)) made.set(name, sandboxedProxy(name));
    return made.get(name);
  };
}

/** A proxy of its own for each outcome, so that two visitors can see different ones. */
async function sandboxedProxy(name) {
  const chosen = vendors.filter((vendor) => vendor.scenarios.some(([scenario]) => scenario === name));
  const scenario = Object.fromEntries(chosen.map((vendor) => [vendor.id, name]));
  const sandbox = await createSandbox({ scenario, latencyMs: 300 });
  const options = { authorize: 'anyone', basePath: `/api/${name}`, fetch: sandbox.fetch };
  return toNodeHandler(createProxy({ ...sandbox.credentials, ...options }));
}

async function serveFile(pathname, request, response) {
  const fail = (status) => response.writeHead(status, HEADERS).end();
  if (request.method !== 'GET' && request.method !== 'HEAD') return fail(405);
  const file = await resolveFile(pathname).catch(() => null);
  if (!file) return fail(404);
  response.writeHead(200, {
    ...HEADERS,
    'content-type': TYPES[extname(file)],
    'content-length': (await stat(file)).size,
  });
  if (request.method === 'HEAD') return response.end();
  return createReadStream(file).pipe(response);
}

/** The file behind a path: the package under `/idsnap/`, the page everywhere else; only known types, never outside. */
async function resolveFile(pathname) {
  const inPackage = pathname.startsWith('/idsnap/');
  const root = inPackage ? PACKAGE : PAGES;
  const name = decodeURIComponent(inPackage ? pathname.slice('/idsnap/'.length) : pathname.slice(1)) || 'index.html';
  const file = await realpath(join(root, name));
  const inside = file.startsWith((await realpath(root)) + sep);
  return inside && TYPES[extname(file)] && (await stat(file)).isFile() ? file : null;
}

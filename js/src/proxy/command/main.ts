#!/usr/bin/env node
/** `npx idsnap-proxy [config.json | config.mjs]`: the proxy as a process of its own. */
import { watchFile } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { GATEWAYS } from '../gateways.js';
import { serveOn } from '../node.js';
import { redisStore } from '../redis.js';
import type { Store } from '../store.js';
import { within } from '../time-limit.js';
import { readArguments, USAGE } from './arguments.js';
import { readConfig, type CommandConfig } from './config.js';
import { promObserver, spanObserver, type Observer } from './observe.js';
import { optional } from './optional.js';
import { makeService, type Service } from './service.js';
import { stop, stoppable, type StoppableServer } from './stop.js';

/** How often files of secrets are looked at. */
const WATCH_MS = 2000;
/** How long `/readyz` says no before the listener closes, so that whoever asks it sends nothing new. */
const UNREADY_MS = 1000;
const CLOSE_MS = 2000;
const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

type Line = Readonly<Record<string, unknown>>;

function write(line: Line): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}

async function main(): Promise<void> {
  const { file, isHelp } = readArguments(process.argv.slice(2));
  if (isHelp) {
    process.stdout.write(USAGE);
    return;
  }
  const read = () => readConfig(process.env, Object.keys(GATEWAYS), file);
  const config = await read();
  const observers = (await Promise.all([promObserver(), spanObserver()])).filter((found) => found !== undefined);
  const redis = config.redisUrl === undefined ? undefined : await connectRedis(config.redisUrl);
  const service = makeService(config, { store: redis?.store, observers, write });
  const state = { isStopping: false };
  const server = createServer({ keepAliveTimeout: 65_000, highWaterMark: 16_384 });
  server.on('request', (_, res) => {
    // A client that is told goes elsewhere with its next request; one that is not would hold the server open.
    if (state.isStopping) res.setHeader('connection', 'close');
  });
  serveOn(server, async (request, client) => (await own(request, service, state)) ?? service.handle(request, client));
  const followed = stoppable(server);
  const port = await listen(server, config.port, config.host);
  const metrics = await serveMetrics(config, observers);
  write({ level: 'info', message: 'listening', port });
  const servers = [followed, ...(metrics === undefined ? [] : [stoppable(metrics)])];
  reloadOnChange(config, read, service);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Who stops a process often signals twice, or a whole group: what runs has its time all the same.
      if (state.isStopping) return;
      state.isStopping = true;
      void end(servers, config.shutdownMs, redis).then(() => {
        write({ level: 'info', message: 'stopped' });
        process.exit(0);
      });
    });
  }
}

/** Says that nothing new should come, ends what runs, and then the store. */
async function end(servers: readonly StoppableServer[], limitMs: number, redis: Redis | undefined): Promise<void> {
  const unreadyMs = Math.min(UNREADY_MS, limitMs / 4);
  await new Promise((resolve) => setTimeout(resolve, unreadyMs));
  await stop(servers, limitMs - unreadyMs);
  // A store that does not respond must not hold the exit.
  await within(CLOSE_MS, async () => redis?.close()).catch(() => undefined);
}

/** The command's own paths. */
async function own(request: Request, service: Service, state: { isStopping: boolean }): Promise<Response | undefined> {
  if (request.method !== 'GET') return undefined;
  const { pathname } = new URL(request.url);
  if (pathname === '/healthz') return new Response('ok\n', { headers: PLAIN });
  if (pathname !== '/readyz') return undefined;
  const isReady = !state.isStopping && (await service.isReady());
  return new Response(isReady ? 'ready\n' : 'not ready\n', { status: isReady ? 200 : 503, headers: PLAIN });
}

/** Metrics have a port of their own: what the internet reaches does not tell them. */
async function serveMetrics(config: CommandConfig, observers: readonly Observer[]): Promise<Server | undefined> {
  if (config.metricsPort === undefined) return undefined;
  const counting = observers.find(({ metrics }) => metrics !== undefined);
  if (counting?.metrics === undefined) throw new TypeError('idsnap-proxy: metrics need the package prom-client.');
  const { metrics } = counting;
  const server = createServer((req, res) => {
    if (req.url !== '/metrics') {
      res.writeHead(404).end();
      return;
    }
    metrics().then(
      ({ text, type }) => res.setHeader('content-type', type).end(text),
      () => res.writeHead(500).end(),
    );
  });
  write({ level: 'info', message: 'metrics', port: await listen(server, config.metricsPort, config.host) });
  return server;
}

/** Listens, and gives the port. @throws `TypeError` when the port cannot be had. */
async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new TypeError(`idsnap-proxy: port ${port.toString()} cannot be listened at.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Reads everything anew when a file changes, or on SIGHUP. What is wrong then leaves the old config in place. */
function reloadOnChange(config: CommandConfig, read: () => Promise<CommandConfig>, service: Service): void {
  const reload = () => {
    read()
      .then((next) => {
        service.configure(next);
        write({ level: 'info', message: 'configured anew' });
      })
      .catch((error: unknown) => {
        write({ level: 'error', message: 'not configured anew', reason: sentenceOf(error) });
      });
  };
  for (const path of config.files) watchFile(path, { interval: WATCH_MS, persistent: false }, reload);
  process.on('SIGHUP', reload);
}

interface Redis {
  readonly store: Store;
  close(): Promise<unknown>;
}

/** Connects by `redis` or `ioredis`, whichever is installed. */
async function connectRedis(url: string): Promise<Redis> {
  const report = () => {
    write({ level: 'error', message: 'the store failed' });
  };
  const nodeRedis = await optional<NodeRedis>('redis');
  if (nodeRedis !== undefined) {
    const client = nodeRedis.createClient({ url, disableOfflineQueue: true });
    client.on('error', report);
    await client.connect();
    return { store: redisStore(client), close: () => client.close() };
  }
  const ioRedis = await optional<IoRedis>('ioredis');
  if (ioRedis === undefined) throw new TypeError('idsnap-proxy: redisUrl needs the package redis or ioredis.');
  const client = new ioRedis.Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  client.on('error', report);
  await new Promise((resolve) => client.on('ready', resolve));
  return { store: redisStore(client), close: () => client.quit() };
}

interface NodeRedis {
  createClient(options: object): {
    on(event: string, listener: () => void): unknown;
    connect(): Promise<unknown>;
    close(): Promise<unknown>;
    sendCommand(args: string[]): Promise<unknown>;
  };
}

interface IoRedis {
  Redis: new (
    url: string,
    options: object,
  ) => {
    on(event: string, listener: (value?: unknown) => void): unknown;
    quit(): Promise<unknown>;
    call(command: string, ...args: string[]): Promise<unknown>;
  };
}

/** Our own sentences name options and show no values; other errors may show anything. */
function sentenceOf(error: unknown): string {
  const isOwn = error instanceof TypeError && /^(?:createProxy|createHandover|idsnap-proxy): /.test(error.message);
  return isOwn ? error.message : error instanceof Error ? error.name : 'Error';
}

main().catch((error: unknown) => {
  write({ level: 'error', message: 'not started', reason: sentenceOf(error) });
  process.exit(1);
});

import type { Store } from './store.js';

/** A client of Redis: one like `ioredis`, which has `call`, or one like `redis`, which has `sendCommand`. */
export type RedisClient = RedisCaller | RedisSender;

/** A client like `ioredis`. */
export interface RedisCaller {
  call(command: string, ...args: string[]): Promise<unknown>;
}

/** A client like `redis` (node-redis). */
export interface RedisSender {
  sendCommand(args: string[]): Promise<unknown>;
}

/** How entries are named. */
export interface RedisStoreOptions {
  /** Stands in front of every key. Default: `idsnap:`. */
  prefix?: string;
}

/** Counts and sets the time at once, so that no counter is left without one. */
const INCREMENT = `local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return n`;

/**
 * A store in Redis, or what speaks its protocol: several proxies that share it behave as one.
 *
 * The client is the caller's, with its connection, time limits and TLS. A store that evicts entries before their time
 * forgets attempts: give it `maxmemory-policy noeviction`.
 */
export function redisStore(client: RedisClient, { prefix = 'idsnap:' }: RedisStoreOptions = {}): Store {
  const run = (command: string, ...args: string[]): Promise<unknown> =>
    'call' in client ? client.call(command, ...args) : client.sendCommand([command, ...args]);
  const keyOf = (key: string) => `${prefix}${key}`;
  const time = (expiresMs: number) => Math.max(1, Math.ceil(expiresMs)).toString();
  return {
    async get(key) {
      const value = await run('GET', keyOf(key));
      return value === null || value === undefined ? undefined : textOf(value);
    },
    async set(key, value, expiresMs) {
      await run('SET', keyOf(key), value, 'PX', time(expiresMs));
    },
    async setIfAbsent(key, value, expiresMs) {
      return (await run('SET', keyOf(key), value, 'PX', time(expiresMs), 'NX')) !== null;
    },
    async increment(key, expiresMs) {
      return Number(await run('EVAL', INCREMENT, '1', keyOf(key), time(expiresMs)));
    },
  };
}

/** A client may give bytes where it is told to. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  throw new TypeError('the store gave something that is no text');
}

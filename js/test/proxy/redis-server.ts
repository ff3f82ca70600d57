import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { freePort } from './servers.js';

/** Whether a Redis server can be started here. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis server on loopback that keeps nothing. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a Redis server. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-redis-'));
  const port = await freePort();
  const options = [
    '--port',
    port.toString(),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  await begun(child);
  return {
    port,
    url: `redis://127.0.0.1:${port.toString()}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function begun(child: ChildProcess): Promise<void> {
  let text = '';
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    text += piece.toString();
    if (/Ready to accept connections/.test(text)) break;
  }
  child.stdout?.destroy();
}

import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ProxyOptions } from 'idsnap/proxy';

const servers: Server[] = [];
const children: ChildProcess[] = [];
const sockets: Socket[] = [];

after(() => {
  for (const socket of sockets) socket.destroy();
  for (const child of children) child.kill();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Serves on loopback until the tests of the file are over. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
}

/** A raw connection to a server of this machine. */
export function dial(port: number): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

/** What a proxy's process has read from its clients, and what it uses. */
export interface Usage {
  readonly bytesRead: number;
  readonly memory: NodeJS.MemoryUsage;
  readonly cpu: NodeJS.CpuUsage;
}

/** A proxy in a process of its own. */
export interface ProxyProcess {
  readonly port: number;
  readonly base: string;
  readonly child: ChildProcess;
  usage(): Promise<Usage>;
  /** Its usage once it has read so many bytes in all. */
  usageAfter(bytes: number): Promise<Usage>;
}

/** Starts a proxy in a process of its own, with a heap of at most `heapMb`. */
export async function startProxy(options: ProxyOptions, heapMb = 256): Promise<ProxyProcess> {
  const script = fileURLToPath(new URL('proxy-process.ts', import.meta.url));
  const child = fork(script, {
    execArgv: [
      ...process.execArgv.filter((arg) => !arg.startsWith('--test')),
      '--expose-gc',
      `--max-old-space-size=${heapMb.toString()}`,
    ],
    env: { ...process.env, PROXY_OPTIONS: JSON.stringify(options) },
  });
  children.push(child);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const usage = async (): Promise<Usage> => {
    child.send('usage');
    const [answer] = (await once(child, 'message')) as [Usage];
    return answer;
  };
  return {
    port,
    base: `http://127.0.0.1:${port.toString()}`,
    child,
    usage,
    async usageAfter(bytes) {
      const end = performance.now() + 60_000;
      let now = await usage();
      while (now.bytesRead < bytes) {
        assert(performance.now() < end, `${now.bytesRead.toString()} of ${bytes.toString()} bytes were read`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        now = await usage();
      }
      return now;
    },
  };
}

/** A port that nothing listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

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

/** A proxy in a process of its own. */
export interface ProxyProcess {
  readonly port: number;
  readonly base: string;
  readonly child: ChildProcess;
  usage(): Promise<{ memory: NodeJS.MemoryUsage; cpu: NodeJS.CpuUsage }>;
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
  return {
    port,
    base: `http://127.0.0.1:${port.toString()}`,
    child,
    async usage() {
      child.send('usage');
      const [usage] = (await once(child, 'message')) as [{ memory: NodeJS.MemoryUsage; cpu: NodeJS.CpuUsage }];
      return usage;
    },
  };
}

// A proxy in a process of its own, so that its memory and processor time can be measured. Its options come in the
// environment; it sends its port, and whenever it is asked what it read and its use of memory and time.
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createProxy, type ProxyOptions } from 'idsnap/proxy';
import { nodeFetch, toNodeHandler } from 'idsnap/proxy/node';

const options = JSON.parse(process.env['PROXY_OPTIONS'] ?? '{}') as ProxyOptions;
const sockets: Socket[] = [];
const server = createServer({ highWaterMark: 16_384 }, toNodeHandler(createProxy({ fetch: nodeFetch(), ...options })));
server.on('connection', (socket) => sockets.push(socket));
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => {
  globalThis.gc?.();
  const bytesRead = sockets.reduce((total, socket) => total + socket.bytesRead, 0);
  process.send?.({ bytesRead, memory: process.memoryUsage(), cpu: process.cpuUsage() });
});

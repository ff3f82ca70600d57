// A proxy in a process of its own, so that its memory and processor time can be measured. Its options come in the
// environment; it sends its port, and its use of memory and time whenever it is asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createProxy, type ProxyOptions } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';

const options = JSON.parse(process.env['PROXY_OPTIONS'] ?? '{}') as ProxyOptions;
const server = createServer({ highWaterMark: 16_384 }, toNodeHandler(createProxy(options)));
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ memory: process.memoryUsage(), cpu: process.cpuUsage() });
});

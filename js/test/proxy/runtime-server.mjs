// The proxy as a fetch handler of whatever runs this file: Deno, Bun, Node, or Node with only what an edge platform has.
// Its options come as JSON in the first argument; it prints its port.
const [options, kind] = (globalThis.Deno?.args ?? globalThis.process.argv.slice(2)).slice(0, 2);
// An edge platform has no Buffer: the proxy must not find one when it is loaded. Node itself needs its own.
const { Buffer: ownBuffer } = globalThis;
if (kind === 'edge') globalThis.Buffer = undefined;
const { createProxy } = await import('../../../dist/proxy.js');
if (kind === 'edge') globalThis.Buffer = ownBuffer;
const say = (port) => globalThis.console.log(port);
const proxy = createProxy(JSON.parse(options));

if (globalThis.Deno !== undefined) {
  globalThis.Deno.serve({ port: 0, hostname: '127.0.0.1', onListen: ({ port }) => say(port) }, (request) =>
    proxy(request),
  );
} else if (globalThis.Bun !== undefined) {
  const server = globalThis.Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout: 60,
    fetch: (request) => proxy(request),
  });
  say(server.port);
} else {
  const [{ createServer }, { toNodeHandler }] = await Promise.all([
    import('node:http'),
    import('../../../dist/proxy-node.js'),
  ]);
  const server = createServer(toNodeHandler(proxy));
  server.listen(0, '127.0.0.1', () => say(server.address().port));
}

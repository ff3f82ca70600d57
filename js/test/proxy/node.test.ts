import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { toNodeHandler } from 'idsnap/proxy/node';
import { assertRefused, only, proxyWith, RECOGNIZE, textOf } from './support.js';

const servers: Server[] = [];

after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
}

const headers = { 'content-type': 'application/json' };

describe('a real connection', () => {
  it('carries the body there and the answer back, byte for byte', async () => {
    const noise = Uint8Array.from({ length: 3_000_000 }, (_, index) => 0x30 + ((index * 7919) % 43));
    const bytes = Buffer.from(`{"a":"${Buffer.from(noise).toString().replaceAll('\\\\', '-')}"}`);
    const { proxy, sent } = proxyWith(
      (seen) => new Response(new Uint8Array(seen.body), { status: 409, headers: { 'retry-after': '2' } }),
    );
    const response = await fetch(`${await serve(toNodeHandler(proxy))}${RECOGNIZE}`, {
      method: 'POST',
      headers,
      body: bytes,
    });
    assert.equal(response.status, 409);
    assert.equal(response.headers.get('retry-after'), '2');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(Buffer.compare(Buffer.from(await response.arrayBuffer()), bytes), 0);
    assert.equal(only(sent).body.length, bytes.length);
  });

  it('carries a refusal of a body that is too long, and lives on', async () => {
    const { proxy } = proxyWith(() => Response.json({}), { maxBodyBytes: 1000 });
    const base = await serve(toNodeHandler(proxy));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let piece = 0; piece < 40; piece += 1) controller.enqueue(new Uint8Array(1000));
        controller.close();
      },
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' };
    await assertRefused(await fetch(`${base}${RECOGNIZE}`, init), 413, 'image_too_large');
    assert.equal((await fetch(`${base}${RECOGNIZE}`, { method: 'POST', headers, body: '{}' })).status, 200);
  });

  it('is closed when a refused client goes on sending for ever', async () => {
    const { proxy } = proxyWith(() => Response.json({}), { maxBodyBytes: 10 });
    const { port } = new URL(await serve(toNodeHandler(proxy)));
    const socket = connect(Number(port), '127.0.0.1');
    const start = Date.now();
    socket.on('error', () => undefined).resume();
    socket.write(
      `POST ${RECOGNIZE} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const sending = setInterval(() => socket.write('5\r\naaaaa\r\n'), 20);
    await once(socket, 'close');
    clearInterval(sending);
    assert(Date.now() - start < 15_000);
  });

  it('that the client closes ends the request to the vendor', async () => {
    const aborted = deferred();
    const asked = deferred();
    const { proxy } = proxyWith(() => Response.json({}), {
      fetch: (_, init) => {
        init.signal?.addEventListener('abort', () => {
          aborted.resolve(undefined);
        });
        asked.resolve(undefined);
        return new Promise(() => undefined);
      },
    });
    const client = httpRequest(`${await serve(toNodeHandler(proxy))}${RECOGNIZE}`, { method: 'POST', headers }).on(
      'error',
      () => undefined,
    );
    client.end('{}');
    await asked.promise;
    client.destroy();
    await aborted.promise;
  });

  it('that breaks inside the upload reaches no vendor', async () => {
    const done = deferred();
    const { proxy, sent } = proxyWith(() => Response.json({}));
    const base = await serve((req, res) => {
      toNodeHandler(async (asked) => {
        const response = await proxy(asked);
        done.resolve(undefined);
        return response;
      })(req, res);
      req.once('data', () => client.destroy());
    });
    const client = httpRequest(`${base}${RECOGNIZE}`, {
      method: 'POST',
      headers: { ...headers, 'content-length': '100' },
    });
    client.on('error', () => undefined).write('{"a":');
    await done.promise;
    assert.equal(sent.length, 0);
  });
});

it('holds no more of a response than a slow client takes', async () => {
  const total = 128;
  let pulled = 0;
  const base = await serve(
    toNodeHandler(() => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (pulled === total) controller.close();
          else controller.enqueue(new Uint8Array(500_000));
          pulled += 1;
        },
      });
      return Promise.resolve(new Response(body));
    }),
  );
  const socket = connect(Number(new URL(base).port), '127.0.0.1').pause();
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  let before: number;
  do {
    before = pulled;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (pulled === 0 || pulled !== before);
  // What the two sockets buffer is the kernel's business: measured 13 pieces.
  assert(pulled < total / 2, `${pulled.toString()} pieces were read`);
  assert((await readAll(socket)).length > total * 500_000);
});

describe('the handler', () => {
  it('sees the whole path under Express, which cuts the mount path off', async () => {
    const { proxy, sent } = proxyWith(() => Response.json({}), { basePath: '/api/idsnap' });
    const base = await serve((req, res) => {
      const mounted = Object.assign(req, { originalUrl: req.url, url: RECOGNIZE });
      toNodeHandler(proxy)(mounted, res);
    });
    assert.equal((await fetch(`${base}/api/idsnap${RECOGNIZE}`, { method: 'POST', headers, body: '{}' })).status, 200);
    assert.equal(sent.length, 1);
  });

  it('says so when a body parser came first', async () => {
    const { proxy } = proxyWith(() => Response.json({}));
    const base = await serve((req, res) => {
      void readAll(req).then(() => {
        toNodeHandler(proxy)(req, res);
      });
    });
    const message = await assertRefused(
      await fetch(`${base}${RECOGNIZE}`, { method: 'POST', headers, body: '{}' }),
      500,
      'proxy_misconfigured',
    );
    assert.match(message, /before any body parser/);
  });

  it('answers a request that cannot be read', async () => {
    const { proxy } = proxyWith(() => Response.json({}));
    const { port } = new URL(await serve(toNodeHandler(proxy)));
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET http://[ HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n');
    assert.match(textOf(await readAll(socket)), /^HTTP\/1\.1 400 .*\r\n/);
  });

  it('hands several cookies and a streamed body on, for handlers other than the proxy', async () => {
    const base = await serve(
      toNodeHandler((asked) => {
        const answer = new Response(asked.body, {
          headers: [
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2'],
          ],
        });
        return Promise.resolve(answer);
      }),
    );
    const response = await fetch(base, { method: 'POST', body: 'x'.repeat(500_000) });
    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
    assert.equal((await response.text()).length, 500_000);
  });
});

function deferred(): { promise: Promise<undefined>; resolve: (value: undefined) => void } {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function readAll(stream: IncomingMessage | ReturnType<typeof connect>): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of stream as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

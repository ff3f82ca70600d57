// The network as a browser has it: uploads that tell how far they are, redirects, lost networks, every fault.
/* global idsnap, noise -- made by open */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import {
  BEHIND_PROXY,
  CALLS,
  countOf,
  documented,
  faulty,
  faultyBehindProxy,
  FAULTS,
  limitsOf,
  optionsOf,
  rowOf,
} from '../../js/test/client/faults.mjs';
import { startDemo } from './support.mjs';

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-max-age': '600',
};
const ACCEPTED = JSON.stringify({ errorCode: '0', errorMessage: '', data: [] });

let demo;
let page;
let context;
const servers = [];

/** A server of another origin; `respond` gets what is not asked for by the browser itself. */
async function serve(respond) {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    respond(request, response);
  });
  servers.push(server);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

/** An empty page, and the package beside it. */
async function serveDist({ url }, response) {
  const file = await readFile(new URL(`../../dist${url.replace(/^\/idsnap/, '')}`, import.meta.url)).catch(() => '');
  const type = url.endsWith('.js') ? 'text/javascript' : url.endsWith('.wasm') ? 'application/wasm' : 'text/html';
  response.writeHead(200, { 'content-type': type }).end(file);
}

before(async () => {
  demo = await startDemo();
  // The demo's own policy lets its worker reach its origin alone.
  const origin = await serve(serveDist);
  context = await demo.browser.newContext();
  page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.evaluate(async () => {
    globalThis.idsnap = await import(new URL('idsnap/index.js', location.href).href);
    /** A canvas whose file takes many bytes. */
    globalThis.noise = (side) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [side, side];
      const drawing = canvas.getContext('2d');
      const pixels = drawing.createImageData(side, side);
      for (let at = 0; at < pixels.data.length; at += 65_536) {
        crypto.getRandomValues(pixels.data.subarray(at, at + 65_536));
      }
      for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
      drawing.putImageData(pixels, 0, 0);
      return canvas;
    };
    await idsnap.init();
  });
});

after(async () => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await demo.close();
});

/** Makes a call on the page and tells what became of it, and what it said of its progress. */
const call = (endpoint, { side = 1400, options = {}, name = 'card' } = {}) =>
  page.evaluate(
    async ([address, pixels, settings, operation]) => {
      const client = idsnap.createClient({ endpoint: address, retry: { attempts: 1 }, ...settings });
      const uploads = [];
      const onProgress = ({ phase, loaded, total }) => phase === 'upload' && uploads.push({ loaded, total });
      const image = noise(pixels);
      const start = performance.now();
      const made =
        operation === 'card'
          ? client.cvs.card({ image }, { onProgress })
          : operation === 'cards'
            ? client.cvs.cards({ front: image, back: image }, { onProgress })
            : client.beorg.addDocument({ documents: [{ image, type: 'PASSPORT' }] }, { onProgress });
      const error = await made.then(
        () => null,
        ({ code, message, resume }) => ({ code, message, resume }),
      );
      return { error, uploads, ms: performance.now() - start };
    },
    [endpoint, side, options, name],
  );

describe('an upload', () => {
  it('tells how much was sent over a slow line', async () => {
    let received = 0;
    let last = 0;
    const endpoint = await serve((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(204).end();
      // Some 3 MB a second, so that what the system buffers is the smaller part.
      request.on('data', (part) => {
        received += part.length;
        request.pause();
        setTimeout(() => request.resume(), part.length / 3_000);
      });
      request.on('end', () => {
        last = performance.now();
        response.end(ACCEPTED);
      });
    });
    const { error, uploads } = await call(endpoint, { side: 2400, name: 'cards' });
    assert.equal(error, null);
    const total = uploads[0].total;
    assert.ok(total > 2_000_000 && received === total, `${total} bytes, ${received} received`);
    const between = uploads.filter(({ loaded }) => loaded > 0 && loaded < total);
    // How many there are is up to the browser, which leaves some out where the page has other work.
    assert.ok(between.length > 0, JSON.stringify(uploads));
    assert.deepEqual(
      uploads.map(({ loaded }) => loaded),
      uploads.map(({ loaded }) => loaded).sort((a, b) => a - b),
    );
    assert.deepEqual(uploads.at(-1), { loaded: total, total });
    assert.ok(last > 0);
  });

  it('that stalls is given up before its time is over, and nothing of it was submitted', async () => {
    const stalling = (request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(204).end();
      request.once('data', () => request.pause());
    };
    const options = { stallMs: 700, timeoutMs: 30_000 };
    for (const name of ['card', 'addDocument']) {
      const limits = name === 'card' ? {} : { side: 2400 };
      const { error, ms } = await call(await serve(stalling), { side: 3000, ...limits, options, name });
      assert.deepEqual([error.code, error.message], ['deadline_exceeded', 'no byte sent within 700 ms'], name);
      assert.equal(error.resume, undefined, 'the proxy cannot have it');
      assert.ok(ms < 15_000, `${ms} ms`);
    }
  });

  it('never reaches the origin that a redirect leads to', async () => {
    const reached = [];
    const elsewhere = await serve((request, response) => {
      reached.push(request.method);
      request.resume().on('end', () => response.end(ACCEPTED));
    });
    for (const isHeadToo of [true, false]) {
      const endpoint = await serve((request, response) => {
        if (request.method === 'HEAD' && !isHeadToo) return void response.writeHead(204).end();
        request.resume();
        response.writeHead(307, { location: `${elsewhere}${request.url}` }).end();
      });
      const sides = isHeadToo ? [1400, 40] : [40];
      for (const side of sides) {
        const { error } = await call(endpoint, { side });
        assert.equal(error.code, 'proxy_redirected');
        assert.deepEqual(reached, [], `${side} pixels`);
      }
    }
  });

  it('is found out where a server redirects it and not the head', async () => {
    const elsewhere = await serve((request, response) => {
      request.resume().on('end', () => response.end(ACCEPTED));
    });
    const endpoint = await serve((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(204).end();
      request.resume().on('end', () => response.writeHead(307, { location: `${elsewhere}/` }).end());
    });
    const { error } = await call(endpoint);
    assert.equal(error.code, 'proxy_redirected');
  });

  it('of which the whole was sent, and no response came, has an unknown outcome', async () => {
    const endpoint = await serve((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(204).end();
      request.resume().on('end', () => response.destroy());
    });
    const { error } = await call(endpoint, { name: 'addDocument' });
    assert.equal(error.code, 'outcome_unknown');
    assert.match(error.resume.attempt, /^[0-9a-f]{32}$/);
  });

  it('of which a part was sent has none: it may be made again', async () => {
    const endpoint = await serve((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(204).end();
      request.once('data', () => request.socket.resetAndDestroy());
    });
    const { error } = await call(endpoint, { side: 3000, name: 'addDocument' });
    assert.deepEqual([error.code, error.resume], ['network_unreachable', undefined]);
  });
});

describe('a page that loses its network', () => {
  it('sends when it is back', async () => {
    let seen = 0;
    const endpoint = await serve((request, response) => {
      seen += request.method === 'POST' ? 1 : 0;
      request.resume().on('end', () => response.end(ACCEPTED));
    });
    await context.setOffline(true);
    const made = call(endpoint, { side: 40 });
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(seen, 0);
    await context.setOffline(false);
    const { error, ms } = await made;
    assert.equal(error, null);
    assert.equal(seen, 1);
    assert.ok(ms >= 500, `${ms} ms`);
  });
});

describe('a worker that is killed in the middle of an upload', () => {
  it('costs that call, and the next one works', async () => {
    let isHeld = true;
    const endpoint = await serve((request, response) => {
      request.resume().on('end', () => isHeld || response.end(ACCEPTED));
    });
    const options = { timeoutMs: 1_500 };
    const first = call(endpoint, { side: 40, options });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [worker] = page.workers();
    await worker.evaluate(() => self.close()).catch(() => undefined);
    const { error } = await first;
    assert.ok(['deadline_exceeded', 'engine_failed'].includes(error.code), error.code);
    // A worker that ends no request is taken for gone after five seconds.
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    isHeld = false;
    const next = await call(endpoint, { side: 40, options });
    assert.equal(next.error, null);
  });
});

/** A body that is reset while it is sent has to be longer than what a system takes of it at once. */
const sideOf = (fault) => (fault === 'reset while the body is sent' ? 3000 : 300);

/** What becomes of a call of the table on the page. */
async function outcome(endpoint, { limits, name, side }) {
  return page.evaluate(
    async ([address, options, times, source, pixels]) => {
      const client = idsnap.createClient({ endpoint: address, ...options });
      const make = (0, eval)(`(${source})`);
      const image = noise(pixels);
      const start = performance.now();
      const thrown = await make(client, image, times).then(
        () => ({ code: 'none' }),
        (caught) => caught,
      );
      return { code: thrown.code, resume: thrown.resume, ms: performance.now() - start };
    },
    [endpoint, optionsOf(limits), limits, CALLS[name].toString(), side],
  );
}

/** The rows of a table: every fault met by every call, opened by `open`. */
async function rowsOf({ faults, calls, limits, open, side, count }) {
  const rows = [];
  for (const fault of faults) {
    for (const name of calls) {
      const isPolled = name.includes('asking');
      if (fault === 'nothing listens' && isPolled) continue;
      const { endpoint, seen, close } = await open(fault, { isPolled });
      const { code, resume, ms } = await outcome(endpoint, { limits, name, side: side(fault) });
      close();
      assert.ok(ms < limits.deadlineMs + 4_000, `${fault}, ${name}: ${ms} ms`);
      assert.ok(isPolled || new Set(seen).size <= 1, `${fault}, ${name}: one attempt id`);
      const kept = resume === undefined ? '-' : resume.id === undefined ? 'attempt' : 'id';
      rows.push(rowOf(fault, name, { code, resume: kept, requests: count(fault, seen, isPolled), ms: Math.round(ms) }));
    }
  }
  return rows;
}

describe('faults in Chromium', () => {
  const reached = [];
  let elsewhere;

  before(async () => {
    elsewhere = await serve((request, response) => {
      reached.push(request.method);
      request.resume().on('end', () => response.end('{}'));
    });
  });

  it('end as the documentation says, inside the deadline', async () => {
    const rows = await rowsOf({
      faults: Object.keys(FAULTS),
      calls: Object.keys(CALLS),
      limits: limitsOf(4),
      open: (fault, options) => faulty(fault, { ...options, elsewhere }),
      side: sideOf,
      // A browser repeats a request by itself on a connection that was reset: attempts are counted by their tries.
      count: (fault, seen, isPolled) => (fault.startsWith('reset') && !isPolled ? 'tries' : countOf(seen, isPolled)),
    });
    assert.deepEqual(reached, [], 'no redirect was followed');
    assert.deepEqual(
      rows.map((row) => row.slice(0, -1)),
      await documented('Chromium', rows),
    );
  });

  it('end as the documentation says with a vendor behind the real proxy', async () => {
    const { origin } = new URL(page.url());
    const rows = await rowsOf({
      ...BEHIND_PROXY,
      calls: Object.keys(CALLS).filter((name) => !name.includes('asking')),
      open: (fault, options) => faultyBehindProxy(fault, { ...options, elsewhere, origin }),
      // The proxy has the whole of a body that is short before the vendor sees any of it.
      side: () => 60,
      count: (_, seen) => countOf(seen, false),
    });
    assert.deepEqual(reached, [], 'no redirect was followed');
    assert.equal(rows.length, BEHIND_PROXY.faults.length * 3);
    assert.deepEqual(
      rows.map((row) => row.slice(0, -1)),
      await documented('a vendor behind the proxy of Chromium', rows),
    );
  });
});

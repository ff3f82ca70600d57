// A computer and a phone, each a browser context of its own, at one relay: real storage, streams, content policy.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { createHandover } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { startDemo } from './support.mjs';

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

let demo;
let server;
const seen = [];
const log = [];

before(async () => {
  const relay = toNodeHandler(
    createHandover({ basePath: '/api/handover', authorize: 'anyone', log: (entry) => log.push(entry) }),
  );
  server = createServer((request, response) => {
    seen.push(`${request.url} ${JSON.stringify(request.headers)}`);
    if (request.url.startsWith('/api/')) return relay(request, response);
    return serveDist(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  demo = await startDemo({ on: { url: `http://127.0.0.1:${server.address().port}` } });
});

after(async () => {
  await demo?.close();
  server?.closeAllConnections();
  server?.close();
});

/** An empty page under a strict policy, and the package beside it. */
async function serveDist({ url }, response) {
  const isScript = url.endsWith('.js');
  const file = isScript ? await readFile(new URL(`../../dist${url}`, import.meta.url)) : '<!doctype html>';
  const type = isScript ? 'text/javascript' : 'text/html';
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(file);
}

/** A page of a context of its own. */
async function open(address) {
  const context = await demo.browser.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(address);
  return { page, problems };
}

// Functions for the pages.
const offer = async () => {
  const { createHandover } = await import('/handover.js');
  const url = new URL('/phone', location.href).href;
  const offered = { kind: 'id1', sides: ['front', 'back'], language: 'vi', url, keep: 'person' };
  globalThis.offer = await createHandover({ endpoint: '/api/handover' }).offer(offered);
  return { url: globalThis.offer.url, qr: await globalThis.offer.qr() };
};
const accept = async () => {
  const { createHandover } = await import('/handover.js');
  globalThis.accepted = await createHandover({ endpoint: '/api/handover' }).accept(location.href);
  const { code, kind, sides, language, sent } = globalThis.accepted;
  return { code, kind, sides, language, sent };
};
// The file begins as a JPEG, or it would not be handed over.
const send = (side) =>
  globalThis.accepted.send(side, new Blob([Uint8Array.of(0xff, 0xd8, 0xff), `the ${side}`], { type: 'image/jpeg' }));
const photos = async () => {
  const all = await globalThis.offer.photos;
  return Promise.all(all.map(async ({ side, blob }) => [side, blob.type, await blob.slice(3).text()]));
};

describe('a handover between two browsers', () => {
  it('goes on through a reload of either page, to the photos on the computer', async () => {
    const computer = await open(demo.url);
    const { url, qr } = await computer.page.evaluate(offer);
    assert.ok(qr.size > 30 && qr.path.startsWith('M'));
    const phone = await open(url);
    const first = await phone.page.evaluate(accept);
    assert.deepEqual([first.kind, first.sides, first.language], ['id1', ['front', 'back'], 'vi']);
    await phone.page.evaluate(send, 'front');
    await Promise.all([computer.page.reload(), phone.page.reload()]);
    assert.equal((await computer.page.evaluate(offer)).url, url);
    const again = await phone.page.evaluate(accept);
    assert.deepEqual([again.code, again.sent], [first.code, ['front']]);
    await phone.page.evaluate(send, 'back');
    const received = computer.page.evaluate(photos);
    await phone.page.evaluate(() => globalThis.accepted.finish());
    assert.deepEqual(await received, [
      ['front', 'image/jpeg', 'the front'],
      ['back', 'image/jpeg', 'the back'],
    ]);
    assert.equal(await computer.page.evaluate(() => globalThis.offer.code), first.code);
    for (const { page, problems } of [computer, phone]) {
      assert.deepEqual(problems, []);
      assert.equal(await page.evaluate(() => globalThis.sessionStorage.length), 0);
    }
    const key = url.split('.').at(-1);
    assert.ok(log.length > 10 && seen.length > log.length);
    assert.deepEqual(
      seen.filter((text) => text.includes(key)),
      [],
      'the key came to the server',
    );
  });
});

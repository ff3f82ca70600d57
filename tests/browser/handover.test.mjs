// A computer and a phone, each a browser context of its own, at one relay: real storage, streams, content policy.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { createHandover } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { startServer } from '../../www/server.mjs';
import { STILL, writeFilm } from './fake-camera.mjs';
import { HANDOVER_SCREENS, openGallery, showHandover } from './gallery.mjs';
import { startDemo } from './support.mjs';

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** A card held still, for a second. */
const CARD_FILM = { width: 1280, height: 720, looks: Array.from({ length: 10 }, () => ({ corners: STILL })) };
const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

let demo;
let film;
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
  film = writeFilm(CARD_FILM);
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const flags = [...camera, `--use-file-for-fake-video-capture=${film.path}`];
  demo = await startDemo({ flags, on: { url: `http://127.0.0.1:${server.address().port}` } });
});

after(async () => {
  await demo?.close();
  film?.remove();
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
async function open(address, options = {}) {
  const context = await demo.browser.newContext(options);
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

describe('the element on two devices', () => {
  let site;
  before(async () => {
    site = await startServer({ port: 0 });
  });
  after(() => site?.close());

  it('goes from “Use your phone” on a computer to a document that is recognized', async () => {
    const { page, problems } = await open(site.url, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.locator('#camera').click();
    const computer = page.locator('id-capture');
    await computer.evaluate((element) => {
      element.sides = 'front';
      const keep = ({ detail }) => (globalThis.captured = detail.result.report);
      element.addEventListener('id-capture:captured', keep);
    });
    await computer.getByRole('button', { name: 'Use your phone' }).click();
    await computer.locator('.qr').waitFor();
    await computer.getByRole('button', { name: 'Copy the link' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const phone = await open(link, { ...PHONE, permissions: ['camera'] });
    const onPhone = phone.page.locator('id-capture');
    const code = await onPhone.locator('.code').innerText();
    assert.match(code, /^\d{3} \d{3}$/);
    assert.equal(await computer.locator('.code').innerText(), code);
    assert.equal(phone.page.url(), link.split('#')[0], 'the key is not in the address');
    await onPhone.evaluate((element) => {
      globalThis.heard = [];
      element.addEventListener('id-capture:captured', () => globalThis.heard.push('captured'));
    });
    await onPhone.getByRole('button', { name: 'Yes' }).click();
    // The drawn card may be taken for a copy, of which the review only tells.
    await onPhone.getByRole('button', { name: /^Use/ }).click();
    await onPhone.getByRole('heading', { name: 'Please go on at your computer' }).waitFor();
    await page.locator('#side-front[data-prepared]').waitFor();
    await page.locator('#recognize').click();
    await page.locator('.banner.good').waitFor();
    assert.equal(await page.evaluate(() => globalThis.captured.rung), 'phone');
    assert.deepEqual(await phone.page.evaluate(() => globalThis.heard), [], 'the phone’s page hears of no photo');
    for (const one of [page, phone.page]) {
      assert.equal(await one.evaluate(() => sessionStorage.length), 0);
      await one.context().close();
    }
    assert.deepEqual([...problems, ...phone.problems], []);
  });

  for (const [how, options, attributes, setUp] of [
    ['in the dark', { ...PHONE, colorScheme: 'dark' }, {}, () => {}],
    [
      'in Russian with large text on the smallest screen',
      { ...PHONE, viewport: { width: 320, height: 568 } },
      { lang: 'ru' },
      enlarge,
    ],
    ['from right to left on a computer', { viewport: { width: 1280, height: 720 } }, {}, () => (document.dir = 'rtl')],
  ]) {
    it(`has screens without a fault, ${how}`, async () => {
      const { page, log } = await openGallery(demo.browser, site.url, options);
      await page.evaluate(setUp);
      await page.evaluate(await readFile(AXE, 'utf8'));
      for (const name of HANDOVER_SCREENS) {
        await showHandover(page, name, attributes);
        assert.deepEqual(await page.evaluate(faults), [], name);
      }
      assert.deepEqual(log.problems, []);
      await page.context().close();
    });
  }
});

const AXE = new URL('../../node_modules/axe-core/axe.min.js', import.meta.url);

function enlarge() {
  document.documentElement.style.setProperty('font-size', '200%');
}

/** What axe finds, what is wider than what holds it, what is too small to be pressed, and a focus that is lost. */
async function faults() {
  const element = document.querySelector('gallery-capture');
  const passing = element.shadowRoot
    .getAnimations()
    .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
  for (const animation of passing) animation.finish();
  const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
  const { violations } = await globalThis.axe.run('gallery-capture', { rules });
  const box = element.getBoundingClientRect();
  const nodes = [...element.shadowRoot.querySelectorAll('button, h2, p, li, .qr')].filter(
    (node) => node.checkVisibility() && !node.closest('.quiet'),
  );
  const isWide = (node) => {
    const { left, right } = node.getBoundingClientRect();
    return node.scrollWidth > node.clientWidth + 1 || left < box.left - 1 || right > box.right + 1;
  };
  const isSmall = (node) => node.localName === 'button' && node.getBoundingClientRect().height < 44;
  return [
    ...violations.map(({ id, nodes: found }) => `${id}: ${found.map(({ html }) => html).join(' ')}`),
    ...nodes.filter(isWide).map(({ className, textContent }) => `${className} is too wide: ${textContent}`),
    ...nodes.filter(isSmall).map(({ textContent }) => `too small: ${textContent}`),
  ];
}

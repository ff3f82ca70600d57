// The package and <id-capture> in Firefox and WebKit, under the strict content security policy.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { analyzeImage, prepareImage } from 'idsnap';
import { startServer } from '../../www/server.mjs';
import { openCapture } from './driven-capture.mjs';
import { generatedPng } from './support.mjs';
import { BROWSERS, missingTool, startBrowser } from './webdriver.mjs';

const ENTER = '\uE007';
const ARROW_RIGHT = '\uE014';

const PNG = generatedPng(900, 600);
const JPEG = Buffer.from(
  await (await prepareImage(generatedPng(1600, 1000), { quality: 92, limits: { formats: ['image/jpeg'] } })).bytes(),
);
const HEIC = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(400)]);
const LIMITS = { limits: 'zoloz', maxEdge: 800, maxBase64Length: 60_000 };

const base64 = (bytes) => Buffer.from(bytes).toString('base64');

for (const [name, engine] of Object.entries(BROWSERS)) {
  const missing = missingTool(engine);
  if (missing) console.log(`${name} is not tested: ${missing} is not installed`);
  describe(name, { skip: missing && `${missing} is not installed` }, () => {
    let server;
    let browser;
    before(async () => {
      server = await startServer({ port: 0 });
      browser = await startBrowser(engine);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });
    testPackage(() => openPage(browser, server));
    testElement(() => openPage(browser, server), engine);
  });
}

/** The demo, with `idsnap` and `bytesOf` to be had. */
async function openPage(browser, { url }) {
  await browser.open(url);
  await browser.call(async () => {
    window.idsnap = await import(new URL('idsnap/index.js', location.href).href);
    window.bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  });
  return browser;
}

/* global idsnap, bytesOf -- made by openPage */
function testPackage(open) {
  it('runs the core with SIMD in a worker, and the policy blocks nothing', async () => {
    const browser = await open();
    const { engine, simd, blockedByPolicy } = await browser.call(async () => {
      await idsnap.init();
      return idsnap.diagnose();
    });
    assert.deepEqual([engine.host, simd, blockedByPolicy], ['worker', true, []]);
  });

  for (const [format, file] of Object.entries({ JPEG, PNG })) {
    it(`prepares a ${format} to the same bytes as Node`, async () => {
      const browser = await open();
      const sha256 = await browser.call(
        async (text, options) => (await idsnap.prepareImage(bytesOf(text), options)).sha256,
        base64(file),
        LIMITS,
      );
      assert.equal(sha256, (await prepareImage(file, LIMITS)).sha256);
    });
  }

  it('analyzes a picture as Node does', async () => {
    const browser = await open();
    const seen = await browser.call((text) => idsnap.analyzeImage(bytesOf(text)), base64(JPEG));
    assert.deepEqual(seen, JSON.parse(JSON.stringify(await analyzeImage(JPEG))));
  });

  it('stops at once when a call is aborted, and takes the next', async () => {
    const browser = await open();
    const large = base64(generatedPng(2400, 1600));
    const outcome = await browser.call(
      async (text, next) => {
        const controller = new AbortController();
        const reason = new TypeError('the caller’s own reason');
        const call = idsnap.prepareImage(bytesOf(text), { signal: controller.signal, maxEdge: 1000 });
        setTimeout(() => controller.abort(reason), 30);
        const error = await call.catch((thrown) => thrown);
        return [error === reason, (await idsnap.prepareImage(bytesOf(next), { maxEdge: 100 })).width];
      },
      large,
      base64(PNG),
    );
    assert.deepEqual(outcome, [true, 100]);
  });

  it('says that it cannot read a HEIC photo', async () => {
    const browser = await open();
    const { code, message } = await browser.call(
      (text) => idsnap.prepareImage(bytesOf(text)).catch(({ code, message }) => ({ code, message })),
      base64(HEIC),
    );
    assert.equal(code, 'unsupported_format');
    assert.match(message, /HEIC/);
  });
}

function testElement(open, { camera }) {
  it('tells that there is no camera', { skip: camera && 'there is one' }, async () => {
    const capture = await openCapture(await open());
    await capture.press('Use the camera');
    await capture.shows('No camera was found. Connect one and try again, or upload a photo.');
  });

  it('shows the camera and takes a photo by the shutter', { skip: !camera && 'there is no camera' }, async () => {
    const capture = await openCapture(await open(), { auto: 'false' });
    await capture.press('Use the camera');
    await capture.shows('Fit the document into the frame');
    await capture.press('Take a photo');
    await capture.shows('No document was found');
    await capture.press('Take again');
    await capture.shows('Fit the document into the frame');
  });

  it('takes a file, lets its corners be moved by keys, and hands it over', async () => {
    const capture = await openCapture(await open(), { crop: '' });
    const forget = await capture.chooseCard();
    await capture.shows('Is everything easy to read?');
    await capture.press('Adjust the corners');
    await capture.shows('Drag each corner');
    const from = await capture.cornerPlace();
    await capture.typeOnCorner(ARROW_RIGHT, ARROW_RIGHT);
    const to = await capture.cornerPlace();
    assert.ok(to > from, `${from} to ${to}`);
    await capture.typeOnCorner(ENTER);
    await capture.press('Use this photo');
    await capture.shows('All done');
    forget();
  });
}

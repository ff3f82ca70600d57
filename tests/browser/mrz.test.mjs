// The functions of the machine readable zone in a browser: the engine on the page, beside that in the worker.
/* global idsnap -- made by onPage */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import * as node from 'idsnap';
import { startDemo } from './support.mjs';

const LINES = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const FIELDS = {
  format: 'TD1',
  issuingState: 'KAZ',
  surname: 'Иванов',
  givenNames: 'Пётр',
  documentNumber: '123456789',
};

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

/** Runs `work` on a page that has loaded nothing but the package; gives the names of the files that it fetched, too. */
async function onPage(work, given = {}) {
  const context = await demo.browser.newContext();
  const page = await context.newPage();
  const [problems, requests] = [[], []];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(demo.url);
  await page.waitForFunction(() => document.querySelector('#engine').textContent.startsWith('Engine ready'));
  await page.evaluate(async () => {
    globalThis.idsnap = await import(new URL('idsnap/index.js', location.href).href);
  });
  context.on('request', (request) => requests.push(new URL(request.url()).pathname.split('/').at(-1)));
  const result = await page.evaluate(work, { LINES, FIELDS, ...given });
  await context.close();
  assert.deepEqual(problems, []);
  return { result, requests };
}

describe('zones on a page', () => {
  it('are loaded when they are asked for, and fetch nothing before', async () => {
    const { result, requests } = await onPage(({ LINES }) => {
      try {
        return idsnap.parseMrz(LINES);
      } catch ({ name, code, message }) {
        return { name, code, message };
      }
    });
    assert.deepEqual(result, { name: 'IdSnapError', code: 'not_loaded', message: 'await loadMrz() first' });
    assert.deepEqual(requests, []);
    const loaded = await onPage(() => idsnap.loadMrz());
    assert.ok(loaded.requests.includes('idsnap_bg.wasm'), loaded.requests.join());
    assert.ok(!loaded.requests.includes('worker.js'), loaded.requests.join());
  });

  it('are read, compared and written as in Node, while the worker works', async () => {
    const { result } = await onPage(async ({ LINES, FIELDS }) => {
      await idsnap.loadMrz();
      const preparing = idsnap.prepareImage(new ImageData(300, 200), { maxEdge: 100 });
      const mrz = idsnap.parseMrz(LINES);
      const checks = idsnap.crossCheckMrz(mrz, { surname: 'Eriksson' });
      const { width } = await preparing;
      return { mrz, checks, lines: idsnap.formatMrz(FIELDS), width };
    });
    await node.loadMrz();
    const mrz = node.parseMrz(LINES);
    assert.equal(mrz.status, 'valid');
    assert.equal(result.width, 100);
    assert.deepEqual(result.mrz, mrz);
    assert.deepEqual(result.checks, node.crossCheckMrz(mrz, { surname: 'Eriksson' }));
    assert.deepEqual(result.lines, node.formatMrz(FIELDS));
  });

  it('outlive the engine in the worker, and what is no zone', async () => {
    const { result } = await onPage(async ({ LINES }) => {
      await idsnap.loadMrz();
      idsnap.dispose();
      const first = idsnap.parseMrz(LINES).status;
      const codes = [null, 5, 'P'.repeat(10_000_000)].map((zone) => {
        try {
          return idsnap.parseMrz(zone);
        } catch ({ code }) {
          return code;
        }
      });
      return [first, ...codes, idsnap.parseMrz(LINES).status];
    });
    assert.deepEqual(result, ['valid', 'invalid_field', 'invalid_field', 'invalid_field', 'valid']);
  });

  it('share the engine of a page without a worker, and outlive it', async () => {
    const { result } = await onPage(async ({ LINES }) => {
      idsnap.dispose();
      await Promise.all([idsnap.init({ worker: false }), idsnap.loadMrz()]);
      idsnap.dispose();
      const first = idsnap.parseMrz(LINES).status;
      const { width } = await idsnap.prepareImage(new ImageData(30, 20));
      return [first, width, idsnap.parseMrz(LINES).status];
    });
    assert.deepEqual(result, ['valid', 30, 'valid']);
  });
});

describe('the zone of an image on a page', () => {
  it('is read in the worker as in Node, and its code is fetched by the first call alone', async () => {
    const file = await readFile(new URL('../../zone/tests/fixtures/passport-flat.png', import.meta.url));
    const { result, requests } = await onPage(
      async ({ base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const photo = new Blob([bytes], { type: 'image/png' });
        const reading = await idsnap.readMrz(photo);
        const bitmap = await createImageBitmap(photo);
        const again = await idsnap.readMrz(bitmap);
        return { reading, again: [again.status, again.lines], size: [bitmap.width, bitmap.height] };
      },
      { base64: file.toString('base64') },
    );
    const expected = await node.readMrz(new Uint8Array(file));
    assert.equal(expected.status, 'valid');
    assert.deepEqual(result.reading, expected);
    assert.deepEqual(result.again, [expected.status, expected.lines]);
    const wasm = requests.filter((name) => name.endsWith('.wasm'));
    assert.equal(wasm.filter((name) => name === 'idsnap_zone_bg.wasm').length, 1, wasm.join());
    assert.ok(!wasm.includes('idsnap_scene_bg.wasm'), wasm.join());
  });
});

// The functions of the machine readable zone in a browser: the engine on the page, beside that in the worker.
/* global idsnap -- made by onPage */
import assert from 'node:assert/strict';
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
async function onPage(work) {
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
  const result = await page.evaluate(work, { LINES, FIELDS });
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

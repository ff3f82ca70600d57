// The parts of the core that are files of their own: loaded after what a photo needs, and never in a photo's way.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type * as sdk from 'idsnap';
import { plainPng } from '../fixtures.js';
import { ThreadWorker, wasmFiles, withText } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);
const VENDORS = 'idsnap_vendors_bg.wasm';
const SCENE = 'idsnap_scene_bg.wasm';
const ZONE = 'idsnap_zone_bg.wasm';
const PHOTO = plainPng(8, 8);
const LINES = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

let idsnap: typeof sdk;
let server: Server;
let origin: string;
const wasm = new Map<string, Uint8Array | string>();
/** The names that were asked for, and the responses that are held back. */
let asked: string[] = [];
let held: ServerResponse[] | undefined;

before(async () => {
  idsnap = (await import(new URL('index.js', dist).href)) as typeof sdk;
  for (const [name, { body }] of Object.entries(await wasmFiles(dist))) wasm.set(name, body);
  server = createServer((request, response) => {
    const name = (request.url ?? '').split('/').at(-1) ?? '';
    asked.push(name);
    const body = wasm.get(name);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/wasm' });
    if (name === VENDORS && held !== undefined) held.push(response);
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  asked = [];
  Object.assign(globalThis, { Worker: ThreadWorker });
});

afterEach(() => {
  idsnap.dispose();
  Object.assign(globalThis, { Worker: undefined });
});

const build = (): Promise<unknown> =>
  idsnap.createClient({ endpoint: origin }).cvs.build.card({ form: 'url', imageUrl: 'https://app.example/card.jpg' });

/** Starts the engine from a folder of its own, so that its settings are others than before. */
const started = (folder: string, options: sdk.InitOptions = {}): Promise<void> =>
  idsnap.init({ wasmUrl: `${origin}/${folder}/idsnap_bg.wasm`, ...options });

/** Has the server send another body for a file, `other` that of another build; gives its own. */
function replace(name: string, body: 'other' | '<!doctype html>' | undefined): Uint8Array {
  const own = wasm.get(name) as Uint8Array;
  const memory = /memory-[0-9a-f]{8}/.exec(Buffer.from(own).toString('latin1'))?.[0] ?? assert.fail();
  if (body === undefined) wasm.delete(name);
  else wasm.set(name, body === 'other' ? withText(own, memory, 'memory-00000000') : body);
  return own;
}

/** The ways in which a file may fail, and the code of the error. */
const FAILURES = [
  ['is not there', undefined, 'engine_unavailable'],
  ['is a page', '<!doctype html>', 'engine_unavailable'],
  ['is of another build', 'other', 'version_mismatch'],
] as const;

describe('what vendors need of the core', () => {
  it('is fetched beside what a photo needs, once, without being asked for', async () => {
    await started('beside');
    await build();
    await build();
    assert.deepEqual(asked, ['idsnap_bg.wasm', VENDORS]);
  });

  it('is in no photo’s way; a call of a vendor waits for it', async () => {
    const responses: ServerResponse[] = (held = []);
    await started('late');
    assert.equal((await idsnap.prepareImage(PHOTO)).width, 8);
    const building = build();
    const first = await Promise.race([building, new Promise((resolve) => setTimeout(resolve, 100, 'waits'))]);
    assert.equal(first, 'waits');
    held = undefined;
    assert.equal(responses.length, 1);
    responses[0]?.end(wasm.get(VENDORS));
    await building;
  });

  for (const [name, body, code] of FAILURES) {
    it(`fails vendors alone where it ${name}, and is fetched again by the next call`, async () => {
      const own = replace(VENDORS, body);
      await started(`${code}-${name.length}`);
      assert.equal((await idsnap.prepareImage(PHOTO)).width, 8);
      await assert.rejects(build(), { code, category: 'engine' });
      wasm.set(VENDORS, own);
      await build();
      assert.equal((await idsnap.prepareImage(PHOTO)).width, 8);
    });
  }

  it('may have an address of its own', async () => {
    wasm.set('vendors-1234.wasm', wasm.get(VENDORS) ?? assert.fail());
    await started('own', { vendorsWasmUrl: `${origin}/vendors-1234.wasm` });
    await build();
    assert.deepEqual(asked, ['idsnap_bg.wasm', 'vendors-1234.wasm']);
  });

  it('outlives a fresh instance in the thread of the page', async () => {
    await started('thread', { worker: false });
    await idsnap.loadMrz();
    for (let time = 0; time < 2; time += 1) {
      assert.equal(idsnap.parseMrz(LINES)?.status, 'valid');
      await build();
      idsnap.dispose();
    }
    assert.equal(asked.filter((name) => name === VENDORS).length, 1);
  });
});

for (const { what, file, urlOption, call } of [
  { what: 'analyzing', file: SCENE, urlOption: 'sceneWasmUrl', call: () => idsnap.analyzeImage(PHOTO) },
  { what: 'the MRZ of an image', file: ZONE, urlOption: 'zoneWasmUrl', call: () => idsnap.readMrz(PHOTO) },
] as const) {
  describe(`what ${what} needs of the core`, () => {
    it('is fetched by the first call that needs it, once, and not before', async () => {
      await started(`once-${file}`);
      await idsnap.prepareImage(PHOTO);
      await build();
      assert.equal(asked.includes(file), false);
      await Promise.all([call(), call()]);
      await call();
      assert.deepEqual(asked.sort(), ['idsnap_bg.wasm', VENDORS, file].sort());
    });

    for (const [name, body, code] of FAILURES) {
      it(`fails that call alone where it ${name}, and is fetched again by the next`, async () => {
        await started(`${file}-${code}-${name.length}`);
        const own = replace(file, body);
        await assert.rejects(call(), { code, category: 'engine' });
        assert.equal((await idsnap.prepareImage(PHOTO)).width, 8);
        await build();
        wasm.set(file, own);
        await call();
      });
    }

    it('may have an address of its own', async () => {
      wasm.set(`1234-${file}`, wasm.get(file) ?? assert.fail());
      await started(`own-${file}`, { [urlOption]: `${origin}/1234-${file}` });
      await call();
      assert.equal(asked.filter((name) => name === `1234-${file}`).length, 1);
      assert.equal(asked.includes(file), false);
    });

    it('outlives a fresh instance in the thread of the page', async () => {
      await started(`thread-${file}`, { worker: false });
      for (let time = 0; time < 2; time += 1) {
        await call();
        idsnap.dispose();
      }
      assert.equal(asked.filter((name) => name === file).length, 1);
    });
  });
}

describe('a part in the place of another', () => {
  const CALLS = { [VENDORS]: build, [SCENE]: () => idsnap.analyzeImage(PHOTO), [ZONE]: () => idsnap.readMrz(PHOTO) };
  for (const [name, call] of Object.entries(CALLS)) {
    for (const other of [VENDORS, SCENE, ZONE].filter((one) => one !== name)) {
      it(`is another file, and is fetched again by the next call: ${other} as ${name}`, async () => {
        await started(`${other}-as-${name}`);
        const own = wasm.get(name) ?? assert.fail();
        wasm.set(name, wasm.get(other) ?? assert.fail());
        const failed = {
          code: 'engine_unavailable',
          reason: 'wrong_content',
          message: /idsnap_\w+_bg\.wasm is another/,
        };
        await assert.rejects(call(), failed);
        assert.match((await idsnap.diagnose()).remedies.join(), new RegExp(`/${name} is another file: serve`));
        wasm.set(name, own);
        await call();
      });
    }
  }
});

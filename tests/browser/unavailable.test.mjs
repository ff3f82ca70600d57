// Why there is no engine, and what a diagnosis says of a page, as a browser has it: files, policies, frames, the proxy.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { startDemo } from './support.mjs';

const OPERATOR = 'This page is not set up correctly. Please tell its operator.';
const TYPES = { js: 'text/javascript', wasm: 'application/wasm' };
const HTML = { 'content-type': 'text/html' };
/** A service worker that tells what the SDK says there. */
const SERVICE_WORKER = `import * as idsnap from './index.js';
const told = (work) => work.then(() => undefined, ({ code, reason, advice, message }) => ({ code, reason, advice, message }));
self.addEventListener('message', async ({ source }) => source.postMessage({
  errors: [await told(idsnap.init()), await told(idsnap.diagnose())],
  advice: await idsnap.adviceFor({ code: 'document_expired', advice: 'Its own.' }, 'ru'),
}));`;
/** What each site, by the first part of its address, does in another way than it should. */
const SITES = {
  well: { files: { 'service-worker.js': SERVICE_WORKER } },
  missing: { wasm: [404, HTML, '<!doctype html>'] },
  page: { wasm: [200, HTML, '<!doctype html>'] },
  'no-wasm': { policy: "script-src 'self'" },
  'no-connect': { policy: "script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'" },
  'no-part': { missing: 'idsnap_scene_bg.wasm' },
  cdn: {
    policy: "script-src 'self' 'wasm-unsafe-eval' ELSEWHERE; worker-src 'self'; connect-src 'self' ELSEWHERE",
    files: { 'worker-of-cdn.js': "import 'ELSEWHERE/well/worker.js';" },
  },
  'no-worker': { policy: "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" },
};

let demo;
let page;
let origin;
let elsewhere;
const servers = [];

async function serve(respond) {
  const server = createServer(respond);
  servers.push(server);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

async function site({ url }, response) {
  const [, name, file = ''] = url.split('/');
  const { wasm, policy, files = {}, missing } = SITES[name] ?? {};
  // The same server, by another name: for a browser it is another origin.
  const named = (text) => text.replaceAll('ELSEWHERE', origin.replace('127.0.0.1', 'localhost'));
  if (policy !== undefined) response.setHeader('content-security-policy', named(policy));
  response.setHeader('access-control-allow-origin', '*');
  const kind = file.split('.').at(-1);
  if (file in files) return void response.writeHead(200, { 'content-type': TYPES[kind] }).end(named(files[file]));
  if (file === missing) return void response.writeHead(404).end();
  if (kind === 'wasm' && wasm !== undefined) return void response.writeHead(wasm[0], wasm[1]).end(wasm[2]);
  const body = file === '' ? '' : await readFile(new URL(`../../dist/${file}`, import.meta.url)).catch(() => undefined);
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': TYPES[kind] ?? 'text/html' }).end(body);
}

/** What a first call fails with on a site, and two diagnoses of it, which are the same. */
async function lookAt(name, options = {}) {
  await page.goto(`${origin}/${name}/`);
  const seen = await page.evaluate(async (given) => {
    const idsnap = await import(new URL('index.js', location.href).href);
    const error = await idsnap.init().then(
      () => undefined,
      ({ code, reason, advice }) => ({ code, reason, advice }),
    );
    const diagnoses = [await idsnap.diagnose(given), await idsnap.diagnose(given)];
    return { error, diagnoses };
  }, options);
  const [first, second] = seen.diagnoses;
  assert.deepEqual(second, first);
  return { error: seen.error, ...first };
}

const unavailable = (reason, advice = OPERATOR) => ({ code: 'engine_unavailable', reason, advice });

before(async () => {
  demo = await startDemo();
  origin = await serve(site);
  elsewhere = await serve((_, response) => response.writeHead(200, HTML).end('<!doctype html>'));
  page = await (await demo.browser.newContext()).newPage();
});

after(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await demo.close();
});

describe('a page without an engine', () => {
  it('is told that a file is missing, and the developer at which address', async () => {
    const { error, engine, remedies, blockedByPolicy } = await lookAt('missing');
    assert.deepEqual(error, unavailable('not_found'));
    assert.equal(engine.reason, 'not_found');
    assert.match(remedies.join(), /^the wasm file at \/missing\/idsnap_bg\.wasm .* 404: serve idsnap_bg\.wasm/);
    assert.deepEqual(blockedByPolicy, []);
  });

  it('is told that a page is in the place of a file', async () => {
    const { error, remedies } = await lookAt('page');
    assert.deepEqual(error, unavailable('wrong_content'));
    assert.match(remedies.join(), /not WebAssembly but HTML.*leave \*\.wasm alone/);
  });

  it('is told which directive of its policy forbids it', async () => {
    const wasm = await lookAt('no-wasm');
    assert.deepEqual(wasm.error, unavailable('blocked_by_policy'));
    assert.deepEqual(wasm.blockedByPolicy, ['script-src']);
    assert.deepEqual(wasm.remedies, ["add to the content security policy: script-src 'self' 'wasm-unsafe-eval'"]);
    const connect = await lookAt('no-connect', { endpoint: '/well/api' });
    assert.deepEqual(connect.error, unavailable('blocked_by_policy'));
    assert.deepEqual(connect.blockedByPolicy, ['connect-src']);
    assert.deepEqual(connect.proxy, { state: 'unreachable', reason: 'blocked_by_policy' });
    assert.equal(connect.remedies.length, 1, connect.remedies.join('\n'));
  });

  it('is told that the network broke', async () => {
    await page.route('**/*.wasm', (route) => route.abort('connectionreset'));
    const { error } = await lookAt('well');
    await page.unroute('**/*.wasm');
    assert.deepEqual(
      error,
      unavailable('unreachable', 'A part of this page could not be loaded. Check the network and try again.'),
    );
  });
});

describe('a diagnosis', () => {
  it('says why there is no worker, also when the engine has long been running', async () => {
    const { engine, blockedByPolicy, remedies } = await lookAt('no-worker');
    assert.deepEqual([engine.host, blockedByPolicy], ['thread', ['worker-src']]);
    assert.deepEqual(remedies, ["add to the content security policy: worker-src 'self', or the origin of workerUrl"]);
  });

  it('names worker-src where the policy keeps the worker from what it imports of a CDN', async () => {
    await page.goto(`${origin}/cdn/`);
    const cdn = origin.replace('127.0.0.1', 'localhost');
    const { engine, remedies } = await page.evaluate(async (address) => {
      const idsnap = await import(`${address}/well/index.js`);
      await idsnap.init({ workerUrl: 'worker-of-cdn.js' });
      return idsnap.diagnose();
    }, cdn);
    assert.equal(engine.host, 'thread');
    assert.match(remedies.join(), new RegExp(`imports from ${cdn}: .* name that in worker-src too$`));
  });

  it('names a file that only later calls need', async () => {
    const { engine, remedies } = await lookAt('no-part');
    assert.equal(engine.state, 'running');
    assert.match(remedies.join(), /^\/no-part\/idsnap_scene_bg\.wasm gives HTTP status 404: serve [^,]+, [^,]+$/);
  });

  it('is refused in a service worker, where every call says to call it from a page', async () => {
    await page.goto(`${origin}/well/`);
    const { errors, advice } = await page.evaluate(async () => {
      const { serviceWorker } = navigator;
      await serviceWorker.register('service-worker.js', { type: 'module' });
      const { active } = await serviceWorker.ready;
      const told = new Promise((resolve) => {
        serviceWorker.onmessage = ({ data }) => resolve(data);
      });
      active.postMessage('tell');
      return told;
    });
    const message = 'a service worker loads no code: call the SDK from a page';
    assert.deepEqual(errors, Array(2).fill({ ...unavailable('wrong_setup'), message }));
    assert.equal(advice, 'Its own.');
  });

  it('tells a proxy from what only answers, and from what a page may not read', async () => {
    const well = await lookAt('well', { endpoint: '/well/api' });
    assert.deepEqual(well.proxy, { state: 'other', status: 404, contentType: 'text/html' });
    const { proxy, remedies } = await lookAt('well', { endpoint: elsewhere });
    assert.deepEqual(proxy, { state: 'unreachable', reason: 'cors' });
    assert.match(remedies.join(), /allowedOrigins/);
    // The page of the demo, by the demo's own proxy.
    await page.goto(new URL('diagnose.html', demo.url).href);
    await page.locator('button:enabled').waitFor();
    const reachable = JSON.parse(await page.locator('pre').textContent());
    assert.deepEqual(await page.locator('li').allTextContents(), ['Nothing: all is well.']);
    assert.deepEqual([reachable.proxy, reachable.remedies], [{ state: 'reachable' }, []]);
  });

  it('says that a frame may not have the camera', async () => {
    await page.goto(`${elsewhere.replace('127.0.0.1', 'localhost')}/`);
    const camera = await page
      .evaluate(async (src) => {
        const frame = document.createElement('iframe');
        frame.src = src;
        document.body.append(frame);
        await new Promise((resolve) => frame.addEventListener('load', resolve));
      }, `${origin}/well/`)
      .then(() =>
        page.frames()[1].evaluate(async () => {
          const idsnap = await import(new URL('index.js', location.href).href);
          const { camera: found, remedies } = await idsnap.diagnose();
          return { ...found, remedies };
        }),
      );
    assert.deepEqual([camera.supported, camera.allowedByPolicy, camera.framed], [true, false, true]);
    assert.match(camera.remedies.join(), /<iframe allow="camera">/);
  });
});

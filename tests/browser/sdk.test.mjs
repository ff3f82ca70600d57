// The built package in a real browser, under the strict content security policy: sources, worker, failures, memory.
/* global idsnap, picture, failure -- made by onPage */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CORPUS, generatedPng, startDemo } from './support.mjs';

/** 2 x 2 pixels of AVIF. */
const AVIF =
  'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxpYmF2aWYAAAAA' +
  'DnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAAAB0AAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAamlw' +
  'cnAAAABLaXBjbwAAABRpc3BlAAAAAAAAAAIAAAACAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgQ0MAAAAABNjb2xybmNseAACAAIAAYAAAAAXaXBtYQAA' +
  'AAAAAAABAAEEAQKDBAAAACVtZGF0EgAKCBgANogQEAwgMg8f8D///8WfhwB8+ErK42A=';

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

/** Runs `work` in the browser on a fresh page, where `idsnap`, `picture` and `failure` are to be had. */
async function onPage(work, argument) {
  const { page, log } = await demo.open();
  await page.evaluate(async () => {
    globalThis.idsnap = await import(new URL('idsnap/index.js', location.href).href);
    globalThis.picture = (width, height) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      const context = canvas.getContext('2d');
      context.fillStyle = '#c03020';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#2050c0';
      context.fillRect(0, 0, width / 2, height / 2);
      return canvas;
    };
    globalThis.failure = (promise) =>
      promise.then(
        () => 'no error',
        ({ name, code, message }) => ({ name, code, message }),
      );
  });
  const result = await page.evaluate(work, argument);
  await page.context().close();
  return { result, log };
}

describe('a frame', () => {
  it('means the same to the worker as planes of a camera, as it is drawn there, and as pixels', async () => {
    const { result: reports } = await onPage(async () => {
      const [width, height] = [1920, 1080];
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      const card = new Image();
      card.src = 'example/front.svg';
      await card.decode();
      context.fillStyle = '#70523a';
      context.fillRect(0, 0, width, height);
      context.drawImage(card, 310, 130, 1300, 820);
      const { data } = context.getImageData(0, 0, width, height);
      const planes = new Uint8Array((width * height * 3) / 2);
      const [chroma, half] = [width * height, width / 2];
      for (let at = 0; at < width * height; at += 1) {
        const [red, green, blue] = data.subarray(at * 4, at * 4 + 3);
        const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
        planes[at] = 16.5 + (luma * 219) / 255;
        const [x, y] = [at % width, Math.floor(at / width)];
        if (x % 2 === 1 || y % 2 === 1) continue;
        const place = chroma + (y / 2) * half + x / 2;
        planes[place] = 128.5 + ((blue - luma) * 112) / 225.93;
        planes[place + chroma / 4] = 128.5 + ((red - luma) * 112) / 178.755;
      }
      const colorSpace = { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m', fullRange: false };
      const size = { codedWidth: width, codedHeight: height, timestamp: 0 };
      const frames = [
        new VideoFrame(planes, { format: 'I420', ...size, colorSpace }),
        new VideoFrame(canvas, { timestamp: 0 }),
        { rgba: new Uint8Array(data.buffer), width, height },
      ];
      const worker = new Worker(new URL('idsnap/worker.js', location.href), { type: 'module' });
      const give = (part) => worker.postMessage({ kind: 'part', part, wasm: {} });
      const next = () =>
        new Promise((done) => {
          worker.onmessage = ({ data: message }) => (message.kind === 'wanted' ? give(message.part) : done(message));
        });
      await next();
      worker.postMessage({ kind: 'start', wasm: {} });
      await next();
      const seen = [];
      for (const frame of frames) {
        const input = [frame, { options: {}, memory: {}, timeMs: 1 }];
        worker.postMessage({ kind: 'call', id: 1, name: 'analyzeFrame', input }, [frame.rgba?.buffer ?? frame]);
        const { output } = await next();
        const { corners, hints, sharpness, brightness, width: analysed } = output.analysis;
        const scale = analysed / 1920;
        seen.push({
          corners: Object.values(corners).map(({ x, y }) => [x / scale, y / scale]),
          hints,
          sharpness,
          brightness,
          analysed,
        });
      }
      worker.terminate();
      return seen;
    });
    // Only what is drawn is made smaller on its way.
    assert.deepEqual(
      reports.map(({ analysed }) => analysed),
      [1920, 1280, 1920],
    );
    const pixels = reports[2];
    for (const { corners, hints, brightness } of reports) {
      assert.deepEqual(hints, pixels.hints);
      assert.ok(Math.abs(brightness - pixels.brightness) < 0.02, `${brightness}`);
      for (const [at, [x, y]] of pixels.corners.entries()) {
        const apart = Math.hypot(x - corners[at][0], y - corners[at][1]);
        assert.ok(apart < 4, `corner ${at} is ${apart} pixels away`);
      }
    }
  });
});

describe('every source gives the same picture', () => {
  it('takes a canvas, a bitmap, pixels, an image element and a video frame', async () => {
    const { result, log } = await onPage(async () => {
      const canvas = picture(320, 200);
      const image = new Image();
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
      image.src = URL.createObjectURL(blob);
      await image.decode();
      const offscreen = new OffscreenCanvas(320, 200);
      offscreen.getContext('2d').drawImage(canvas, 0, 0);
      const sources = {
        canvas,
        offscreen,
        image,
        file: blob,
        bytes: new Uint8Array(await blob.arrayBuffer()),
        buffer: await blob.arrayBuffer(),
        bitmap: await createImageBitmap(canvas),
        pixels: canvas.getContext('2d').getImageData(0, 0, 320, 200),
        frame: new VideoFrame(canvas, { timestamp: 0 }),
      };
      const seen = {};
      for (const [name, source] of Object.entries(sources)) {
        const { width, height, sha256 } = await idsnap.prepareImage(source, { limits: 'zoloz' });
        seen[name] = { width, height, sha256 };
      }
      sources.frame.close();
      return { seen, bytesLeft: sources.bytes.byteLength, bitmapLeft: sources.bitmap.width };
    });
    const { frame, ...exact } = result.seen;
    assert.equal(Object.keys(exact).length, 8);
    assert.deepEqual([frame.width, frame.height], [320, 200], 'a frame may be converted, so its samples can differ');
    for (const [name, seen] of Object.entries(exact)) assert.deepEqual(seen, exact.file, name);
    assert.ok(result.bytesLeft > 0 && result.bitmapLeft === 320, 'what the caller passed is left alone');
    assert.deepEqual(log.problems, []);
  });

  it('gives the same SHA-256 where there is no Web Cryptography', async () => {
    const { result } = await onPage(async () => {
      const own = (await idsnap.prepareImage(picture(30, 20))).sha256;
      // In the page's own thread, where it can be taken away; in an insecure context workers do not have it either.
      idsnap.dispose();
      await idsnap.init({ worker: false });
      let asked = 0;
      const absent = {
        get: () => {
          asked += 1;
        },
      };
      Object.defineProperty(crypto, 'subtle', absent);
      return { own, core: (await idsnap.prepareImage(picture(30, 20))).sha256, asked };
    });
    assert.match(result.own, /^[0-9a-f]{64}$/);
    assert.equal(result.core, result.own);
    assert.ok(result.asked > 0, 'Web Cryptography was looked for where the core is');
  });

  it('has the browser decode what the engine cannot, in the worker', async () => {
    const { result, log } = await onPage(async (base64) => {
      const avif = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const plain = await new Promise((done) => picture(30, 20).toBlob(done, 'image/png'));
      const sources = [new Blob([avif]), plain];
      globalThis.createImageBitmap = () => Promise.reject(new Error('not on the page'));
      const images = await idsnap.prepareImages(sources, { limits: 'zoloz' });
      const lengths = [images.map(({ source }) => source.byteLength), [avif.length, plain.size]];
      const found = images.map(({ width, height, mimeType, source }) => ({
        width,
        height,
        mimeType,
        from: source.mimeType,
      }));
      return { found, lengths };
    }, AVIF);
    assert.deepEqual(result.lengths[0], result.lengths[1], 'the lengths of the files');
    assert.deepEqual(result.found, [
      { width: 2, height: 2, mimeType: 'image/jpeg', from: 'image/avif' },
      { width: 30, height: 20, mimeType: 'image/jpeg', from: 'image/png' },
    ]);
    assert.deepEqual(log.problems, []);
  });

  it('says why a file can no longer be read, with what the browser said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'idsnap-sdk-'));
    const path = join(folder, 'photo.png');
    await writeFile(path, generatedPng(60, 40));
    const { page } = await demo.open();
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<input type="file" id="chosen">');
    });
    await page.setInputFiles('#chosen', path);
    await writeFile(path, generatedPng(90, 70));
    // Browsers compare the time of the last change by whole seconds.
    await utimes(path, 0, 0);
    const error = await page.evaluate(async () => {
      const { prepareImage } = await import(new URL('idsnap/index.js', location.href).href);
      const { code, field, cause } = await prepareImage(document.querySelector('#chosen').files[0]).catch((e) => e);
      return { code, field, cause: cause?.name };
    });
    await page.context().close();
    await rm(folder, { recursive: true });
    assert.deepEqual(error, { code: 'source_unreadable', field: 'source', cause: 'NotReadableError' });
  });

  it('gives the same bytes here and in Node', async () => {
    const { prepareImage } = await import('idsnap');
    const png = generatedPng(640, 400);
    const options = { limits: 'zoloz', maxEdge: 500, maxBase64Length: 30_000 };
    const here = await prepareImage(png, options);
    const { result } = await onPage(
      async ([base64, wanted]) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        return (await idsnap.prepareImage(bytes, wanted)).sha256;
      },
      [png.toString('base64'), options],
    );
    assert.equal(result, here.sha256);
    const command = fileURLToPath(new URL('../../dist/idsnap.js', import.meta.url));
    const limits = ['--vendor', 'zoloz', '--max-edge', '500', '--max-base64-length', '30000'];
    const { stdout } = spawnSync(process.execPath, [command, 'prepare', '-', ...limits], { input: png });
    assert.deepEqual(stdout, Buffer.from(here.bytes()), 'npx idsnap');
  });
});

describe('HEIC', () => {
  const folder = new URL('heic/pillow_heif/heif/', CORPUS);
  const skip = existsSync(folder) ? false : 'the shared corpus is not here';

  it('is read by libheif under the strict policy, as in Node, and fetched when it is needed', { skip }, async () => {
    const { prepareImage } = await import('idsnap');
    const { libheif } = await import('idsnap/decoders/libheif');
    const file = await readFile(new URL('zPug_3.heic', folder));
    const here = await prepareImage(file, { limits: 'zoloz', decoders: libheif() });
    const bundle = new URL('../../node_modules/libheif-js/libheif-wasm/libheif-bundle.mjs', import.meta.url);
    const { page, log } = await demo.open();
    await page.route('**/libheif-bundle.mjs', (route) =>
      route.fulfill({ path: fileURLToPath(bundle), contentType: 'text/javascript' }),
    );
    const result = await page.evaluate(async (base64) => {
      const { init, prepareImage } = await import(new URL('idsnap/index.js', location.href).href);
      const { libheif } = await import(new URL('idsnap/libheif.js', location.href).href);
      const source = new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'photo.jpg', {
        type: 'image/jpeg',
      });
      const without = await prepareImage(source).catch(({ code, format, advice }) => ({ code, format, advice }));
      await init({
        decoders: libheif({ load: () => import(new URL('libheif-bundle.mjs', location.href).href) }),
        language: 'kk',
      });
      const { sha256, source: told } = await prepareImage(source, { limits: 'zoloz' });
      const broken = await prepareImage(source.slice(0, 600)).catch(({ code, format, advice }) => ({
        code,
        format,
        advice,
      }));
      return { without, sha256, told, broken };
    }, file.toString('base64'));
    await page.context().close();
    assert.deepEqual([result.without.code, result.without.format], ['unsupported_format', 'HEIC']);
    assert.match(result.without.advice, /Most Compatible/);
    assert.equal(result.sha256, here.sha256);
    assert.deepEqual(result.told, {
      width: 64,
      height: 64,
      mimeType: 'image/heic',
      byteLength: file.length,
      orientation: 1,
    });
    assert.deepEqual([result.broken.code, result.broken.format], ['damaged_image', 'HEIC']);
    assert.match(result.broken.advice, /^Файл бүлінген/);
    assert.equal(log.requests.filter((request) => request.url().endsWith('libheif-bundle.mjs')).length, 1);
  });
});

describe('the engine', () => {
  it('works in the page where there is no worker', async () => {
    const { result, log } = await onPage(async () => {
      idsnap.dispose();
      await idsnap.init({ worker: false });
      const { width } = await idsnap.prepareImage(picture(300, 200), { maxEdge: 100 });
      return { width, worker: (await idsnap.diagnose()).worker };
    });
    assert.equal(result.width, 100);
    assert.deepEqual(log.problems, []);
  });

  it('names a page that is served in place of the wasm file, and can be started again', async () => {
    const { result } = await onPage(async () => {
      idsnap.dispose();
      const first = await failure(idsnap.init({ wasmUrl: new URL('index.html', location.href).href }));
      idsnap.dispose();
      await idsnap.init({ wasmUrl: new URL('idsnap/idsnap_bg.wasm', location.href).href });
      return { first, width: (await idsnap.prepareImage(picture(30, 20))).width };
    });
    assert.equal(result.first.code, 'engine_unavailable');
    assert.match(result.first.message, /index\.html/);
    assert.equal(result.width, 30);
  });

  it('stops at once when a call is aborted, and takes the next', async () => {
    const png = generatedPng(3000, 2000).toString('base64');
    const { result } = await onPage(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const controller = new AbortController();
      const reason = new TypeError('the caller’s own reason');
      const call = idsnap.prepareImage(bytes, { signal: controller.signal, maxEdge: 1000 });
      setTimeout(() => controller.abort(reason), 30);
      const error = await call.catch((thrown) => thrown);
      return { same: error === reason, width: (await idsnap.prepareImage(picture(30, 20))).width };
    }, png);
    assert.deepEqual(result, { same: true, width: 30 });
  });

  it('rejects what is running when it is disposed of, and is usable after', async () => {
    const { result } = await onPage(async () => {
      const call = failure(idsnap.prepareImage(picture(2000, 2000)));
      idsnap.dispose();
      return { error: (await call).name, width: (await idsnap.prepareImage(picture(30, 20))).width };
    });
    assert.deepEqual(result, { error: 'AbortError', width: 30 });
  });

  it('tells what this browser can do, without personal data', async () => {
    const { result } = await onPage(() => idsnap.diagnose());
    const text = JSON.stringify(result);
    assert.doesNotMatch(text, /Mozilla|AppleWebKit|deviceId|label/);
    assert.ok(text.length > 100, text);
  });
});

describe('nothing is fetched before it is needed', () => {
  it('asks for no wasm on import, and for nothing foreign at all', async () => {
    const context = await demo.browser.newContext();
    const page = await context.newPage();
    const urls = [];
    page.on('request', (request) => urls.push(request.url()));
    await page.goto(new URL('icon.svg', demo.url).href);
    await page.evaluate(async (url) => {
      await import(url);
    }, new URL('idsnap/index.js', demo.url).href);
    assert.ok(urls.some((url) => url.endsWith('/idsnap/index.js')));
    assert.deepEqual(
      urls.filter((url) => url.endsWith('.wasm') || url.endsWith('worker.js') || !url.startsWith(demo.url)),
      [],
    );
    await context.close();
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { diagnose, dispose, isIdSnapError, prepareImage, prepareImages } from 'idsnap';
import type { PrepareOptions, Progress, IdSnapError } from 'idsnap';
import { noisePng, plainPng } from '../fixtures.js';
import { largeJpeg } from './large-jpeg.js';

const refused = async (promise: Promise<unknown>): Promise<IdSnapError> => {
  const error: unknown = await promise.then(
    () => assert.fail('expected a refusal'),
    (reason: unknown) => reason,
  );
  assert.ok(isIdSnapError(error), String(error));
  return error;
};

describe('prepareImage', () => {
  after(dispose);

  it('keeps the limit, counted in base64 characters, and uses the room', async () => {
    const image = await prepareImage(noisePng(400, 300), { maxBase64Length: 120_000 });
    assert.ok(image.base64Length <= 120_000, `${image.base64Length}`);
    assert.ok(image.base64Length > 100_000, `${image.base64Length}`);
    assert.equal(image.base64().length, image.base64Length);
    assert.equal(image.mimeType, 'image/jpeg');
    assert.equal(image.path, 'encoded');
    assert.equal(typeof image.quality, 'number');
  });

  it('gives the same file as bytes, as a blob and as base64', async () => {
    const image = await prepareImage(noisePng(90, 70), { maxEdge: 64 });
    const bytes = image.bytes();
    assert.deepEqual([bytes[0], bytes[1]], [0xff, 0xd8]);
    assert.equal(image.byteLength, bytes.length);
    assert.deepEqual(new Uint8Array(await image.blob.arrayBuffer()), bytes);
    assert.deepEqual(new Uint8Array(Buffer.from(image.base64(), 'base64')), bytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), image.sha256);
    assert.equal(image.blob.type, 'image/jpeg');
    assert.equal(image.blob, image.blob);
    bytes.fill(0);
    assert.equal(image.bytes()[0], 0xff, 'each array is the caller’s own');
  });

  it('passes an acceptable file through and says so', async () => {
    const source = plainPng(60, 40);
    const image = await prepareImage(source, { limits: 'cvs' });
    assert.equal(image.path, 'original');
    assert.equal(image.quality, null);
    assert.equal(image.mimeType, 'image/png');
    assert.deepEqual(image.source, {
      width: 60,
      height: 40,
      mimeType: 'image/png',
      byteLength: source.length,
      orientation: 1,
    });
  });

  it('reads every kind of bytes and leaves them as they were', async () => {
    const bytes = plainPng(30, 20);
    const copy = bytes.slice();
    const shifted = new Uint8Array(bytes.length + 7);
    shifted.set(bytes, 7);
    const sources = [bytes, bytes.buffer, shifted.subarray(7), new Blob([bytes]), Buffer.from(bytes)];
    for (const source of sources) assert.equal((await prepareImage(source)).width, 30);
    assert.deepEqual(bytes, copy);
    assert.equal(bytes.buffer.byteLength, copy.length, 'not moved away');
  });

  it('refuses unknown options by name', async () => {
    const error = await refused(prepareImage(plainPng(3, 3), { maxEdeg: 5 } as PrepareOptions));
    assert.equal(error.code, 'unknown_option');
    assert.equal(error.field, 'options.maxEdeg');
    assert.match(error.message, /^options\.maxEdeg is not known: expected limits, maxEdge, /);
  });

  it('refuses wrong types by name, without converting them', async () => {
    const cases: [unknown, string, string][] = [
      [{ maxEdge: '5' }, 'options.maxEdge', 'a string'],
      [{ maxEdge: Number.NaN }, 'options.maxEdge', 'the number NaN'],
      [{ quality: 90.5 }, 'options.quality', 'the number 90.5'],
      [{ maxBytes: -1 }, 'options.maxBytes', 'the number -1'],
      [{ limits: { formats: new Map() } }, 'options.limits.formats', 'an object of class Map'],
      [{ signal: 'now' }, 'options.signal', 'a string'],
      [{ onProgress: 1 }, 'options.onProgress', 'the number 1'],
      ['fast', 'options', 'a string'],
    ];
    for (const [options, field, found] of cases) {
      const error = await refused(prepareImage(plainPng(3, 3), options as PrepareOptions));
      assert.equal(error.code, 'invalid_field', error.message);
      assert.equal(error.field, field);
      assert.ok(error.message.startsWith(`${field}: found ${found}, expected `), error.message);
    }
  });

  it('refuses what is no picture', async () => {
    assert.equal((await refused(prepareImage(new Uint8Array(0)))).code, 'empty_image');
    assert.equal((await refused(prepareImage(new Uint8Array(100)))).code, 'not_an_image');
    const error = await refused(prepareImage('photo.jpg' as unknown as Blob));
    assert.equal(error.message, 'source: found a value of class String, expected an image');
    const broken = plainPng(50, 50).slice(0, 60);
    assert.equal((await refused(prepareImage(broken))).code, 'damaged_image');
  });

  it('shows as much of a damaged photo as there is, where that is allowed', async () => {
    const whole = largeJpeg({ width: 320, height: 240, progressive: false });
    const file = whole.slice(0, whole.length / 2);
    assert.equal((await refused(prepareImage(file))).code, 'damaged_image');
    const image = await prepareImage(file, { damaged: 'allow' });
    assert.deepEqual([image.width, image.height, image.path], [320, 240, 'encoded']);
    assert.deepEqual(image.notes, ['damaged']);
    assert.deepEqual((await prepareImage(whole, { damaged: 'allow', maxEdge: 100 })).notes, ['reduced']);
    const error = await refused(prepareImage(file, { damaged: 'show' } as unknown as PrepareOptions));
    assert.equal(error.field, 'options.damaged');
  });

  it('says which blob could not be read', async () => {
    const blob = new Blob(['x']);
    blob.arrayBuffer = () => Promise.reject(new Error('gone'));
    const error = await refused(prepareImage(blob));
    assert.equal(error.code, 'source_unreadable');
    assert.equal((error.cause as Error).message, 'gone');
  });

  it('tells the best size it reached where a limit cannot be kept', async () => {
    const error = await refused(prepareImage(noisePng(600, 600), { maxBytes: 100 }));
    assert.equal(error.code, 'over_budget');
    assert.equal(error.category, 'image');
    assert.equal(error.info.limit, 100);
    assert.ok((error.info.best ?? 0) > 100);
  });

  it('reports its phases, and a listener that fails costs nothing', async () => {
    const heard: Progress[] = [];
    const source = plainPng(30, 20);
    await prepareImage(source, {
      onProgress: (progress) => {
        heard.push(progress);
        throw new Error('from the page');
      },
    });
    assert.deepEqual(
      heard.map(({ phase }) => phase),
      ['read', 'read', 'decode', 'encode'],
    );
    assert.deepEqual(heard[1], { phase: 'read', loaded: source.length, total: source.length });
  });

  it('rejects with the reason of a signal, unchanged', async () => {
    const standard = new AbortController();
    standard.abort();
    const own = new AbortController();
    own.abort('changed my mind');
    await assert.rejects(prepareImage(plainPng(3, 3), { signal: standard.signal }), { name: 'AbortError' });
    await assert.rejects(
      prepareImage(plainPng(3, 3), { signal: own.signal }),
      (reason) => reason === 'changed my mind',
    );
  });

  it('stops waiting when aborted meanwhile, and works on', async () => {
    const controller = new AbortController();
    const first = prepareImage(noisePng(300, 300), { maxEdge: 200 });
    const second = prepareImage(noisePng(300, 300), { maxEdge: 200, signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    });
    await assert.rejects(second, { name: 'AbortError' });
    assert.equal((await first).width, 200);
    assert.equal((await prepareImage(plainPng(8, 8))).width, 8);
  });
});

describe('prepareImages', () => {
  after(dispose);

  it('keeps a shared limit by all pictures together', async () => {
    const images = await prepareImages([noisePng(300, 300), plainPng(30, 30)], {
      limits: { size: { max: 100_000, unit: 'base64_characters', scope: 'request' }, formats: ['image/jpeg'] },
    });
    const [large, small] = images.map((image) => image.base64Length);
    assert.ok(large !== undefined && small !== undefined);
    assert.ok(large + small <= 100_000);
    assert.ok(large > 70_000, `what the small one leaves goes to the large one: ${large}`);
  });

  it('takes an empty list and refuses anything else than a list', async () => {
    assert.deepEqual(await prepareImages([]), []);
    assert.equal((await refused(prepareImages('x' as unknown as []))).field, 'sources');
    const error = await refused(prepareImages([plainPng(3, 3), null as unknown as Blob]));
    assert.equal(error.field, 'sources[1]');
  });
});

describe('a process', () => {
  it('ends by itself when its calls are done', () => {
    const script =
      "import { prepareImage } from 'idsnap'; await prepareImage(new Uint8Array(9)).catch(({ code }) => console.log(code));";
    const options = { encoding: 'utf8', timeout: 20_000, cwd: fileURLToPath(new URL('.', import.meta.url)) } as const;
    const { stdout, status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
    assert.deepEqual([stdout, status, signal], ['not_an_image\n', 0, null]);
  });
});

describe('dispose', () => {
  it('rejects what is pending with an AbortError; the next call starts afresh', async () => {
    const pending = prepareImage(noisePng(200, 200), { maxEdge: 100 });
    dispose();
    await assert.rejects(pending, { name: 'AbortError' });
    assert.equal((await prepareImage(plainPng(9, 9))).width, 9);
    dispose();
  });

  it('gives the memory back', async () => {
    const memory = async (): Promise<number> => {
      const { engine } = await diagnose();
      return engine.state === 'running' ? engine.memoryBytes : assert.fail(engine.message);
    };
    const first = await memory();
    const source = noisePng(1000, 1000);
    await prepareImage(source, { maxEdge: 64 });
    assert.ok((await memory()) > first + source.length);
    dispose();
    assert.equal(await memory(), first);
    dispose();
  });
});

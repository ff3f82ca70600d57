// What a call does where the core is, without the engine around it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/engine/runner.js';
import type { Outcome } from '../../src/engine/runner.js';
import type { CallName } from '../../src/engine/protocol.js';
import type { Progress } from '../../src/progress.js';
import * as core from '../../pkg/idsnap.js';
import { plainPng } from '../fixtures.js';

/** The start of a HEIC file, as far as anybody looks. */
const HEIC = Uint8Array.from(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'));

/** A file that is read when the test says so. */
class LateBlob extends Blob {
  give: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined;

  override arrayBuffer(): Promise<ArrayBuffer> {
    return new Promise((resolve) => {
      this.give = (bytes) => {
        resolve(bytes.buffer);
      };
    });
  }
}

function started(name: CallName, input: readonly unknown[]): { outcome: Promise<Outcome>; abort: () => void } {
  const controller = new AbortController();
  const outcome = run(name, input, { signal: controller.signal, report: () => undefined });
  return {
    outcome,
    abort: () => {
      controller.abort();
    },
  };
}

/** Before there is an instance: whatever is called of it traps. */
describe('a call that nobody waits for any more', () => {
  for (const [name, rest] of [
    ['prepare', ['{}']],
    ['analyze', ['{}']],
  ] as const) {
    it(`calls nothing of the instance that is there next: ${name}`, async () => {
      const blob = new LateBlob();
      const image = { field: 'source', blob };
      const { outcome, abort } = started(name, [name === 'prepare' ? [image] : image, ...rest]);
      await new Promise((resolve) => setImmediate(resolve));
      abort();
      blob.give(plainPng(9, 9));
      assert.equal((await outcome).kind, 'failed', 'not trapped');
    });
  }

  it('reads no further file', async () => {
    const [first, second] = [new LateBlob(), new LateBlob()];
    second.arrayBuffer = () => assert.fail('it was read');
    const images = [first, second].map((blob, index) => ({ field: `sources[${index}]`, blob }));
    const { outcome, abort } = started('prepare', [images, '{}']);
    await new Promise((resolve) => setImmediate(resolve));
    abort();
    first.give(plainPng(9, 9));
    const { kind, ...rest } = await outcome;
    assert.equal(kind, 'failed');
    assert.equal((rest as { failure: { info: core.ErrorInfo } }).failure.info.code, 'engine_failed', 'not unreadable');
  });
});

describe('a call', () => {
  const drawn: unknown[] = [];
  const browser: Record<string, unknown> = {
    createImageBitmap: (blob: Blob) => {
      drawn.push(blob.size);
      return Promise.resolve({
        [Symbol.toStringTag]: 'ImageBitmap',
        width: 6,
        height: 4,
        close: () => drawn.push('closed'),
      });
    },
    OffscreenCanvas: class {
      width = 0;
      getContext = (): object => ({
        canvas: this,
        clearRect: () => undefined,
        drawImage: () => undefined,
        getImageData: () => ({ data: new Uint8ClampedArray(6 * 4 * 4).fill(200) }),
      });
    },
  };

  before(() => {
    core.initSync({
      module: new WebAssembly.Module(readFileSync(new URL('../../pkg/idsnap_bg.wasm', import.meta.url))),
    });
    Object.assign(globalThis, browser);
  });
  after(() => {
    for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name);
  });

  it('is not begun when nobody waits for it any more', async () => {
    const controller = new AbortController();
    const context = { signal: controller.signal, report: () => undefined };
    assert.equal((await run('version', [], context)).kind, 'done');
    controller.abort();
    assert.equal((await run('version', [], context)).kind, 'failed');
  });

  it('has the browser decode the image that only the browser knows, and no other', async () => {
    const heard: Progress[] = [];
    const images = [
      { field: 'sources[0]', bytes: plainPng(20, 10) },
      { field: 'sources[1]', blob: new Blob([HEIC]) },
    ];
    const context = { signal: new AbortController().signal, report: (progress: Progress) => heard.push(progress) };
    const outcome = await run('prepare', [images, '{}'], context);
    assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
    const prepared = outcome.output as core.Prepared[];
    assert.deepEqual(
      prepared.map(({ width, height, path, source }) => [width, height, path, source.mimeType]),
      [
        [20, 10, 'original', 'image/png'],
        [6, 4, 'encoded', 'image/heic'],
      ],
    );
    assert.equal(prepared[1]?.source.byteLength, HEIC.length);
    assert.deepEqual(drawn, [HEIC.length, 'closed']);
    assert.deepEqual(
      heard.map(({ phase }) => phase),
      ['read', 'read', 'decode', 'encode'],
    );
  });

  it('says what the core says where the browser cannot decode an image either', async () => {
    browser['createImageBitmap'] = globalThis.createImageBitmap;
    Object.assign(globalThis, { createImageBitmap: () => Promise.reject(new Error('no')) });
    const { outcome } = started('prepare', [[{ field: 'source', bytes: HEIC.slice() }], '{}']);
    const { kind, ...rest } = await outcome;
    assert.equal(kind, 'failed');
    const { info } = (rest as { failure: { info: core.ErrorInfo } }).failure;
    assert.deepEqual([info.code, info.field], ['unsupported_format', 'source']);
  });
});

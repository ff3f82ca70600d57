// A frame of a video as it reaches the core: in the form in which it comes, or drawn.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type * as core from '../../pkg/idsnap.js';
import { readFrame } from '../../src/engine/frame.js';
import { load } from '../../src/engine/loader.js';
import { run } from '../../src/engine/runner.js';
import { createSdk } from '../../src/sdk.js';

const SIZE = { width: 64, height: 48 };
const LUMA = SIZE.width * SIZE.height;

/** A frame of a browser: grey, in planes without gaps. */
class Frame {
  closed = 0;
  readonly displayWidth = SIZE.width;
  readonly displayHeight = SIZE.height;
  readonly visibleRect: object | null = { x: 0, y: 0, ...SIZE };
  readonly format: string | null = 'I420';
  readonly colorSpace: object = { matrix: 'smpte170m', fullRange: false };

  constructor(changes: object = {}) {
    Object.assign(this, changes);
  }

  allocationSize(): number {
    return (LUMA * 3) / 2;
  }

  copyTo(samples: Uint8Array): Promise<object[]> {
    samples.fill(128);
    const chroma = { stride: SIZE.width / (this.format === 'NV12' ? 1 : 2) };
    const planes = [
      { offset: 0, stride: SIZE.width },
      { offset: LUMA, ...chroma },
    ];
    return Promise.resolve(this.format === 'NV12' ? planes : [...planes, { offset: (LUMA * 5) / 4, ...chroma }]);
  }

  close(): void {
    this.closed += 1;
  }
}

const read = (frame: Frame): ReturnType<typeof readFrame> => readFrame(frame as unknown as VideoFrame);

describe('a frame', () => {
  const browser = {
    OffscreenCanvas: class {
      width = 0;
      constructor(
        readonly columns: number,
        readonly rows: number,
      ) {}
      getContext = (): object => ({
        canvas: this,
        drawImage: () => undefined,
        getImageData: () => ({ data: new Uint8ClampedArray(this.columns * this.rows * 4).fill(130) }),
      });
    },
  };
  before(async () => {
    const at = (name: string) => ({ url: new URL(`../../pkg/${name}.wasm`, import.meta.url).href });
    const sources = { first: at('idsnap_bg'), part: (part: string) => at(`idsnap_${part}_bg`) };
    await load(sources, async (url) => new Uint8Array(await readFile(url)));
    Object.assign(globalThis, browser);
  });
  after(() => {
    for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name);
  });

  for (const [changes, expected] of [
    [{}, { fullRange: false, bt709: false }],
    [{ format: 'NV12' }, { fullRange: false, bt709: false }],
    [{ colorSpace: { matrix: 'bt709', fullRange: true } }, { fullRange: true, bt709: true }],
    [
      { colorSpace: { matrix: null, fullRange: null }, rotation: 0, flip: false },
      { fullRange: false, bt709: false },
    ],
  ] as const) {
    it(`is read as it comes, and closed: ${JSON.stringify(changes)}`, async () => {
      const frame = new Frame(changes);
      const { samples, layout, ...size } = await read(frame);
      assert.deepEqual([samples.length, size], [(LUMA * 3) / 2, SIZE]);
      const planes = 'format' in changes ? [0, 64, LUMA, 64] : [0, 64, LUMA, 32, (LUMA * 5) / 4, 32];
      assert.deepEqual(layout, { planes, ...expected });
      assert.equal(frame.closed, 1);
    });
  }

  for (const changes of [
    ...[{ format: 'BGRA' }, { format: null }, { rotation: 180 }, { flip: true }, { visibleRect: null }],
    ...[{ visibleRect: { ...SIZE, width: 62 } }, { colorSpace: { matrix: 'bt2020-ncl' } }],
    { copyTo: () => Promise.reject(new Error('it is in the memory of the graphics card')) },
  ]) {
    it(`is drawn where it has another form, and closed: ${JSON.stringify(changes)}`, async () => {
      const frame = new Frame(changes);
      const { samples, layout, ...size } = await read(frame);
      assert.deepEqual([samples.length, size, layout, frame.closed], [LUMA * 4, SIZE, undefined, 1]);
    });
  }

  it('is read to where the one before was, unless it has another length', async () => {
    const [one, other] = [await read(new Frame()), await read(new Frame({ format: 'NV12' }))];
    assert.equal(one.samples.buffer, other.samples.buffer);
    const longer = await read(new Frame({ allocationSize: () => LUMA * 2 }));
    assert.deepEqual([longer.samples.length, longer.samples.buffer === one.samples.buffer], [LUMA * 2, false]);
  });

  it('is drawn no larger than what is measured', async () => {
    const { width, height } = await read(new Frame({ format: 'BGRA', displayWidth: 1080, displayHeight: 1920 }));
    assert.deepEqual([width, height], [720, 1280]);
  });

  it('is closed also where it can be neither copied nor drawn', async () => {
    const frame = new Frame({ format: null, displayWidth: Number.NaN });
    Reflect.deleteProperty(globalThis, 'OffscreenCanvas');
    await assert.rejects(read(frame));
    Object.assign(globalThis, browser);
    assert.equal(frame.closed, 1);
  });

  it('means the same to the core in every form', async () => {
    const context = { signal: new AbortController().signal, report: () => undefined };
    const pixels = { rgba: new Uint8Array(LUMA * 4).fill(130), ...SIZE };
    const frames = [pixels, new Frame(), new Frame({ format: 'NV12' }), new Frame({ format: 'BGRA' })];
    const levels = [];
    for (const frame of frames) {
      const outcome = await run('analyzeFrame', [frame, { options: {}, memory: {}, timeMs: 1 }], context);
      assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
      const { analysis } = outcome.output as core.FrameReport;
      assert.deepEqual([analysis.width, analysis.height], [64, 48]);
      levels.push(Math.round(analysis.brightness * 255));
    }
    // 128 of 16 to 235 is 130 of 0 to 255.
    assert.deepEqual(levels, [130, 130, 130, 130]);
  });

  it('that cannot be transferred is closed, and the call fails', async () => {
    const post = (): never => {
      throw new DOMException('', 'DataCloneError');
    };
    const host = { kind: 'worker' as const, post, abort: () => undefined, end: () => undefined };
    const lost = (): never => assert.fail();
    const sdk = createSdk({ startHost: () => Promise.resolve(host), openMrz: lost });
    const frame = new Frame();
    await assert.rejects(sdk.analyzeFrame(frame as unknown as VideoFrame, {}), { code: 'engine_failed' });
    assert.equal(frame.closed, 1);
  });
});

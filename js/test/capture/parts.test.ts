import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCapture } from 'idsnap/capture';
import { fitness, ranked } from '../../src/capture/camera/lens.js';
import { BestOfWindow } from '../../src/capture/guidance/best-frame.js';
import type { Snapshot } from '../../src/capture/platform/platform.js';
import { framePixels } from '../../src/capture/still/frame-pixels.js';
import { isSameSide, printOf } from '../../src/capture/sides/same-side.js';
import { analysis } from './support.js';

describe('lenses', () => {
  const best = (...labels: string[]): string | undefined =>
    ranked(labels.map((label, index) => ({ deviceId: `${index}`, label })))[0]?.label;

  it('are ranked by their names, in every language that is known', () => {
    const cases: string[][] = [
      ['camera2 0, facing back', 'camera2 1, facing front', 'camera2 2, facing back', 'camera2 3, facing front'],
      ['Back Camera', 'Front Camera', 'Back Ultra Wide Camera', 'Back Telephoto Camera', 'Back Triple Camera'],
      ['Камера на задней панели', 'Передняя камера', 'Сверхширокоугольная камера на задней панели'],
      ['Camera mặt sau', 'Camera mặt trước', 'Camera góc siêu rộng mặt sau', 'Camera kép mặt sau'],
      ['Артқы камера', 'Алдыңғы камера'],
      ['Orqa kamera', 'Old kamera'],
      ['HD Pro Webcam C920', 'OBS Virtual Camera', 'FaceTime HD Camera', 'Desk View Camera'],
    ];
    for (const [wanted, ...others] of cases) {
      assert.equal(best(...others, wanted ?? ''), wanted);
      assert.equal(best(wanted ?? '', ...others), wanted);
    }
  });

  it('that are none come last', () => {
    assert.ok(
      fitness({ deviceId: '', label: 'OBS Virtual Camera' }) < fitness({ deviceId: '', label: 'Front Camera' }),
    );
  });
});

describe('prints', () => {
  const size = { width: 320, height: 200 };
  const corners = {
    topLeft: { x: 20, y: 10 },
    topRight: { x: 300, y: 12 },
    bottomRight: { x: 298, y: 190 },
    bottomLeft: { x: 22, y: 188 },
  };
  type Light = (x: number, y: number) => number;
  /** A card with a portrait and lines of print, and its back with a code and three long lines. */
  const front: Light = (x, y) => (x < 0.35 && y > 0.3 ? 80 : y < 0.2 ? 140 : Math.floor(y * 24) % 3 === 0 ? 110 : 215);
  const back: Light = (x, y) => (x > 0.6 && y < 0.5 ? 70 : y > 0.65 ? (Math.floor(y * 40) % 2 === 0 ? 60 : 200) : 205);
  const print = (light: Light, moved = 0): ReturnType<typeof printOf> => {
    const rgba = new Uint8Array(size.width * size.height * 4);
    for (let at = 0; at < rgba.length; at += 4) {
      const x = (at / 4) % size.width;
      const y = Math.floor(at / 4 / size.width);
      rgba.fill(light((x - moved) / size.width, (y - moved) / size.height), at, at + 4);
    }
    return printOf({ ...size, rgba }, corners, 1);
  };

  it('of one side agree, when it lies a little elsewhere, in other light, or upside down', () => {
    assert.ok(isSameSide(print(front), print(front, 4)));
    assert.ok(
      isSameSide(
        print(front),
        print((x, y) => 30 + front(x, y) * 0.5 + 40 * x),
      ),
    );
    assert.ok(
      isSameSide(
        print(front),
        print((x, y) => front(1 - x, 1 - y)),
      ),
    );
  });

  it('of two sides differ', () => {
    assert.equal(isSameSide(print(front), print(back)), false);
  });

  it('of nothing but paper agree with nothing', () => {
    assert.equal(
      isSameSide(
        print(() => 200),
        print(() => 200),
      ),
      false,
    );
  });
});

describe('the best frame', () => {
  const frame = (name: string, closed: string[]): Snapshot =>
    ({ name, close: () => closed.push(name) }) as unknown as Snapshot;

  it('is the sharpest one that does not glare; the others are given back', () => {
    const closed: string[] = [];
    const best = new BestOfWindow();
    const offers: [string, { sharpness: number; glare: number }][] = [
      ['dull', { sharpness: 0.7, glare: 0 }],
      ['glaring', { sharpness: 0.9, glare: 0.5 }],
      ['clear', { sharpness: 0.8, glare: 0.01 }],
      ['late', { sharpness: 0.75, glare: 0 }],
    ];
    for (const [index, [name, measured]] of offers.entries())
      best.offer(frame(name, closed), analysis(measured), index);
    assert.deepEqual(closed, ['glaring', 'dull', 'late']);
    assert.equal((best.take() as unknown as { name: string }).name, 'clear');
    assert.equal(best.take(), undefined);
  });

  it('is due once the window is over, which the first frame opens', () => {
    const best = new BestOfWindow();
    assert.equal(best.isOver(5000), false, 'without a frame');
    best.offer(frame('first', []), analysis(), 1000);
    best.offer(frame('second', []), analysis({ sharpness: 0.9 }), 1500);
    assert.deepEqual([best.isOver(1599), best.isOver(1600)], [false, true]);
    best.drop();
    assert.equal(best.isOver(5000), false);
  });
});

describe('the pixels of a frame', () => {
  const size = { width: 2, height: 1 };
  const pause = (): Promise<void> => Promise.resolve();
  const frame = (changes: object): Snapshot => {
    const upright = { rotation: 0, flip: false, visibleRect: size };
    const pixels = { allocationSize: () => 8, copyTo: (rgba: Uint8ClampedArray) => Promise.resolve(rgba.fill(7)) };
    return { ...size, picture: { ...upright, ...pixels, ...changes } } as unknown as Snapshot;
  };

  it('are copied where the frame is known to stand upright and whole, and not guessed elsewhere', async () => {
    const globals = globalThis as { ImageData?: unknown };
    globals.ImageData = class {
      readonly data: unknown;
      constructor(data: unknown) {
        this.data = data;
      }
    };
    const copied = await framePixels(frame({}), pause);
    assert.deepEqual([...(copied?.data ?? [])], Array(8).fill(7));
    const others = [
      ...[{ rotation: 90 }, { rotation: undefined }, { flip: true }, { flip: undefined }, { visibleRect: null }],
      { visibleRect: { ...size, width: 1 } },
      { visibleRect: { ...size, height: 2 } },
      { copyTo: () => Promise.reject(new Error('closed')) },
    ];
    for (const other of others) assert.equal(await framePixels(frame(other), pause), undefined, JSON.stringify(other));
    delete globals.ImageData;
  });

  it('are copied in strips of whole pairs of rows, with a pause around each', async () => {
    const [width, height] = [3860, 300];
    const visibleRect = { x: 2, y: 4, width, height };
    const seen: unknown[] = [];
    const copyTo = (rgba: Uint8ClampedArray, { rect }: { rect: unknown }): Promise<void> => {
      seen.push([rgba.byteOffset, rect]);
      return Promise.resolve();
    };
    const upright = { rotation: 0, flip: false, visibleRect, allocationSize: () => width * height * 4, copyTo };
    const pausing = (): Promise<void> => Promise.resolve(void seen.push('pause'));
    const globals = globalThis as { ImageData?: unknown };
    globals.ImageData = Object;
    assert.ok(await framePixels({ picture: upright, width, height } as unknown as Snapshot, pausing));
    delete globals.ImageData;
    const strips = [
      ...['pause', [0, { x: 2, y: 4, width, height: 134 }]],
      ...['pause', [134 * width * 4, { x: 2, y: 138, width, height: 134 }]],
      ...['pause', [268 * width * 4, { x: 2, y: 272, width, height: 32 }], 'pause'],
    ];
    assert.deepEqual(seen, strips);
  });
});

describe('in Node', () => {
  it('a capture can be made and told to end, as on a server that renders pages', () => {
    const capture = createCapture({ sides: ['front'] });
    assert.equal(capture.state.phase, 'idle');
    capture.dispose();
  });
});

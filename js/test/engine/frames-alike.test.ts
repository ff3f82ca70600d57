// Frames are read and measured with vectors where there are any: what they tell is the same without.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type * as core from '../../pkg/idsnap.js';

type Core = typeof core;

const bytes = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(path, import.meta.url)));

/** A core of its own: each address is another instance of the module. */
const fresh = async (name: string): Promise<Core> =>
  (await import(new URL(`../../pkg/idsnap.js?${name}`, import.meta.url).href)) as Core;

async function withVectors(): Promise<Core> {
  const found = await fresh('vectors');
  const first = found.initSync({ module: new WebAssembly.Module(bytes('../../pkg/idsnap_bg.wasm')) });
  const scene = new WebAssembly.Module(bytes('../../pkg/idsnap_scene_bg.wasm'));
  new WebAssembly.Instance(scene, { first: { ...first } as unknown as WebAssembly.ModuleImports });
  return found;
}

async function withoutVectors(): Promise<Core> {
  const found = await fresh('no-vectors');
  found.initSync({ module: new WebAssembly.Module(bytes('../../../dist/idsnap_nosimd_bg.wasm')) });
  return found;
}

interface Form {
  readonly width: number;
  readonly height: number;
  readonly fullRange?: boolean;
  readonly bt709?: boolean;
  readonly isPaired?: boolean;
}

/** A printed card on a table, with noise; as planes with a gap behind each row. */
function drawn({ width, height, fullRange = false, bt709 = false, isPaired = false }: Form) {
  const [stride, across, down] = [width + 5, Math.ceil(width / 2), Math.ceil(height / 2)];
  const unit = width / 128;
  let state = 7;
  const noise = (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return ((state >> 16) % (2 * most + 1)) - most;
  };
  const isCard = (x: number, y: number): boolean =>
    x > 0.15 * width && x < 0.85 * width && Math.abs(y - height / 2) < 0.22 * width;
  const isPrint = (x: number, y: number): boolean => (x / unit) % 1.4 < 0.5 && (y / unit) % 5 < 1.6 && x > 0.4 * width;
  const level = (x: number, y: number): number => (isCard(x, y) ? (isPrint(x, y) ? 60 : 200) : 90 + ((x ^ y) % 9));
  const samples = new Uint8Array(stride * height + 2 * across * down);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) samples[y * stride + x] = level(x, y) + noise(3);
  }
  for (let at = 0; at < across * down; at += 1) {
    const isOn = isCard((at % across) * 2, Math.floor(at / across) * 2);
    const [blue, red] = [isPaired ? 2 * at : at, isPaired ? 2 * at + 1 : across * down + at];
    samples[stride * height + blue] = (isOn ? 122 : 108) + noise(4);
    samples[stride * height + red] = (isOn ? 131 : 144) + noise(4);
  }
  const chroma = stride * height;
  const planes = isPaired
    ? [0, stride, chroma, 2 * across]
    : [0, stride, chroma, across, chroma + across * down, across];
  return { samples, width, height, layout: { planes, fullRange, bt709 } };
}

/** What three frames in a row tell, the third after so long that the document is looked for anew. */
function reports({ analyzeFrame }: Core, form: Form): core.FrameReport[] {
  const { samples, width, height, layout } = drawn(form);
  let memory: core.FrameReport['memory'] | undefined;
  return [0, 150, 1400].map((timeMs) => {
    const input = JSON.stringify({ timeMs, layout, options: { document: 'id1' }, ...(memory && { memory }) });
    const report = analyzeFrame(samples, width, height, input);
    ({ memory } = report);
    return report;
  });
}

describe('with vectors and without them', async () => {
  const [fast, plain] = [await withVectors(), await withoutVectors()];
  const forms: readonly Form[] = [
    { width: 1280, height: 720 },
    { width: 1278, height: 721, fullRange: true, bt709: true, isPaired: true },
    { width: 1080, height: 1920 },
    { width: 1920, height: 1080, fullRange: true },
    { width: 3840, height: 2160, isPaired: true },
    { width: 641, height: 363, bt709: true },
  ];
  for (const form of forms) {
    it(`a frame of ${form.width} x ${form.height} tells the same`, () => {
      const found = reports(fast, form);
      assert.deepEqual(found, reports(plain, form));
      assert.ok(found.every(({ analysis }) => analysis.corners !== null && analysis.sharpness > 0.3));
    });
  }
});

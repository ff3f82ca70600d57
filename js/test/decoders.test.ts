import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, describe, it } from 'node:test';
import { analyzeImage, createClient, dispose, init, isIdSnapError, prepareImage, prepareImages } from 'idsnap';
import type { DecodedPixels, Decoders, ImageDecoder } from 'idsnap';
import { libheif } from 'idsnap/decoders/libheif';
import { isDisplayP3 } from '../src/decoders/color-box.js';
import { failure } from './failure.js';
import { plainPng } from './fixtures.js';

const CORPUS = new URL('../../../shared/corpus/heic/pillow_heif/', import.meta.url);
const skip = existsSync(CORPUS) ? false : 'the shared corpus is not here';
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'latin1'));
const heicFile = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await readFile(new URL(name, CORPUS)));

/** Files of formats that the core knows by name, as far as anybody looks. */
const HEIC = bytesOf('\0\0\0\x18ftypheic\0\0\0\0mif1heic');
const TIFF = bytesOf('II*\0\x08\0\0\0');

const painted = (width: number, height: number, color = [200, 40, 40, 255]): DecodedPixels => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 4 }, (_, at) => color[at % 4] ?? 0),
});
const heic = (decoder: ImageDecoder): { decoders: Decoders } => ({ decoders: { 'image/heic': decoder } });

describe('decoders', () => {
  after(dispose);

  it('are asked for what nothing else reads, with the bytes of the file', async () => {
    const asked: Uint8Array[] = [];
    const decoders: Decoders = {
      'image/heic': (bytes) => {
        asked.push(bytes);
        return painted(30, 20);
      },
      'image/tiff': () => assert.fail('it is no TIFF'),
    };
    for (const source of [HEIC, HEIC.buffer, new Blob([HEIC], { type: 'image/jpeg' })]) {
      const {
        source: told,
        width,
        height,
        mimeType,
        notes,
      } = await prepareImage(source, { limits: 'zoloz', decoders });
      assert.deepEqual([width, height, mimeType, notes], [30, 20, 'image/jpeg', []]);
      assert.deepEqual(told, {
        width: 30,
        height: 20,
        mimeType: 'image/heic',
        byteLength: HEIC.length,
        orientation: 1,
      });
    }
    assert.deepEqual(
      asked.map((bytes) => Buffer.from(bytes)),
      [HEIC, HEIC, HEIC].map((bytes) => Buffer.from(bytes)),
    );
    assert.equal((await prepareImage(plainPng(9, 9), { decoders })).source.mimeType, 'image/png');
    assert.equal(HEIC.length, 24, 'the file is still the caller’s');
  });

  it('are those of the call, else of the client, else of init', async () => {
    const told: string[] = [];
    const named = (name: string): { decoders: Decoders } =>
      heic(() => {
        told.push(name);
        return painted(9, 9);
      });
    await init(named('init'));
    await prepareImage(HEIC);
    await analyzeImage(HEIC);
    const client = createClient({ endpoint: 'http://localhost', ...named('client') });
    const request = { documents: [{ image: HEIC, type: 'PASSPORT', key: 'a' }] } as const;
    await client.beorg.build.addDocument(request as never);
    await client.beorg.build.addDocument(request as never, { prepare: named('call') });
    await prepareImage(HEIC, named('call'));
    assert.deepEqual(told, ['init', 'init', 'client', 'call', 'call']);
    await init({ decoders: {} });
  });

  it('serve several images, and leave the others as they are', async () => {
    const decoders: Decoders = { 'image/heic': () => painted(8, 4), 'image/tiff': () => painted(6, 3) };
    const pixels = { ...painted(5, 5), [Symbol.toStringTag]: 'ImageData' } as unknown as ImageData;
    const images = await prepareImages([HEIC, pixels, TIFF, plainPng(9, 9), HEIC], { limits: 'zoloz', decoders });
    assert.deepEqual(
      images.map(({ source: { width, mimeType } }) => [width, mimeType]),
      [
        [8, 'image/heic'],
        [5, undefined],
        [6, 'image/tiff'],
        [9, 'image/png'],
        [8, 'image/heic'],
      ],
    );
  });

  it('tell of the colors: Display P3 becomes sRGB', async () => {
    const [srgb, p3] = await Promise.all(
      (['srgb', 'display-p3'] as const).map((colorSpace) =>
        prepareImage(
          HEIC,
          heic(() => ({ ...painted(16, 16), colorSpace })),
        ),
      ),
    );
    assert.ok(srgb !== undefined && p3 !== undefined);
    assert.notEqual(srgb.sha256, p3.sha256);
  });

  it('fail as damage, with what they threw as the cause', async () => {
    const cause = new RangeError('x');
    const error = await failure(
      prepareImage(
        HEIC,
        heic(() => Promise.reject(cause)),
      ),
    );
    assert.deepEqual([error.code, error.field, error.format, error.cause], ['damaged_image', 'source', 'HEIC', cause]);
  });

  it('that cannot work leave the failure as it is without them', async () => {
    const without = await failure(prepareImage(HEIC));
    const broken = new Error('404');
    const loads: (() => unknown)[] = [
      () => Promise.reject(broken),
      () => {
        throw broken;
      },
      () => undefined,
      () => Promise.resolve(null),
      () => Promise.resolve({ default: {} }),
    ];
    for (const load of loads) {
      const decoders = libheif({ load: load as () => Promise<unknown> });
      const error = await failure(prepareImage(HEIC, { decoders }));
      assert.deepEqual(error.info, without.info);
      assert.equal(error.code, 'unsupported_format');
      assert.match(String(error.cause), /NotSupportedError: libheif-js could not be loaded/);
    }
  });

  it('fail as damage too where what they throw cannot be looked at', async () => {
    const thrower = (): never => {
      throw new RangeError('get');
    };
    const proxy = new Proxy({}, { get: thrower, getPrototypeOf: thrower });
    for (const thrown of [
      proxy,
      {
        get name() {
          return thrower();
        },
      },
      null,
      undefined,
    ] as Error[]) {
      const error = await failure(
        prepareImage(
          HEIC,
          heic(() => Promise.reject(thrown)),
        ),
      );
      assert.deepEqual([error.code, error.format], ['damaged_image', 'HEIC']);
      assert.ok(error.cause === thrown);
    }
  });

  it('are refused with a result that is no image', async () => {
    const { data } = painted(4, 4);
    const closed = (name: string, size: object): object => ({ ...size, [Symbol.toStringTag]: name });
    const thrower = (): never => {
      throw new RangeError('get');
    };
    for (const wrong of [
      { width: 4, height: 4, data, colorSpace: 'p3' },
      { width: 4, height: 4, data, colorSpace: null },
      {
        get width() {
          return thrower();
        },
        height: 4,
        data,
      },
      {
        get [Symbol.toStringTag]() {
          return thrower();
        },
      },
      closed('ImageBitmap', { width: 0, height: 0 }),
      closed('VideoFrame', { displayWidth: 0, displayHeight: 0 }),
      undefined,
      null,
      {},
      { width: 4, height: 5, data },
      { width: -4, height: -4, data },
      { width: 4, height: 4, data: [...data] },
    ]) {
      const error = await failure(
        prepareImage(
          HEIC,
          heic(() => wrong as unknown as DecodedPixels),
        ),
      );
      assert.deepEqual([error.code, error.field], ['invalid_field', 'options.decoders.image/heic'], error.message);
    }
  });

  it('are refused by name where there is no such one', async () => {
    const decoders = { 'image/heif': () => painted(1, 1) } as unknown as Decoders;
    assert.equal((await failure(prepareImage(HEIC, { decoders }))).field, 'options.decoders.image/heif');
    const wrong = { 'image/heic': 'libheif' } as unknown as Decoders;
    assert.equal((await failure(prepareImage(HEIC, { decoders: wrong }))).field, 'options.decoders.image/heic');
    assert.equal((await failure(prepareImage(HEIC, { decoders: 7 as unknown as Decoders }))).field, 'options.decoders');
  });

  it('hear of an abort, which ends the call at once', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let heard: unknown;
    const pending = prepareImage(HEIC, {
      signal: controller.signal,
      ...heic((_, { signal }) => {
        signal.addEventListener('abort', () => {
          heard = signal.reason;
        });
        controller.abort(reason);
        return new Promise(() => undefined);
      }),
    });
    await assert.rejects(pending, reason);
    assert.equal(heard, reason);
  });
});

describe('libheif', () => {
  after(dispose);
  const decoders = libheif();
  const prepared = async (file: Uint8Array) => prepareImage(file, { limits: 'zoloz', decoders });

  it('refuses options that are none by name', () => {
    const cases: [unknown, code: string, field: string][] = [
      [null, 'invalid_field', 'options'],
      ['x', 'invalid_field', 'options'],
      [() => undefined, 'invalid_field', 'options'],
      [{ foo: 1 }, 'unknown_option', 'options.foo'],
      [{ load: 'x' }, 'invalid_field', 'options.load'],
      [{ load: Promise.resolve() }, 'invalid_field', 'options.load'],
    ];
    for (const [options, code, field] of cases)
      assert.throws(
        () => libheif(options as object),
        (error) => isIdSnapError(error) && error.code === code && error.field === field,
      );
  });

  it('reads real files, with 8 and 10 bits', { skip }, async () => {
    for (const [name, width, height] of [
      ['RGB_8__128x128.heif', 128, 128],
      ['RGB_10__128x128.heif', 128, 128],
      ['RGBA_8__29x100.heif', 29, 100],
    ] as const) {
      const file = await heicFile(`heif/${name}`);
      const image = await prepared(file);
      const { source } = image;
      assert.deepEqual(
        [image.width, image.height, source.mimeType, source.byteLength],
        [width, height, 'image/heic', file.length],
      );
    }
  });

  it('reads the primary image of several, and frees them all', async () => {
    let freed = 0;
    const image = (width: number, isPrimary: boolean) => ({
      get_width: () => width,
      get_height: () => 2,
      is_primary: () => isPrimary,
      display: (pixels: object, done: (shown: object) => void) => {
        done(pixels);
      },
      free: () => (freed += 1),
    });
    const HeifDecoder = class {
      decode = (): object[] => [image(3, false), image(5, true), image(7, false)];
    };
    const fake = libheif({ load: () => Promise.resolve({ default: () => ({ HeifDecoder }) }) });
    assert.equal((await prepareImage(HEIC, { decoders: fake })).width, 5);
    assert.equal(freed, 3);
  });

  it('turns the image as the file says, once', { skip }, async () => {
    const image = await prepared(turned(await heicFile('heif/RGBA_8__29x100.heif')));
    assert.deepEqual([image.width, image.height, image.source.orientation], [100, 29, 1]);
  });

  it('says that a damaged file is damaged', { skip }, async () => {
    const error = await failure(prepared(await heicFile('heif_corrupted/corrupted.heic')));
    assert.deepEqual([error.code, error.format], ['damaged_image', 'HEIC']);
  });
});

/** The file with a quarter turn (`irot`, ISO/IEC 23008-12, 6.5.10) in the place of the depth of its samples (`pixi`). */
function turned(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = Buffer.from(file).indexOf('pixi');
  assert.ok(at > 0);
  file.set(bytesOf('irot'), at);
  file[at + 4] = 1;
  return file;
}

describe('the colors of a HEIC file', () => {
  const box = (kind: string, content: string): Uint8Array =>
    bytesOf(`\0\0\0\x18ftypheic\0\0\0\x40colr${kind}${content}`);
  const wide = 'D\0i\0s\0p\0l\0a\0y\0 \0P\x003';

  it('are Display P3 by the code of the primaries, or by the name of the profile', () => {
    assert.ok(isDisplayP3(box('nclx', '\0\x0c\0\x0d\0\x06\x80')));
    assert.ok(!isDisplayP3(box('nclx', '\0\x01\0\x0d\0\x06\x80')));
    assert.ok(isDisplayP3(box('prof', `desc\0${wide}`)));
    assert.ok(!isDisplayP3(box('prof', 'sRGB IEC61966-2.1')));
    assert.ok(!isDisplayP3(box('prof', `${'x'.repeat(64)}Display P3`)), 'behind the box');
    assert.ok(!isDisplayP3(HEIC));
  });
});

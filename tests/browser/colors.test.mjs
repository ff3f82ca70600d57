// What a file shows is what the browser itself shows of it: colors and orientation, asked of the browser.
/* global idsnap -- made by onPage */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { startDemo } from './support.mjs';

const WIDTH = 64;
const HEIGHT = 48;

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

async function onPage(work, argument) {
  const { page } = await demo.open();
  await page.evaluate(async () => {
    globalThis.idsnap = await import(new URL('idsnap/index.js', location.href).href);
  });
  try {
    return await page.evaluate(work, argument);
  } finally {
    await page.context().close();
  }
}

const chunk = (name, data) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
};

const words = (...values) => {
  const data = Buffer.alloc(4 * values.length);
  values.forEach((value, nth) => data.writeUInt32BE(value, 4 * nth));
  return data;
};

/** A ramp of eight by six patches of one color each, so that no chroma is lost where it is subsampled. */
function patches(chunks, bits = 8) {
  const header = Buffer.concat([words(WIDTH, HEIGHT), Buffer.from([bits, 2, 0, 0, 0])]);
  const rows = [];
  for (let y = 0; y < HEIGHT; y += 1) {
    rows.push(0);
    for (let x = 0; x < WIDTH; x += 1) {
      const [column, row] = [x >> 3, y >> 3];
      for (const sample of [column * 36, row * 51, 255 - column * 20 - row * 20]) {
        rows.push(...(bits === 16 ? [sample, 128] : [sample]));
      }
    }
  }
  const data = chunk('IDAT', deflateSync(Buffer.from(rows)));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), ...chunks, data, chunk('IEND', Buffer.alloc(0))]);
}

const gamma = (value) => chunk('gAMA', words(value));
const P3 = chunk('cHRM', words(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000));
const SRGB = chunk('cHRM', words(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000));
const codePoints = (primaries, transfer) => chunk('cICP', Buffer.from([primaries, transfer, 0, 1]));

/** The middle of each patch, as the browser shows the file, and as it shows the one that is prepared of it. */
async function compared([bytes, mimeType]) {
  const middles = async (blob) => {
    const bitmap = await createImageBitmap(blob);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const found = [];
    for (let y = 4; y < bitmap.height; y += 8) {
      for (let x = 4; x < bitmap.width; x += 8) {
        found.push([...data.subarray(4 * (y * bitmap.width + x), 4 * (y * bitmap.width + x) + 3)]);
      }
    }
    return { size: [bitmap.width, bitmap.height], found };
  };
  const file = new Blob([Uint8Array.from(bytes)], { type: mimeType });
  const image = await idsnap.prepareImage(file, { quality: 100, limits: { formats: ['image/jpeg'] } });
  const [shown, prepared] = [await middles(file), await middles(image.blob)];
  const difference = shown.found.flatMap((pixel, nth) =>
    pixel.map((sample, channel) => Math.abs(sample - prepared.found[nth]?.[channel])),
  );
  return { sizes: [shown.size, prepared.size], worst: Math.max(...difference), notes: image.notes, path: image.path };
}

describe('colors', () => {
  const converted = {
    'linear light': [gamma(100_000)],
    'a gamma of 1.8': [gamma(55_556)],
    'a gamma of 2.2 alone': [gamma(45_455)],
    'a gamma of 2.2 with the primaries of sRGB': [SRGB, gamma(45_455)],
    'the primaries of Display P3 alone': [P3],
    'the primaries of Display P3 with a gamma': [P3, gamma(45_455)],
    'sRGB, which overrides them': [chunk('sRGB', Buffer.from([0])), P3, gamma(100_000)],
    'code points of Display P3': [codePoints(12, 13)],
    'code points of BT.2020 with the transfer function of sRGB': [codePoints(9, 13)],
    'code points of BT.709': [codePoints(1, 1)],
    'code points of linear light': [codePoints(1, 8)],
  };
  for (const [name, chunks] of Object.entries(converted)) {
    it(`shows ${name} in a PNG within 3 levels of the browser`, async () => {
      const { worst, notes, path } = await onPage(compared, [[...patches(chunks)], 'image/png']);
      assert.equal(path, 'encoded');
      assert.ok(worst <= 3, `${worst} levels`);
      assert.deepEqual(notes, []);
    });
  }

  it('shows linear light in a PNG of 16 bits within 3 levels of the browser', async () => {
    const { worst } = await onPage(compared, [[...patches([gamma(100_000)], 16)], 'image/png']);
    assert.ok(worst <= 3, `${worst} levels`);
  });

  for (const [name, transfer] of Object.entries({ PQ: 16, HLG: 18 })) {
    it(`notes that ${name} is not converted`, async () => {
      const { notes } = await onPage(compared, [[...patches([codePoints(9, transfer)])], 'image/png']);
      assert.deepEqual(notes, ['colors_not_converted']);
    });
  }

  it('converts pixels of a canvas in Display P3', async () => {
    const worst = await onPage(async () => {
      const context = new OffscreenCanvas(16, 16).getContext('2d', { colorSpace: 'display-p3' });
      context.fillStyle = 'color(display-p3 0.6 0.4 0.2)';
      context.fillRect(0, 0, 16, 16);
      const pixels = context.getImageData(0, 0, 16, 16, { colorSpace: 'display-p3' });
      const { blob } = await idsnap.prepareImage(pixels, { quality: 100, limits: { formats: ['image/jpeg'] } });
      const shown = new OffscreenCanvas(16, 16).getContext('2d');
      shown.drawImage(await createImageBitmap(blob), 0, 0);
      const { data } = shown.getImageData(8, 8, 1, 1);
      // color(display-p3 0.6 0.4 0.2) is rgb(162 99 38).
      return Math.max(...[162, 99, 38].map((sample, nth) => Math.abs(sample - data[nth])));
    });
    assert.ok(worst <= 3, `${worst} levels`);
  });
});

describe('orientation', () => {
  const EXIF_6 = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex');

  it('of a PNG is that of the browser', async () => {
    const { sizes, worst } = await onPage(compared, [[...patches([chunk('eXIf', EXIF_6)])], 'image/png']);
    assert.deepEqual(sizes[1], sizes[0]);
    assert.ok(worst <= 3, `${worst} levels`);
  });

  it('of a WebP is that of the browser', async () => {
    const plain = await onPage(
      async ([bytes]) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        canvas.getContext('2d').drawImage(bitmap, 0, 0);
        const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 1 });
        return [...new Uint8Array(await blob.arrayBuffer())];
      },
      [[...patches([])]],
    );
    const { sizes, worst } = await onPage(compared, [[...webpWithExif(Buffer.from(plain))], 'image/webp']);
    assert.deepEqual(sizes[1], sizes[0]);
    assert.ok(worst <= 6, `${worst} levels`);
  });

  function webpWithExif(file) {
    const little = (value, bytes) => {
      const data = Buffer.alloc(bytes);
      data.writeUIntLE(value, 0, bytes);
      return data;
    };
    const part = (name, data) => Buffer.concat([Buffer.from(name, 'latin1'), little(data.length, 4), data]);
    const flags = Buffer.from([8, 0, 0, 0]);
    const header = part('VP8X', Buffer.concat([flags, little(WIDTH - 1, 3), little(HEIGHT - 1, 3)]));
    const at = ['VP8 ', 'VP8L'].map((name) => file.indexOf(name, 12, 'latin1')).find((found) => found >= 0);
    const image = file.subarray(at, at + 8 + file.readUInt32LE(at + 4) + (file.readUInt32LE(at + 4) % 2));
    const body = Buffer.concat([Buffer.from('WEBP'), header, image, part('EXIF', EXIF_6)]);
    return Buffer.concat([Buffer.from('RIFF'), little(body.length, 4), body]);
  }
});

describe('images of several kinds', () => {
  it('are prepared in one call, in either order, for a vendor too', async () => {
    const avif = [...(await readFile(new URL('../fixtures/images/small.avif', import.meta.url)))];
    const found = await onPage(async (bytes) => {
      const canvas = new OffscreenCanvas(96, 64);
      canvas.getContext('2d').fillRect(0, 0, 50, 30);
      const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
      const kinds = async (sources) => (await idsnap.prepareImages(sources, {})).map(({ mimeType }) => mimeType);
      const client = idsnap.createClient({ endpoint: '/proxy' });
      const { body } = await client.biometricKz.build.parseDocument({
        countryCode: 'kz',
        front: jpeg,
        back: Uint8Array.from(bytes),
      });
      return {
        first: await kinds([jpeg.slice(), Uint8Array.from(bytes)]),
        last: await kinds([Uint8Array.from(bytes), jpeg.slice()]),
        drawn: await kinds([
          canvas,
          await createImageBitmap(canvas),
          canvas.getContext('2d').getImageData(0, 0, 96, 64),
        ]),
        sent: body !== undefined,
      };
    }, avif);
    assert.deepEqual(found, {
      first: ['image/jpeg', 'image/jpeg'],
      last: ['image/jpeg', 'image/jpeg'],
      drawn: ['image/jpeg', 'image/jpeg', 'image/jpeg'],
      sent: true,
    });
  });
});

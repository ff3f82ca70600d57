/* global document, Image -- those of a page */
// Pictures for the documentation as WebP: encoded by a browser, and joined to an animation as RFC 9649 describes.

const ANIMATION_FLAG = 0x02;
/** Frames replace what was there, and are not blended with it. */
const NO_BLENDING = 0x02;

/**
 * Joins lossy WebP images of one size to an animation that goes on for ever.
 *
 * @param {{ width: number, height: number }} size of every image, in pixels
 * @param {readonly { webp: Buffer, milliseconds: number }[]} frames each with how long it is shown
 * @returns {Buffer} the file
 */
export function animate({ width, height }, frames) {
  const header = Buffer.alloc(10);
  header[0] = ANIMATION_FLAG;
  header.writeUIntLE(width - 1, 4, 3);
  header.writeUIntLE(height - 1, 7, 3);
  const chunks = [
    chunk('VP8X', header),
    chunk('ANIM', Buffer.from([255, 255, 255, 255, 0, 0])),
    ...frames.map(({ webp, milliseconds }) => {
      const place = Buffer.alloc(16);
      place.writeUIntLE(width - 1, 6, 3);
      place.writeUIntLE(height - 1, 9, 3);
      place.writeUIntLE(milliseconds, 12, 3);
      place[15] = NO_BLENDING;
      return chunk('ANMF', Buffer.concat([place, imageOf(webp)]));
    }),
  ];
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
}

/** The chunk of a still image that holds its pixels. */
function imageOf(webp) {
  for (let at = 12; at < webp.length;) {
    const end = at + 8 + webp.readUInt32LE(at + 4);
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return webp.subarray(at, end + (end % 2));
    at = end + (end % 2);
  }
  throw new Error('the image is no lossy WebP');
}

/** Contents have an even length here, so that nothing has to be padded. */
function chunk(name, content) {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

/**
 * Encodes a PNG by the browser of `page`, which is left as it is.
 *
 * @param {import('playwright-core').Page} page
 * @param {Buffer} png
 * @param {number} quality 0 to 1
 */
export async function toWebp(page, png, quality) {
  const text = await page.evaluate(
    async ([data, wanted]) => {
      const picture = Object.assign(new Image(), { src: `data:image/png;base64,${data}` });
      await picture.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
      canvas.getContext('2d').drawImage(picture, 0, 0);
      return canvas.toDataURL('image/webp', wanted).split(',')[1];
    },
    [png.toString('base64'), quality],
  );
  return Buffer.from(text, 'base64');
}

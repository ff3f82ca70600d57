// Runs in the browser: the best files of so many bytes that each contender makes of a picture.
import { prepareImage } from './idsnap/index.js';
import * as peers from './peers.js';

/** Each reduces the picture once and then encodes it at any quality. */
const contenders = {
  canvas: async (file, edge) => {
    const surface = await peers.canvasSurface(file, edge);
    return (quality) => surface.convertToBlob({ type: 'image/jpeg', quality: quality / 100 });
  },
  compressorjs: (file, edge) => (quality) => peers.compressor(file, edge, quality / 100),
  pica: async (file, edge) => {
    const surface = await peers.picaSurface(file, edge);
    return (quality) => peers.canvasBlob(surface, quality / 100);
  },
  'wasm-vips': async (file, edge) => {
    const image = await peers.vipsThumbnail(file, edge);
    return (quality) => peers.vipsBlob(image, quality);
  },
  'jSquash (mozjpeg)': async (file, edge) => {
    const pixels = await peers.jsquashPixels(file, edge);
    return (quality) => peers.jsquashBlob(pixels, quality);
  },
};

/** Peers take a quality: seven halvings find one that fits and nearly fills the room. */
async function bisected(encode, maxBytes) {
  let [low, high, best] = [1, 100, null];
  for (let step = 0; step < 7 && low <= high; step += 1) {
    const quality = Math.floor((low + high) / 2);
    const blob = await encode(quality);
    if (blob.size <= maxBytes) [low, best] = [quality + 1, blob];
    else high = quality - 1;
  }
  return best ?? encode(1);
}

/** The same, but each quality is encoded once. */
function remembering(encode) {
  const made = new Map();
  return (quality) => {
    if (!made.has(quality)) made.set(quality, Promise.resolve(encode(quality)));
    return made.get(quality);
  };
}

/**
 * What each contender makes of the picture at `url`, for each of `budgets`. idsnap, which meets a limit to the byte,
 * gets no more bytes than mozjpeg came to.
 */
export async function candidates({ url, edge, budgets, only }) {
  const type = url.endsWith('.png') ? 'image/png' : 'image/jpeg';
  const file = new File([await (await fetch(url)).blob()], url, { type });
  const made = [];
  const room = [...budgets];
  for (const [who, reduce] of Object.entries(contenders)) {
    if (only !== undefined && !only.includes(who)) continue;
    const encode = remembering(await reduce(file, edge));
    for (const [at, maxBytes] of budgets.entries()) {
      const best = await bisected(encode, maxBytes);
      if (who.startsWith('jSquash')) room[at] = Math.min(maxBytes, best.size);
      made.push({ who, budget: maxBytes, base64: await peers.toBase64(best) });
    }
  }
  const options = { limits: { formats: ['image/jpeg'] }, maxEdge: edge, quality: 100, minQuality: 1 };
  for (const [at, maxBytes] of room.entries()) {
    const image = await prepareImage(file, { ...options, maxBytes });
    made.push({ who: 'idsnap', budget: budgets[at], base64: image.base64() });
  }
  return made;
}

// What the field does with the same photo, each in the way its own documentation recommends.
import imageCompression from 'browser-image-compression';
import Compressor from 'compressorjs';
import Pica from 'pica';
import decodeJpeg, { init as initDecode } from '@jsquash/jpeg/decode';
import encodeJpeg, { init as initEncode } from '@jsquash/jpeg/encode';
import resizePixels, { initResize } from '@jsquash/resize';

const QUALITY = 0.85;
const pica = new Pica();
let vips;

export async function initPeers() {
  const module = async (name) => WebAssembly.compile(await (await fetch(`peers/${name}`)).arrayBuffer());
  await initDecode(await module('mozjpeg_dec.wasm'));
  await initEncode(await module('mozjpeg_enc.wasm'));
  await initResize(await module('squoosh_resize_bg.wasm'));
  const { default: startVips } = await import('./vips/vips-es6.js');
  vips = await startVips({ dynamicLibraries: [], locateFile: (name) => new URL(`vips/${name}`, location.href).href });
}

export function toBase64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.readAsDataURL(blob);
  });
}

function fitted(width, height, edge) {
  const scale = Math.min(1, edge / Math.max(width, height));
  return [Math.round(width * scale), Math.round(height * scale)];
}

/** The careful canvas pipeline: decode off the main thread, draw with high quality, encode. */
export async function canvas(file, edge) {
  return (await canvasSurface(file, edge)).convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}

/** The picture, drawn with high quality. */
export async function canvasSurface(file, edge) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const [width, height] = fitted(bitmap.width, bitmap.height, edge);
  const surface = new OffscreenCanvas(width, height);
  const context = surface.getContext('2d');
  context.imageSmoothingQuality = 'high';
  drawOnWhite(context, bitmap, [width, height]);
  bitmap.close();
  return surface;
}

/** JPEG has no opacity, and what a canvas leaves open would be black. */
function drawOnWhite(context, bitmap, [width, height]) {
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
}

/** What an element of the page encodes. */
export function canvasBlob(surface, quality) {
  return new Promise((resolve) => surface.toBlob(resolve, 'image/jpeg', quality));
}

/** The usual way to meet a byte budget with the browser's encoder: bisect the quality, seven steps. */
export async function canvasBudget(file, maxBytes) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const surface = new OffscreenCanvas(bitmap.width, bitmap.height);
  surface.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  let [low, high, best] = [0, 1, null];
  for (let step = 0; step < 7; step += 1) {
    const quality = (low + high) / 2;
    const blob = await surface.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= maxBytes) [low, best] = [quality, blob];
    else high = quality;
  }
  return best;
}

export function compressor(file, edge, quality = QUALITY) {
  const options = { maxWidth: edge, maxHeight: edge, quality, mimeType: 'image/jpeg', convertSize: Infinity };
  return new Promise((success, error) => new Compressor(file, { ...options, success, error }));
}

export function browserImageCompression(file, edge) {
  const options = { maxWidthOrHeight: edge, maxSizeMB: 100, initialQuality: QUALITY, useWebWorker: false };
  return imageCompression(file, options);
}

export function browserImageCompressionBudget(file, maxBytes) {
  return imageCompression(file, { maxSizeMB: maxBytes / 1024 / 1024, alwaysKeepResolution: true, useWebWorker: false });
}

export async function picaResize(file, edge) {
  return pica.toBlob(await picaSurface(file, edge), 'image/jpeg', QUALITY);
}

/** The picture, reduced by pica. */
export async function picaSurface(file, edge) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const [width, height] = fitted(bitmap.width, bitmap.height, edge);
  const source = document.createElement('canvas');
  [source.width, source.height] = [bitmap.width, bitmap.height];
  drawOnWhite(source.getContext('2d'), bitmap, [bitmap.width, bitmap.height]);
  bitmap.close();
  const target = document.createElement('canvas');
  [target.width, target.height] = [width, height];
  await pica.resize(source, target);
  return target;
}

export async function jsquash(file, edge) {
  return jsquashBlob(await jsquashReduced(await decodeJpeg(await file.arrayBuffer()), edge), QUALITY * 100);
}

/** Pixels, upright, reduced by Lanczos. */
export async function jsquashPixels(file, edge) {
  return jsquashReduced(await jsquashUpright(file), edge);
}

async function jsquashReduced(pixels, edge) {
  const [width, height] = fitted(pixels.width, pixels.height, edge);
  return resizePixels(pixels, { width, height, method: 'lanczos3' });
}

/** jSquash reads neither orientations nor every file: where that matters, the browser decodes. */
async function jsquashUpright(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  if (file.type === 'image/jpeg') {
    const pixels = await decodeJpeg(await file.arrayBuffer()).catch(() => null);
    if (pixels?.width === width && pixels.height === height) return pixels;
  }
  const context = new OffscreenCanvas(width, height).getContext('2d');
  drawOnWhite(context, bitmap, [width, height]);
  return context.getImageData(0, 0, width, height);
}

/** A file by mozjpeg. */
export async function jsquashBlob(pixels, quality) {
  return new Blob([await encodeJpeg(pixels, { quality })], { type: 'image/jpeg' });
}

/** wasm-vips decodes at a scale and turns; sharp, which is libvips in Node, does the same. */
export async function vipsResize(file, edge) {
  const image = await vipsThumbnail(file, edge);
  const blob = vipsBlob(image, QUALITY * 100, {});
  image.delete();
  return blob;
}

/** The usual way to a byte budget with it: the picture in memory once, then seven files of it. */
export async function vipsBudget(file, maxBytes) {
  const image = await vipsThumbnail(file, 100_000);
  let [low, high, best] = [1, 100, null];
  for (let step = 0; step < 7; step += 1) {
    const quality = Math.floor((low + high) / 2);
    const blob = vipsBlob(image, quality, {});
    if (blob.size <= maxBytes) [low, best] = [quality, blob];
    else high = quality;
  }
  image.delete();
  return best;
}

/** The picture in memory, upright, not larger than it is. */
export async function vipsThumbnail(file, edge) {
  const image = vips.Image.thumbnailBuffer(await file.arrayBuffer(), edge, { height: edge, size: 'down' });
  const held = image.copyMemory();
  image.delete();
  return held;
}

/** What mozjpeg adds, as sharp's option `mozjpeg` has it: slow, and the best that libvips can do. */
const MOZJPEG = {
  optimize_coding: true,
  interlace: true,
  trellis_quant: true,
  overshoot_deringing: true,
  optimize_scans: true,
  quant_table: 3,
};

/** A file by libvips. */
export function vipsBlob(image, quality, more = MOZJPEG) {
  const options = { Q: quality, keep: 'none', background: [255, 255, 255], ...more };
  return new Blob([image.jpegsaveBuffer(options)], { type: 'image/jpeg' });
}

// What the field does with the same photo, each in the way its own documentation recommends.
import imageCompression from 'browser-image-compression';
import Compressor from 'compressorjs';
import Pica from 'pica';
import decodeJpeg, { init as initDecode } from '@jsquash/jpeg/decode';
import encodeJpeg, { init as initEncode } from '@jsquash/jpeg/encode';
import resizePixels, { initResize } from '@jsquash/resize';

const QUALITY = 0.85;
const pica = new Pica();

export async function initPeers() {
  const module = async (name) => WebAssembly.compile(await (await fetch(`peers/${name}`)).arrayBuffer());
  await initDecode(await module('mozjpeg_dec.wasm'));
  await initEncode(await module('mozjpeg_enc.wasm'));
  await initResize(await module('squoosh_resize_bg.wasm'));
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
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const [width, height] = fitted(bitmap.width, bitmap.height, edge);
  const surface = new OffscreenCanvas(width, height);
  const context = surface.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return surface.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
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

export function compressor(file, edge) {
  return new Promise((success, error) => {
    new Compressor(file, { maxWidth: edge, maxHeight: edge, quality: QUALITY, convertSize: Infinity, success, error });
  });
}

export function browserImageCompression(file, edge) {
  const options = { maxWidthOrHeight: edge, maxSizeMB: 100, initialQuality: QUALITY, useWebWorker: false };
  return imageCompression(file, options);
}

export function browserImageCompressionBudget(file, maxBytes) {
  return imageCompression(file, { maxSizeMB: maxBytes / 1024 / 1024, alwaysKeepResolution: true, useWebWorker: false });
}

export async function picaResize(file, edge) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const [width, height] = fitted(bitmap.width, bitmap.height, edge);
  const source = document.createElement('canvas');
  [source.width, source.height] = [bitmap.width, bitmap.height];
  source.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  const target = document.createElement('canvas');
  [target.width, target.height] = [width, height];
  await pica.resize(source, target);
  return pica.toBlob(target, 'image/jpeg', QUALITY);
}

export async function jsquash(file, edge) {
  const pixels = await decodeJpeg(await file.arrayBuffer());
  const [width, height] = fitted(pixels.width, pixels.height, edge);
  const resized = await resizePixels(pixels, { width, height, method: 'lanczos3' });
  return new Blob([await encodeJpeg(resized, { quality: QUALITY * 100 })], { type: 'image/jpeg' });
}

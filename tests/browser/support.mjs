// A browser, the demo's server and photos for the end-to-end tests.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { prepareImage } from 'idsnap';
import { startServer } from '../../www/server.mjs';

export const CORPUS = new URL('../../../shared/corpus/', import.meta.url);

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the demo, or uses the one that is given, and a browser with more flags; `open()` gives a fresh page and what
 * went wrong on it.
 */
export async function startDemo({ flags = [], on } = {}) {
  const server = on ? { url: on.url, close: () => {} } : await startServer({ port: 0 });
  const browser = await chromium.launch({
    executablePath: process.env.IDSNAP_CHROMIUM ?? '/usr/bin/chromium',
    args: [...FLAGS, ...flags],
  });
  const open = async (options = {}) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const log = { problems: [], requests: [] };
    page.on('console', (message) => message.type() === 'error' && log.problems.push(message.text()));
    page.on('pageerror', (error) => log.problems.push(String(error)));
    page.on('request', (request) => log.requests.push(request));
    await page.goto(server.url);
    await page.waitForFunction(() => document.querySelector('#engine').textContent.startsWith('Engine ready'));
    return { page, log };
  };
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { url: server.url, browser, open, close };
}

/** A 12 megapixel phone photo: a real one where the corpus is there, else one made here. */
export async function phonePhoto() {
  const real = new URL('photos/kim/photo_1.jpg', CORPUS);
  if (existsSync(real)) return { name: 'photo_1.jpg', mimeType: 'image/jpeg', buffer: await readFile(real) };
  console.log('the corpus is not here: a generated photo stands in for the real one');
  const made = await prepareImage(generatedPng(4032, 3024), { quality: 92, limits: { formats: ['image/jpeg'] } });
  return { name: 'generated.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await made.bytes()) };
}

/** A PNG of a soft gradient with hard strokes and a little noise. */
export function generatedPng(width, height) {
  const stride = width * 3 + 1;
  const rows = Buffer.alloc(stride * height);
  let seed = 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const stroke = (y >> 5) % 3 === 0 && ((x >> 3) ^ (y >> 3) ^ (x >> 6)) % 3 === 0 ? -110 : 0;
      const light = 150 + (60 * x) / width + (30 * y) / height + stroke + (seed >>> 28);
      const at = y * stride + 1 + x * 3;
      rows[at] = light;
      rows[at + 1] = light - 8;
      rows[at + 2] = light - 20;
    }
  }
  return png(width, height, deflateSync(rows, { level: 1 }));
}

/** A PNG file of 8-bit RGB with the given compressed rows; the header may promise anything. */
export function png(width, height, data) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(content.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc(body));
  return Buffer.concat([head, body, tail]);
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

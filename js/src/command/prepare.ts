import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { PrepareOptions } from '../images/prepare.js';
import type { PreparedImage } from '../images/prepared.js';
import { prepareImage, prepareImages } from '../node.js';
import { STDIN } from './files.js';
import type { Asked } from './options.js';
import { FileFailure, grouped } from './output.js';
import type { Outcome } from './output.js';

/** What a file is named by: its extension follows from what it holds. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

/** The options as the SDK takes them. It checks them. */
export function prepareOptions({ options }: Asked): PrepareOptions {
  const { vendor, maxEdge, maxBytes, maxBase64Length, quality, minQuality, metadata } = options;
  const given = {
    limits: vendor,
    maxEdge,
    maxBytes,
    maxBase64Length,
    quality,
    minQuality,
    metadata,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Prepares one file and writes it. */
export async function prepareFile(
  asked: Asked,
  file: string,
  bytes: Uint8Array,
  more: PrepareOptions,
): Promise<Outcome> {
  return written(asked, file, await prepareImage(bytes, { ...prepareOptions(asked), ...more }));
}

/** Prepares files under one limit and writes them. */
export async function prepareTogether(
  asked: Asked,
  files: readonly { file: string; bytes: Uint8Array }[],
  more: PrepareOptions,
): Promise<Outcome[]> {
  const sources = files.map(({ bytes }) => bytes);
  const images = await prepareImages(sources, { ...prepareOptions(asked), ...more });
  return Promise.all(images.map((image, index) => written(asked, files[index]?.file ?? '', image)));
}

async function written(asked: Asked, file: string, image: PreparedImage): Promise<Outcome> {
  const { mimeType, width, height, byteLength, base64Length, quality, path, sha256, source, notes } = image;
  const size = `${grouped(byteLength)} bytes, ${width} × ${height}, ${path}`;
  const facts = { mimeType, width, height, byteLength, base64Length, quality, path, sha256, source, notes };
  const out = await write(asked, file, image);
  const text = `${out ?? 'standard output'} (${size}${quality === null ? '' : `, quality ${quality}`})`;
  return { ok: true, facts: { out, ...facts }, text };
}

/** Writes the file, and says where; standard output has no name. */
async function write({ options }: Asked, file: string, image: PreparedImage): Promise<string | undefined> {
  if (typeof options['out'] !== 'string') {
    process.stdout.write(image.bytes());
    return undefined;
  }
  const name = file === STDIN ? 'stdin' : basename(file, extname(file));
  const out = join(options['out'], `${name}${EXTENSIONS[image.mimeType] ?? ''}`);
  await mkdir(options['out'], { recursive: true });
  if (options['force'] !== true && existsSync(out))
    throw new FileFailure('in_the_way', `${out} is there already: --force writes over it`);
  await writeFile(out, image.bytes());
  return out;
}

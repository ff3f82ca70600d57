import { lstatSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { PrepareOptions } from '../images/prepare.js';
import type { PreparedImage } from '../images/prepared.js';
import { prepareImage, prepareImages } from '../node.js';
import { STDIN } from './files.js';
import type { Content } from './files.js';
import type { Asked } from './options.js';
import { FileFailure, grouped, outputFailure } from './output.js';
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
  content: Content,
  more: PrepareOptions,
): Promise<Outcome> {
  const image = await prepareImage(content, { ...prepareOptions(asked), ...more });
  return written(image, placeFor(asked, file, image));
}

/** Prepares files under one limit and writes them. */
export async function prepareTogether(
  asked: Asked,
  files: readonly { file: string; content: Content }[],
  more: PrepareOptions,
): Promise<Outcome[]> {
  const sources = files.map(({ content }) => content);
  const images = await prepareImages(sources, { ...prepareOptions(asked), ...more });
  // Every place is looked at before the first is written: half a request helps nobody.
  const placed = images.map((image, index) => ({ image, out: placeFor(asked, files[index]?.file ?? '', image) }));
  return Promise.all(placed.map(({ image, out }) => written(image, out)));
}

async function written(image: PreparedImage, out: string | undefined): Promise<Outcome> {
  const { mimeType, width, height, byteLength, base64Length, quality, path, sha256, source, notes } = image;
  const size = `${grouped(byteLength)} bytes, ${width} × ${height}, ${path}`;
  const facts = { mimeType, width, height, byteLength, base64Length, quality, path, sha256, source, notes };
  await write(image, out);
  const text = `${out ?? 'standard output'} (${size}${quality === null ? '' : `, quality ${quality}`})`;
  return { ok: true, facts: { out, ...facts }, text };
}

/** What this run has written, which no other file of it may take the place of. */
const taken = new Set<string>();

/** Where a file goes; standard output has no name. The second of a name in one run gets a number. */
function placeFor({ options }: Asked, file: string, image: PreparedImage): string | undefined {
  if (typeof options['out'] !== 'string') return undefined;
  const name = file === STDIN ? 'stdin' : basename(file, extname(file));
  const place = (ending: string): string =>
    join(String(options['out']), `${name}${ending}${EXTENSIONS[image.mimeType] ?? ''}`);
  let out = place('');
  for (let number = 2; taken.has(out); number += 1) out = place(`-${number}`);
  if (options['force'] !== true && isThere(out))
    throw new FileFailure('in_the_way', `${out} is there already: --force writes over it`);
  taken.add(out);
  return out;
}

async function write(image: PreparedImage, out: string | undefined): Promise<void> {
  if (out === undefined) {
    process.stdout.write(image.bytes());
    return;
  }
  try {
    await makeFolder(dirname(out));
    await writeFile(out, image.bytes());
  } catch (error) {
    throw outputFailure(error, out);
  }
}

/** Whether a name is taken, be it by a link that leads nowhere: writing would make the file that it leads to. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Where nobody may look, writing says what is wrong.
    return false;
  }
}

/** Makes a folder and those above it. Node's `recursive` never ends in a file system that takes none, such as `/proc`. */
async function makeFolder(folder: string): Promise<void> {
  const made = async (): Promise<void> => {
    await mkdir(folder).catch(async (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
    });
  };
  try {
    await made();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await made();
  }
}

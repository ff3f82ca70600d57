// What one build of the package makes of every file there is, as lines of JSON: `[key, value, message]`, of which a
// refusal alone has a message. Run by
// scripts/same-bytes.mjs, once for each build.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, inRoot, root } from '../lib/paths.mjs';

const [dist, only] = process.argv.slice(2);
const { prepareImage, prepareImages, analyzeImage, createClient } = await import(
  pathToFileURL(resolve(dist, 'node.js')).href
);

const SHARED = inRoot('..', 'shared');
const JPEG_ONLY = { limits: { formats: ['image/jpeg'] } };
const CROP = {
  topLeft: { x: 20, y: 12 },
  topRight: { x: 160, y: 20 },
  bottomRight: { x: 150, y: 130 },
  bottomLeft: { x: 14, y: 120 },
};

/** Options by their names; `share` is the part of the file's own length that it may take. */
const GRID = {
  default: {},
  'for zoloz': { limits: 'zoloz' },
  'for beorg': { limits: 'beorg' },
  'for biometric_kz': { limits: 'biometric_kz' },
  'for cvs': { limits: 'cvs' },
  'to 1920 px': { ...JPEG_ONLY, maxEdge: 1920 },
  'to 640 px at quality 60': { ...JPEG_ONLY, maxEdge: 640, quality: 60 },
  'to 97 px': { ...JPEG_ONLY, maxEdge: 97 },
  'in 700,000 characters': { ...JPEG_ONLY, maxBase64Length: 700_000 },
  'in 60,000 bytes at its own size': { ...JPEG_ONLY, maxBytes: 60_000, minQuality: 1 },
  'in 20,000 bytes and 800 px': { ...JPEG_ONLY, maxBytes: 20_000, maxEdge: 800 },
  'in 97 % of its length': { ...JPEG_ONLY, share: 0.97 },
  'in 60 % of its length': { ...JPEG_ONLY, share: 0.6 },
  cropped: { ...JPEG_ONLY, crop: CROP },
  'with the camera named': { metadata: 'camera', maxBytes: 400_000 },
};

const say = (key, value, message = null) => process.stdout.write(`${JSON.stringify([key, value, message])}\n`);
const sum = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 20);
const told = ({ blob: _blob, bytes, base64: _base64, ...facts }) => ({ ...facts, sha256: sum(bytes()) });

/** Says what the work gives: a value, or the code of its error, whose field and message may change. */
async function record(key, work) {
  if (only !== undefined && !key.includes(only)) return;
  try {
    say(key, await work());
  } catch (error) {
    say(key, { error: error.code ?? error.name }, `${error.field ?? 'no field'}: ${error.message}`);
  }
}

async function recordImage(name, bytes) {
  for (const [title, { share, ...options }] of Object.entries(GRID)) {
    const given = share === undefined ? options : { ...options, maxBytes: Math.floor(bytes.length * share) };
    await record(`${name}: ${title}`, async () => told(await prepareImage(bytes, given)));
  }
  await record(`${name}: analyzed`, () => analyzeImage(bytes));
  await record(`${name}: twice under one limit`, async () =>
    (await prepareImages([bytes, bytes], { limits: 'zoloz', maxEdge: 1200 })).map(told),
  );
}

/** Every operation of the vendor that a folder or file is named after reads the answer. */
async function recordAnswer(name, vendor, body) {
  const client = createClient({ endpoint: '/idsnap' });
  const plain = (text) => text.replace(/_/g, '').toLowerCase();
  const found = Object.keys(client).find((key) => plain(key) === plain(vendor));
  for (const operation of Object.keys(client[found]?.parse ?? {}).sort()) {
    for (const status of [200, 400]) {
      await record(`${name}: ${operation} ${status}`, () => client[found].parse[operation](status, body));
    }
  }
}

const named = (path) => relative(root, path).replaceAll('\\', '/');

for (const folder of [join(SHARED, 'corpus'), inRoot('tests', 'fixtures')].filter((path) => existsSync(path))) {
  for (const path of filesBelow(folder)) {
    if (!/\.(txt|md|tsv|json)$/.test(path)) await recordImage(named(path), new Uint8Array(readFileSync(path)));
  }
}
for (const path of filesBelow(inRoot('tests', 'fixtures'), '.json')) {
  await recordAnswer(named(path), relative(inRoot('tests', 'fixtures'), path).split(/[\\/]/)[0], readFileSync(path));
}
for (const path of filesBelow(join(SHARED, 'vendors', 'samples'), '.json')) {
  await recordAnswer(named(path), basename(path).split('.')[0], readFileSync(path));
}

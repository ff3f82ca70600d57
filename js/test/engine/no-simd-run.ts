// The calls of a page and of a server: prints what came of them and which files they asked for. `no-simd.test.ts` runs it with
// SIMD and without.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type * as sdk from 'idsnap';
import { noisePng } from '../fixtures.js';
import { largeJpeg } from '../images/large-jpeg.js';
import { ThreadWorker } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);
const passport = await readFile(new URL('../../../zone/tests/fixtures/passport-flat.png', import.meta.url));
const JPEG = largeJpeg({ width: 1203, height: 901, progressive: true });
const LINES = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

const asked: string[] = [];

/** Files of this machine in place of a server's: the browser's entry finds its own beside its script. */
globalThis.fetch = async (address) => {
  const url = new URL(address instanceof Request ? address.url : address);
  asked.push(url.pathname.split('/').at(-1) ?? '');
  return new Response(await readFile(url), { headers: { 'content-type': 'application/wasm' } });
};
Object.assign(globalThis, { Worker: ThreadWorker });

/** One call of each part of the core, and what images there are in its results. */
async function calls({
  prepareImage,
  analyzeImage,
  readMrz,
  loadMrz,
  parseMrz,
  createClient,
}: typeof sdk): Promise<unknown> {
  const prepared = [];
  for (const options of [{ maxEdge: 640, quality: 85 }, { maxBytes: 60_000 }, { limits: 'zoloz' }] as const) {
    prepared.push(await prepareImage(JPEG, options));
  }
  prepared.push(await prepareImage(noisePng(301, 203), { limits: { formats: ['image/jpeg'] }, maxEdge: 290 }));
  const analysis = await analyzeImage(JPEG, { mrz: true });
  const reading = await readMrz(passport);
  await loadMrz();
  const mrz = parseMrz(LINES);
  const client = createClient({ endpoint: 'https://shop.example/api' });
  const built = await client.cvs.build.card({ form: 'url', imageUrl: 'https://shop.example/card.jpg' });
  const sums = prepared.map(({ sha256 }) => sha256);
  return { sums, analysis, reading, mrz, built };
}

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const page = (await import(new URL('index.js', dist).href)) as typeof sdk;
const server = (await import(new URL('node.js', dist).href)) as typeof sdk;
const digests: string[] = [];
for (const [entry, worker] of [
  [page, true],
  [page, false],
  [server, false],
] as const) {
  await entry.init({ worker });
  digests.push(digest(await calls(entry)));
}
const { simd, engine, remedies } = await page.diagnose();
const hosts = [ThreadWorker.started.length, engine.state === 'running' ? engine.host : engine.message];
process.stdout.write(JSON.stringify({ simd, hosts, remedies, asked: [...new Set(asked)].sort(), digests }));
for (const entry of [page, server]) entry.dispose();

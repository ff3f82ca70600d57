// Runs in the browser: every case, ours and the peers', one after another in each round, so that both see the same machine.
import { diagnose, dispose, init, prepareImage } from './idsnap/index.js';
import { candidates } from './budgets.js';
import * as peers from './peers.js';

const EDGE = 1920;
const ANY_JPEG = { formats: ['image/jpeg'] };

/** Wall time, and the processor time of all the browser's processes. */
const measured = async (work) => {
  const cpuStarted = await globalThis.cpuMs();
  const started = performance.now();
  const base64 = await work();
  const ms = performance.now() - started;
  return { ms, cpuMs: (await globalThis.cpuMs()) - cpuStarted, base64Length: base64.length };
};

/** So many base64 characters, by us and by those who search for a quality. */
const budgetCase = (maxBase64Length) => {
  const maxBytes = (maxBase64Length / 4) * 3;
  return {
    idsnap: async (file) => (await prepareImage(file, { limits: ANY_JPEG, maxBase64Length })).base64(),
    'canvas, 7 steps': async (file) => peers.toBase64(await peers.canvasBudget(file, maxBytes)),
    'browser-image-compression': async (file) =>
      peers.toBase64(await peers.browserImageCompressionBudget(file, maxBytes)),
    'wasm-vips, 7 steps': async (file) => peers.toBase64(await peers.vipsBudget(file, maxBytes)),
  };
};

const cases = {
  'to 1920 px': {
    idsnap: async (file) => (await prepareImage(file, { limits: ANY_JPEG, maxEdge: EDGE, quality: 85 })).base64(),
    canvas: async (file) => peers.toBase64(await peers.canvas(file, EDGE)),
    compressorjs: async (file) => peers.toBase64(await peers.compressor(file, EDGE)),
    'browser-image-compression': async (file) => peers.toBase64(await peers.browserImageCompression(file, EDGE)),
    pica: async (file) => peers.toBase64(await peers.picaResize(file, EDGE)),
    jSquash: async (file) => peers.toBase64(await peers.jsquash(file, EDGE)),
    'wasm-vips': async (file) => peers.toBase64(await peers.vipsResize(file, EDGE)),
  },
  'to 700,000 base64 characters': budgetCase(700_000),
  'to 5,000,000 base64 characters': budgetCase(5_000_000),
  'already acceptable': {
    idsnap: async (file) => (await prepareImage(file, { limits: ANY_JPEG })).base64(),
    'FileReader alone': async (file) => peers.toBase64(file),
  },
};

/** The wasm memory that each case leaves behind in a fresh engine: wasm memory never shrinks, so this is its peak. */
async function memoryOf(file) {
  const bytes = {};
  for (const [name, { idsnap }] of Object.entries(cases)) {
    dispose();
    await idsnap(file);
    bytes[name] = (await diagnose()).engine.memoryBytes;
  }
  return bytes;
}

/** Runs every case on `url` for `rounds` rounds, after one that does not count: those of `only`, or all and the memory of each. */
globalThis.bench = async ({ url, rounds, only }) => {
  await started();
  const file = await fileAt(url);
  const results = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, contenders] of Object.entries(cases)) {
      for (const [who, work] of Object.entries(contenders)) {
        if (only !== undefined && !only[name]?.includes(who)) continue;
        const outcome = await measured(() => work(file)).catch((error) => ({ error: String(error) }));
        if (round > 0) ((results[name] ??= {})[who] ??= []).push(outcome);
      }
    }
    await globalThis.report(`round ${round} of ${rounds}`);
  }
  return { results, memory: only === undefined ? await memoryOf(file) : {} };
};

/** The first call of this page and a later one; `early` has the start in front of it, measured alone. */
globalThis.first = async ({ url, who, early }) => {
  const file = await fileAt(url);
  const start = early ? await measured(() => init().then(() => '')) : undefined;
  const call = () => cases['to 1920 px'][who](file);
  return { start, first: await measured(call), later: await measured(call) };
};

/** The same loop on the page and in a worker. */
globalThis.spin = async () => {
  const loop = () => {
    for (let [at, sum] = [0, 0]; at < 5e7; at += 1) globalThis.sum = sum = (sum * 31 + at) | 0;
    return '';
  };
  const worker = new Worker(URL.createObjectURL(new Blob([`onmessage = () => postMessage((${loop})())`])));
  const inWorker = () =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage('');
    });
  const spent = { page: await measured(loop), worker: await measured(inWorker) };
  worker.terminate();
  return spent;
};

async function fileAt(url) {
  return new File([await (await fetch(url)).blob()], 'photo.jpg', { type: 'image/jpeg' });
}

/** What each contender makes of a picture in so many bytes. */
globalThis.candidates = async (task) => {
  await started();
  return candidates(task);
};

let peersStarted;
async function started() {
  await init();
  await (peersStarted ??= peers.initPeers());
}

globalThis.started = started;
globalThis.ready = true;

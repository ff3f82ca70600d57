// Runs in the browser: one call, and what it took.
import { cloned, counts } from './call-counts.js';
import { createClient, diagnose, init } from './idsnap/index.js';

let worker = {};
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, transfer = []) {
  if (message.kind === 'call') counts.trips += 1;
  counts.cloned += cloned(message, transfer);
  postMessage.call(this, message, transfer);
};
globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({ data }) => {
      if (data.kind === 'counts') worker = data.counts;
    });
  }
};

const REQUESTS = {
  'biometricKz.parseDocument': ([front, back]) => ({ front, back, countryCode: 'kz' }),
  'zoloz.recognize': ([front, back]) => ({ front, back, docType: '00600000001' }),
};

/** What is answered here is no vendor's response, which costs nothing to read. */
function expected(error) {
  if (error.code !== 'answer_unreadable') throw error;
}

globalThis.call = async (name) => {
  const [vendor, operation] = name.split('.');
  const client = createClient({ endpoint: '/id', retry: { attempts: 1 } });
  Object.assign(counts, { copied: 0, cloned: 0, trips: 0 });
  const started = performance.now();
  await client[vendor][operation](REQUESTS[name](globalThis.photos)).catch(expected);
  const ms = performance.now() - started;
  const page = { ...counts, cloned: counts.cloned + worker.cloned };
  const { memoryBytes } = (await diagnose()).engine;
  return { page, worker, ms, memoryBytes };
};

const photo = await (await fetch('photo.jpg')).blob();
// Two files: nothing is read, prepared or kept only once because both are the same.
globalThis.photos = [new File([photo], 'front.jpg'), new File([photo, new Uint8Array(1)], 'back.jpg')];
await init({ workerUrl: new URL('call-worker.js', location.href).href });
globalThis.ready = true;

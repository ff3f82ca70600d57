// Runs in the browser: what idsnap says of a photo, and how long a frame of a video takes in its worker.
import { analyzeImage } from './idsnap/index.js';

const FRAME = { width: 1280, height: 720 };

const FRAME_MS = 100;

/** Rounds that are not counted: first calls are slower, since the engine is not compiled for speed yet. */
const WARM_UP = 10;

/** The analysis at each strictness. */
export async function analyses({ url, document, strictnesses }) {
  const file = await (await fetch(url)).blob();
  const all = {};
  for (const strictness of strictnesses) all[strictness] = await analyzeImage(file, { document, strictness });
  return all;
}

/**
 * Milliseconds from giving a frame away until its report is there, of so many frames of each picture one after another,
 * as a camera that is held still sees it.
 */
export async function frameTimes({ urls, rounds }) {
  const engine = await startEngine();
  const times = [];
  for (const pixels of await Promise.all(urls.map(pixelsOf))) {
    let memory;
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const rgba = pixels.slice();
      const input = { ...(memory && { memory }), timeMs: (round + WARM_UP) * FRAME_MS };
      const started = performance.now();
      const report = await engine.call('analyzeFrame', [{ rgba, ...FRAME }, input], [rgba.buffer]);
      if (round >= 0) times.push(performance.now() - started);
      ({ memory } = report);
    }
  }
  engine.end();
  return times;
}

/** The worker of the package, by the messages that the package itself sends it. */
async function startEngine() {
  const worker = new Worker(new URL('./idsnap/worker.js', document.baseURI), { type: 'module' });
  const answer = (kind) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.kind === 'wanted') worker.postMessage({ kind: 'part', part: data.part, wasm: {} });
        else if (data.kind === kind) resolve(data.output);
        else if (data.info ?? data.failure) reject(new Error((data.info ?? data.failure.info).code));
      };
    });
  const ask = (message, transfer, kind) => {
    const answered = answer(kind);
    worker.postMessage(message, transfer);
    return answered;
  };
  await answer('hello');
  await ask({ kind: 'start' }, [], 'started');
  return {
    call: (name, input, transfer) => ask({ kind: 'call', id: 1, name, input }, transfer, 'done'),
    end: () => worker.terminate(),
  };
}

async function pixelsOf(url) {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(FRAME.width, FRAME.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0, FRAME.width, FRAME.height);
  return new Uint8Array(context.getImageData(0, 0, FRAME.width, FRAME.height).data.buffer);
}

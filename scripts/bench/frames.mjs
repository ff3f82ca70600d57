// How a live frame gets from the video to the core and back, in Chromium with its fake camera: milliseconds from the moment on
// which the video shows it until its report is there, all that the page does in between included.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPage, withCamera, withPackage } from './filmed.mjs';
import { slowed } from './slow.mjs';
import { median, printTable } from './table.mjs';

/** What is filmed: a phone held across, and upright. */
const SIZES = ['1280x720', '1080x1920'];
/** Frames that are not counted: the first ones wait for the engine, whose code is not compiled for speed yet. */
const WARM_UP = 20;
/** So many are counted, or, where each takes long, those of so many seconds. */
const FRAMES = 100;
const MOST_S = 20;
/** Measures and prints; takes two minutes. */
export async function measureFrames() {
  await withPackage('', async (served) => {
    const script = join(served.folder, 'idsnap', 'worker.js');
    await writeFile(script, `(${watchWorker})();\n${await readFile(script, 'utf8')}`);
    const times = [];
    for (const size of SIZES) {
      await withCamera(served, size, async (cinema) => {
        for (const [slowness, speed] of Object.entries(SPEEDS))
          times.push([size, speed, ...(await frameTimes(cinema, slowness))]);
      });
    }
    const columns = ['frame', 'speed', 'median ms', 'p95', 'least', 'frames', ...STEPS];
    printTable('a frame on its way to the worker and back, and the medians of its steps', columns, times);
  });
}

/** What is slowed. */
const SPEEDS = { '': 'full', page: "a quarter, the page's thread", all: 'a quarter, all processes' };

/** What a frame passes through: it is made and posted, it is on its way and its report too, its planes are copied, the core works. */
const STEPS = ['page', 'both ways', 'copied', 'core'];

/** Runs in the worker before all else: every report of a frame says how long the worker took for what. */
function watchWorker() {
  let [heardMs, copiedMs] = [0, 0];
  self.addEventListener('message', ({ data }) => {
    if (data.name === 'analyzeFrame') heardMs = copiedMs = performance.now();
  });
  const { copyTo } = VideoFrame.prototype;
  VideoFrame.prototype.copyTo = async function (...given) {
    const planes = await copyTo.apply(this, given);
    copiedMs = performance.now();
    return planes;
  };
  const { postMessage } = self;
  self.postMessage = (message, ...rest) => {
    const took = [copiedMs - heardMs, performance.now() - copiedMs];
    postMessage.call(self, message.output?.memory ? { ...message, took } : message, ...rest);
  };
}

/** Runs in the page before all else. */
function watch() {
  const seen = (globalThis.seen = { times: [], steps: [] });
  let [startedMs, postedMs] = [0, 0];
  const { requestVideoFrameCallback } = HTMLVideoElement.prototype;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (work) {
    return requestVideoFrameCallback.call(this, (...given) => {
      startedMs = performance.now();
      work(...given);
    });
  };
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (data.output?.analysis === undefined || data.output.memory === undefined) return;
        const [onPage, away] = [postedMs - startedMs, performance.now() - postedMs];
        const [copied, core] = data.took;
        seen.times.push(onPage + away);
        seen.steps.push([onPage, away - copied - core, copied, core]);
      });
    }
    postMessage(message, ...rest) {
      super.postMessage(message, ...rest);
      if (message.name === 'analyzeFrame') postedMs = performance.now();
    }
  };
}

/** The median and the 95th percentile of frames that are looked at for as long as none becomes a photo. */
async function frameTimes(cinema, slowness) {
  const page = await openPage(cinema, watch, slowness === 'page');
  const measured = async () => {
    await mount(page);
    await page.waitForFunction(
      ({ least, most, lastMs }) => {
        const { length } = globalThis.seen.times;
        return length >= most || (length > least && performance.now() - globalThis.mountedMs > lastMs);
      },
      { least: WARM_UP, most: WARM_UP + FRAMES, lastMs: MOST_S * 1000 },
      { timeout: 180_000 },
    );
    return page.evaluate(() => globalThis.seen);
  };
  const session = await cinema.browser.newBrowserCDPSession();
  const ids = (await session.send('SystemInfo.getProcessInfo')).processInfo.map(({ id }) => id);
  const { times, steps } = slowness === 'all' ? await slowed(ids, measured) : await measured();
  await page.context().close();
  const counted = times.slice(WARM_UP).sort((a, b) => a - b);
  const late = counted[Math.floor(0.95 * counted.length)];
  const figures = [median(counted), late, counted[0]].map((ms) => ms.toFixed(1));
  const parts = STEPS.map((_, step) => median(steps.slice(WARM_UP).map((one) => one[step])).toFixed(1));
  return [...figures, counted.length, ...parts];
}

/** Mounts an element that takes no photo by itself. */
const mount = (page) =>
  page.evaluate(async () => {
    await import('./idsnap/capture.js');
    const element = document.createElement('id-capture');
    const attributes = { lang: 'en', sides: 'front', autostart: '', auto: 'false' };
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    globalThis.mountedMs = performance.now();
    document.body.append(element);
  });

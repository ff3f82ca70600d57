// How a live frame gets from the video to the core and back, in Chromium with its fake camera: milliseconds from the moment on
// which the video shows it until its report is there, all that the page does in between included. And what keeps the page's
// thread busy for long while `<id-capture>` is mounted, opens the camera, takes the photo and shows it.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import '../lib/ts-hooks.mjs';
import { serveFolder } from '../lib/serve.mjs';
import { ensureBrowser } from '../toolchain.mjs';
import { slowed } from './slow.mjs';
import { median, printTable } from './table.mjs';

/** What is filmed: a phone held across, and upright. */
const SIZES = ['1280x720', '1080x1920'];
/** A card in the hand: no two frames are alike. Frames that are all alike would be looked at less. */
const FILM = 'in the hand';
const SECONDS = 2;
const FRAMES_PER_SECOND = 30;
/** Frames that are not counted: the first ones wait for the engine, whose code is not compiled for speed yet. */
const WARM_UP = 20;
/** So many are counted, or, where each takes long, those of so many seconds. */
const FRAMES = 100;
const MOST_S = 20;
/** DevTools' throttling; it slows the page's own thread alone. */
const THROTTLING = 4;
/** A task that lasts longer is felt (W3C Long Tasks). */
const LONG_MS = 50;

/** Measures and prints; takes two minutes. */
export async function measureFrames() {
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-frames-'));
  try {
    await cp(inRoot('dist'), join(folder, 'idsnap'), { recursive: true });
    const script = join(folder, 'idsnap', 'worker.js');
    await writeFile(script, `(${watchWorker})();\n${await readFile(script, 'utf8')}`);
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>frames</title><body style="margin:0">');
    const server = await serveFolder(folder);
    const [times, tasks] = [[], []];
    for (const size of SIZES) {
      const film = join(folder, `${size}.y4m`);
      await write(film, size);
      await withCamera(film, server.url, async (cinema) => {
        for (const slowness of Object.keys(SPEEDS))
          times.push([size, slowness, ...(await frameTimes(cinema, slowness))]);
        for (const slowness of ['', 'page'])
          tasks.push([size, SPEEDS[slowness], ...(await longTasks(cinema, slowness))]);
      });
    }
    await server.close();
    const columns = ['frame', 'speed', 'median ms', 'p95', 'least', 'frames', ...STEPS];
    printTable(
      'a frame on its way to the worker and back, and the medians of its steps',
      columns,
      times.map(([size, slowness, ...rest]) => [size, SPEEDS[slowness], ...rest]),
    );
    printTable(
      "tasks of the page's thread while <id-capture> lives",
      ['frame', 'speed', `over ${LONG_MS} ms, by phase`, 'the longest, ms', 'the most CPU, ms'],
      tasks,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What is slowed. */
const SPEEDS = { '': 'full', page: "a quarter, the page's thread", all: 'a quarter, all processes' };

/** What a frame passes through: it is made and posted, it is on its way and its report too, its planes are copied, the core works. */
const STEPS = ['page', 'both ways', 'copied', 'core'];

/** Writes the film in a size, without any encoder. */
async function write(path, size) {
  const [{ allFilms }, { writeY4m }] = await Promise.all([import('./films/films.mjs'), import('./films/y4m.mjs')]);
  const film = allFilms().find(({ name }) => name === FILM);
  const [width, height] = size.split('x').map(Number);
  writeY4m(film, path, { fromS: 1.2, forS: SECONDS, framesPerSecond: FRAMES_PER_SECOND, size: { width, height } });
}

async function withCamera(film, url, work) {
  const { chromium } = await import('playwright-core');
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const browser = await chromium.launch({
    executablePath: (await ensureBrowser()).chromium,
    args: ['--no-sandbox', '--disable-gpu', ...camera, `--use-file-for-fake-video-capture=${film}`],
  });
  try {
    await work({ browser, url });
  } finally {
    await browser.close();
  }
}

/** A page in which every frame is timed, and every long task is noted. */
async function openPage({ browser, url }, slowness) {
  const context = await browser.newContext({ permissions: ['camera'], viewport: { width: 412, height: 732 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(watch);
  if (slowness === 'page') {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLING });
  }
  await page.goto(url);
  return page;
}

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
  const seen = (globalThis.seen = { times: [], steps: [], tasks: [] });
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
  new PerformanceObserver((list) => {
    const phase = document.querySelector('id-capture')?.state?.phase ?? 'none';
    for (const { duration, startTime } of list.getEntries()) seen.tasks.push({ duration, startTime, phase });
  }).observe({ type: 'longtask', buffered: true });
}

/** The median and the 95th percentile of frames that are looked at for as long as none becomes a photo. */
async function frameTimes(cinema, slowness) {
  const page = await openPage(cinema, slowness);
  const measured = async () => {
    await mount(page, { auto: 'false' });
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

const mount = (page, attributes) =>
  page.evaluate(async (given) => {
    await import('./idsnap/capture.js');
    const element = document.createElement('id-capture');
    for (const [name, value] of Object.entries({ lang: 'en', sides: 'front', autostart: '', ...given })) {
      element.setAttribute(name, value);
    }
    globalThis.mountedMs = performance.now();
    document.body.append(element);
    // Used by the page itself: what a test looks for by locators takes the page's thread too.
    const used = setInterval(() => {
      const { phase } = element.state;
      const buttons = phase === 'review' ? [...element.shadowRoot.querySelectorAll('button')] : [];
      buttons.find(({ textContent }) => textContent === 'Use this photo')?.click();
      if (phase !== 'done') return;
      clearInterval(used);
      setTimeout(() => (globalThis.isOver = true), 500);
    }, 250);
  }, attributes);

/** Long tasks from mounting to the end of the review, as the page and as Chromium's own trace see them. */
async function longTasks(cinema, slowness) {
  const page = await openPage(cinema, slowness);
  await cinema.browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await mount(page, {});
  await page.waitForFunction(() => globalThis.isOver, null, { timeout: 120_000, polling: 1000 });
  const { tasks, mountedMs } = await page.evaluate(() => ({ ...globalThis.seen, mountedMs: globalThis.mountedMs }));
  const trace = JSON.parse((await cinema.browser.stopTracing()).toString());
  await page.context().close();
  const long = tasks.filter(({ startTime }) => startTime >= mountedMs);
  const text = long.map(({ duration, phase }) => `${phase} ${duration}`).join(', ') || 'none';
  return [text, ...longest(trace)];
}

/** Of the tasks of a page's thread in a trace: the longest, and the most processor time that one takes, in milliseconds. */
function longest({ traceEvents }) {
  const isPage = ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain';
  const pages = new Set(traceEvents.filter(isPage).map(({ pid, tid }) => `${pid} ${tid}`));
  const durations = traceEvents.filter(({ pid, tid, dur }) => dur !== undefined && pages.has(`${pid} ${tid}`));
  const most = (part) => (Math.max(0, ...durations.map((task) => task[part] ?? 0)) / 1000).toFixed(0);
  return [most('dur'), most('tdur')];
}

// What a call of a vendor costs: trips to the worker, copies, memory, and the time of the page's thread.
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../lib/paths.mjs';
import { serveFolder } from '../lib/serve.mjs';
import { ensureBrowser } from '../toolchain.mjs';
import { median, printTable } from './table.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MIB = 1024 * 1024;
/** A vendor that takes both photos as they are, and one whose limit both have to share. */
const CALLS = ['biometricKz.parseDocument', 'zoloz.recognize'];
const PLACEHOLDER = '<!doctype html><title>call</title><script type="module" src="call.js"></script>';

/** Measures and prints. `dist` is the package to measure. */
export async function measureCall({ photo, rounds, dist = inRoot('dist') }) {
  const folder = await assemble(photo, dist);
  const isProxy = (name) => name.startsWith('id/');
  const server = await serveFolder(folder, {
    find: (name) => (isProxy(name) ? join(folder, 'answer.json') : undefined),
  });
  const { chromium } = await import('playwright-core');
  const executablePath = (await ensureBrowser()).chromium;
  const rows = [];
  try {
    for (const name of CALLS) {
      const runs = [];
      for (let round = 0; round <= rounds; round += 1) {
        const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
        const run = await measured(browser, server.url, name);
        if (round > 0) runs.push(run);
        await browser.close();
      }
      rows.push(row(name, runs));
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
  const size = ((await readFile(photo)).length / MIB).toFixed(1);
  printTable(`a call with the photo twice, of ${size} MiB each, in a fresh browser`, COLUMNS, rows);
}

const COLUMNS = [
  '',
  'trips',
  'cloned MiB',
  'copied on the page, MiB',
  'copied in the worker, MiB',
  'wasm MiB',
  'process, above its start, MiB',
  'page thread ms',
  'CPU of the process ms',
  'whole call ms',
];

function row(name, runs) {
  const middle = (figure, digits = 1) => median(runs.map(figure)).toFixed(digits);
  return [
    name,
    middle((run) => run.page.trips, 0),
    middle((run) => run.page.cloned / MIB),
    middle((run) => run.page.copied / MIB),
    middle((run) => run.worker.copied / MIB),
    middle((run) => run.memoryBytes / MIB),
    middle((run) => run.processBytes / MIB),
    middle((run) => run.threadMs),
    middle((run) => run.cpuMs, 0),
    middle((run) => run.ms, 0),
  ];
}

async function assemble(photo, dist) {
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-call-'));
  await cp(dist, join(folder, 'idsnap'), { recursive: true });
  for (const name of ['call.js', 'call-worker.js', 'call-counts.js'])
    await copyFile(join(HERE, name), join(folder, name));
  await copyFile(photo, join(folder, 'photo.jpg'));
  await writeFile(join(folder, 'answer.json'), '{}');
  await writeFile(join(folder, 'index.html'), PLACEHOLDER);
  return folder;
}

/** One call in a browser that has made none with an image before. */
async function measured(browser, url, name) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => globalThis.ready);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const renderer = await rendererOf(browser, page);
  // Forgets the highest memory so far (proc(5), clear_refs).
  await writeFile(`/proc/${renderer}/clear_refs`, '5');
  const [startBytes, startSeconds] = [await statusBytes(renderer, 'VmRSS'), await taskSeconds(session)];
  const startMs = await cpuMs(renderer);
  const run = await page.evaluate((called) => globalThis.call(called), name);
  const threadMs = ((await taskSeconds(session)) - startSeconds) * 1000;
  const spentMs = (await cpuMs(renderer)) - startMs;
  return { ...run, threadMs, cpuMs: spentMs, processBytes: (await statusBytes(renderer, 'VmHWM')) - startBytes };
}

/** What all threads of a process have computed, in user and system time: proc(5), stat, in hundredths of a second. */
async function cpuMs(id) {
  const stat = await readFile(`/proc/${id}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function taskSeconds(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value;
}

/** The process of the page: that which a busy page makes busy. */
async function rendererOf(browser, page) {
  const session = await browser.newBrowserCDPSession();
  const seconds = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]));
  };
  const before = await seconds();
  await page.evaluate(() => {
    for (const started = performance.now(); performance.now() - started < 300;);
  });
  const spent = [...(await seconds())].map(([id, cpuTime]) => ({ id, took: cpuTime - (before.get(id) ?? cpuTime) }));
  return spent.sort((one, two) => two.took - one.took)[0].id;
}

async function statusBytes(id, field) {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)[1]) * 1024;
}

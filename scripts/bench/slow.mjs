// A device slowed to a quarter. DevTools' own throttling (Emulation.setCPUThrottlingRate) slows the page's thread alone, and
// Chromium refuses the command for workers. Here all processes of the browser are stopped for three quarters of the time, so that
// the page, its workers and the browser's own threads are slowed alike.
import { once } from 'node:events';
import { Worker, isMainThread, workerData } from 'node:worker_threads';

/** How many times slower. */
const SLOWNESS = 4;
/** How long the processes run at a time, in milliseconds: short beside the shortest case. */
const SLICE_MS = 2;

/** Runs `work` while the processes with these ids have a quarter of the time. */
export async function slowed(ids, work) {
  const ending = new Int32Array(new SharedArrayBuffer(4));
  const pacer = new Worker(new URL(import.meta.url), { workerData: { paced: ids, ending } });
  const ended = once(pacer, 'exit');
  try {
    return await work();
  } finally {
    Atomics.store(ending, 0, 1);
    Atomics.notify(ending, 0);
    await ended;
  }
}

/** Timers are late by milliseconds, so that what was too long is made up for in the next turn. */
function pace(ids, ending) {
  let owed = 0;
  while (Atomics.load(ending, 0) === 0) {
    owed += (SLOWNESS - 1) * waited(ending, SLICE_MS);
    signal(ids, 'SIGSTOP');
    owed -= waited(ending, Math.max(owed, 0));
    signal(ids, 'SIGCONT');
  }
}

/** Waits until the time is over or the end is asked for, and gives how long it was. */
function waited(ending, ms) {
  const started = performance.now();
  Atomics.wait(ending, 0, 0, ms);
  return performance.now() - started;
}

function signal(ids, name) {
  for (const id of ids) {
    try {
      process.kill(id, name);
    } catch (error) {
      // The process of a closed page.
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

if (!isMainThread && workerData?.paced) pace(workerData.paced, workerData.ending);

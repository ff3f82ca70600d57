// What keeps the page's thread busy while `<id-capture>` is loaded, opens the camera, takes the photo and shows it: the longest
// task of each phase, by Chromium's own trace.
import { openPage, withCamera, withPackage } from './filmed.mjs';
import { median, printTable } from './table.mjs';

const SIZE = '1280x720';
/** A task that lasts longer is felt (W3C Long Tasks). */
const LONG_MS = 50;
/** What makes the parts of a task known. */
const CATEGORIES = ['toplevel', 'blink.user_timing', 'devtools.timeline', 'v8'];
/** A part that takes less is not told. */
const TOLD_MS = 3;
/** The marks that the page makes begin so. */
const MARK = 'phase ';
const BODY = '<id-capture lang="en" sides="front"></id-capture>';

/** Measures and prints; takes a quarter of a minute a round. */
export async function measureTasks({ rounds }) {
  await withPackage(BODY, (served) =>
    withCamera(served, SIZE, async (cinema) => {
      for (const isSlow of [false, true]) {
        const runs = [];
        for (let round = 0; round < rounds; round += 1) runs.push(await tasksOf(cinema, isSlow));
        print(runs, isSlow ? 'a quarter of the speed' : 'full speed');
      }
    }),
  );
}

function print(runs, speed) {
  const phases = [...new Set(runs.flatMap((tasks) => tasks.map(({ phase }) => phase)))];
  const rows = phases.map((phase) => {
    const ofPhase = runs.map((tasks) => tasks.filter((task) => task.phase === phase));
    const longest = ofPhase.map((tasks) => tasks.reduce((most, task) => (task.cpuMs > most.cpuMs ? task : most), NONE));
    const long = ofPhase.flat().filter(({ cpuMs }) => cpuMs > LONG_MS).length;
    const times = [
      longest.map(({ cpuMs }) => cpuMs),
      ofPhase.map((tasks) => Math.max(0, ...tasks.map(({ ms }) => ms))),
    ];
    const figures = times.flatMap((ms) => [median(ms), Math.min(...ms)]).map((ms) => ms.toFixed(0));
    return [phase, ...figures, (long / runs.length).toFixed(1), partsOf(longest, times[0])];
  });
  const columns = ['phase', 'processor, ms: median', 'least', 'wall, ms: median', 'least', `over ${LONG_MS} ms, a run`];
  printTable(`the longest task by phase at ${speed}, ${runs.length} runs`, [...columns, 'of it'], rows);
}

const NONE = { ms: 0, cpuMs: 0, parts: new Map() };

/** What the task in the middle is made of. */
function partsOf(longest, times) {
  const { parts } = longest.find(({ cpuMs }) => cpuMs === median(times));
  const sorted = [...parts].filter(([, ms]) => ms >= TOLD_MS).sort(([, one], [, other]) => other - one);
  return sorted.map(([name, ms]) => `${name} ${ms.toFixed(0)}`).join(', ');
}

/** Runs in the page before all else: marks the phases, and uses the element as a person does. */
function watch() {
  const mark = (phase) => performance.mark(`phase ${phase}`);
  let before = 'idle';
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    const { phase = before } = event.type === 'statechange' ? event.detail : {};
    if (phase !== before) mark(phase);
    before = phase;
    return dispatchEvent.call(this, event);
  };
  const press = (label) => {
    const { shadowRoot } = document.querySelector('id-capture');
    const button = [...shadowRoot.querySelectorAll('button')].find(({ textContent }) => textContent === label);
    button?.click();
    return button !== undefined;
  };
  const waitFor = (work, then) => {
    const timer = setInterval(() => {
      if (!work()) return;
      clearInterval(timer);
      setTimeout(then, 1000);
    }, 250);
  };
  globalThis.begin = () => {
    mark('mounting');
    void import('./idsnap/capture.js');
    setTimeout(() => {
      waitFor(
        () => press('Use the camera'),
        () =>
          waitFor(
            () => press('Use this photo'),
            () => console.log('over'),
          ),
      );
    }, 1500);
  };
}

/** The tasks of the page's thread from loading the element to the end of the review. */
async function tasksOf(cinema, isSlow) {
  const page = await openPage(cinema, watch, isSlow);
  await cinema.browser.startTracing(page, { categories: CATEGORIES });
  const over = page.waitForEvent('console', { predicate: (message) => message.text() === 'over', timeout: 120_000 });
  await page.evaluate(() => void setTimeout(globalThis.begin, 500));
  await over;
  const trace = JSON.parse((await cinema.browser.stopTracing()).toString());
  await page.context().close();
  return tasksIn(trace);
}

/** Every task after the first mark, with its phase, the one that it ends in, and what its parts take by themselves. */
function tasksIn({ traceEvents }) {
  const begin = traceEvents.find(({ name }) => name === `${MARK}mounting`);
  const isOfPage = ({ pid, tid }) => pid === begin.pid && tid === begin.tid;
  const events = traceEvents
    .filter(isOfPage)
    .sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0));
  const tasks = [];
  let phase;
  let open = [];
  for (const { name, ts, dur, tdur } of events) {
    if (name.startsWith(MARK)) phase = name.slice(MARK.length);
    if (phase !== undefined && tasks.length > 0 && tasks.at(-1).end > ts) tasks.at(-1).phase = phase;
    if (dur === undefined || phase === undefined) continue;
    open = open.filter(({ end }) => end > ts);
    const above = open.at(-1);
    const cpuMs = (tdur ?? 0) / 1000;
    if (!above) tasks.push({ phase, ms: dur / 1000, cpuMs, end: ts + dur, parts: new Map() });
    const { parts } = tasks.at(-1);
    if (above) parts.set(above.name, (parts.get(above.name) ?? 0) - cpuMs);
    parts.set(name, (parts.get(name) ?? 0) + cpuMs);
    open.push({ name, end: ts + dur });
  }
  return tasks;
}

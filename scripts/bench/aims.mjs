// The cases that have an aim, on several photos: wall and processor time, the first call of a page and later ones, and all of it
// on a device slowed to a quarter.
import { basename } from 'node:path';
import { BESIDE_PEERS, printAims } from './aims-table.mjs';
import { generatedPhotos } from './cameras.mjs';
import { withPage } from './chromium.mjs';
import { measureNodeCases } from './node-cases.mjs';
import { slowed } from './slow.mjs';
import { laterCalls } from './speed.mjs';
import { median, printTable } from './table.mjs';

/** First calls need a page each, and a slowed device takes its time: fewer rounds do. */
const FEW_ROUNDS = 3;

/** Measures and prints; takes some minutes. */
export async function measureAims({ photos, rounds }) {
  console.error(`aims: ${photos.length} photos, about ${Math.ceil(photos.length * 1.25)} minutes`);
  const few = Math.min(rounds, FEW_ROUNDS);
  const { full, quarter, loops } = await withPage(async (page, addressOf, browser) => {
    const fast = { photos: photos.map((photo) => ({ photo, url: addressOf(photo) })), page, ...browser };
    const slow = { ...fast, pace: async (work) => slowed(await browser.ids(), work) };
    const both = async (device, count) => ({
      photos: await laterCalls(device, { rounds: count, only: WITH_AIM }),
      firsts: await firstCalls(device, few),
    });
    return { loops: await loopTimes(slow), full: await both(fast, rounds), quarter: await both(slow, few) };
  });
  printFirsts({ full, quarter });
  printTable('the same loop, ms', ['where', 'full', 'quarter', 'longer'], loops);
  // No photo of the corpus has 12 megapixels, which is what the cases in Node are about.
  const large = [...new Set([...photos, ...(await generatedPhotos())])];
  printAims({ full, quarter, inNode: await measureNodeCases(large, few) });
}

/** The contenders of the cases that have an aim. */
const WITH_AIM = {};
for (const { name, who } of BESIDE_PEERS) (WITH_AIM[name] ??= ['idsnap']).push(who);

/** The first call of a fresh page: ours, the canvas's, and ours with the start in front of it. */
async function firstCalls({ open, photos, pace = (work) => work() }, count) {
  const all = [];
  for (const { photo, url } of photos) {
    const call = async (task) => {
      const page = await open();
      const outcome = await pace(() => page.evaluate((given) => globalThis.first(given), { url, ...task }));
      await page.close();
      return outcome;
    };
    const rounds = [];
    for (let round = 0; round < count; round += 1) {
      rounds.push({
        idsnap: await call({ who: 'idsnap' }),
        canvas: await call({ who: 'canvas' }),
        early: await call({ who: 'idsnap', early: true }),
      });
    }
    all.push({ photo, rounds });
    console.error(`first calls: ${basename(photo)}`);
  }
  return all;
}

/** That the page and its workers are slowed alike: the same loop, the best of some runs, for the machine has other work. */
async function loopTimes({ page, pace }) {
  const best = async () => {
    const runs = [];
    for (let run = 0; run < 3; run += 1) runs.push(await page.evaluate(() => globalThis.spin()));
    return (where) => Math.min(...runs.map((run) => run[where].ms));
  };
  const [full, quarter] = [await best(), await pace(best)];
  const times = (where) => `${(quarter(where) / full(where)).toFixed(1)} x`;
  return ['page', 'worker'].map((where) => [where, full(where).toFixed(0), quarter(where).toFixed(0), times(where)]);
}

function printFirsts(devices) {
  const rows = Object.entries(devices).flatMap(([device, { firsts }]) =>
    firsts.map(({ photo, rounds }) => {
      const ms = (who, call) => median(rounds.map((round) => round[who][call].ms)).toFixed(0);
      const calls = ['idsnap', 'canvas', 'early'].flatMap((who) => [ms(who, 'first'), ms(who, 'later')]);
      return [device, basename(photo), ...calls, ms('early', 'start')];
    }),
  );
  const columns = [
    'device',
    'photo',
    'first',
    'later',
    'canvas, first',
    'later',
    'first after `init`',
    'later',
    '`init` alone',
  ];
  printTable('first and second call of a page to 1920 px, median ms', columns, rows);
}

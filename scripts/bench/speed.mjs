// How long each case takes beside its peers, and the wasm memory that it leaves behind: of several photos the worst.
import { basename } from 'node:path';
import { record } from '../plot/record.mjs';
import { BESIDE_PEERS, printAims, ratios, worst } from './aims.mjs';
import { generatedPhotos } from './cameras.mjs';
import { withPage } from './chromium.mjs';
import { measureNodeCases } from './node-cases.mjs';
import { SLOWNESS, slowed } from './slow.mjs';
import { median, printTable } from './table.mjs';

/** First calls need a page each, and a slowed device takes its time: fewer rounds do. */
const FEW_ROUNDS = 3;

/** Measures and prints; takes about a minute for each photo and round. */
export async function measureSpeed({ photos, rounds, keeps }) {
  const few = Math.min(rounds, FEW_ROUNDS);
  const { full, quarter, slowness } = await withPage(async (page, addressOf, browser) => {
    const at = { photos: photos.map((photo) => ({ photo, url: addressOf(photo) })), page, ...browser };
    const measuredAtFull = { photos: await laterCalls(at, { rounds }), firsts: await firstCalls(at, few) };
    const slow = { ...at, pace: async (work) => slowed(await browser.ids(), work) };
    return {
      full: measuredAtFull,
      quarter: { photos: await laterCalls(slow, { rounds: few, only: WITH_AIM }), firsts: await firstCalls(slow, few) },
      slowness: await slownessOf(slow),
    };
  });
  const [first] = full.photos;
  for (const name of Object.keys(first.results)) printCase(name, full.photos);
  if (keeps) {
    record('time', { measured: `npm run bench -- --only speed, ${rounds} rounds`, cases: casesOf(first.results) });
  }
  printMemory(full.photos);
  printFirsts({ full, quarter });
  printTable(`slowed to 1/${SLOWNESS}: how many times longer the same loop takes`, ['page', 'worker'], [slowness]);
  // No photo of the corpus has 12 megapixels, which is what these cases are about.
  const large = [...new Set([...photos, ...(await generatedPhotos())])];
  printAims({ full, quarter, inNode: await measureNodeCases(large, few) });
}

/** The contenders of the cases that have an aim. */
const WITH_AIM = {};
for (const { name, who } of BESIDE_PEERS) (WITH_AIM[name] ??= ['idsnap']).push(who);

const atOnce = (work) => work();

/** Every case on every photo, in a page that has loaded everything. */
async function laterCalls({ page, photos, pace = atOnce }, task) {
  const all = [];
  await page.evaluate(() => globalThis.started());
  for (const { photo, url } of photos) {
    console.error(basename(photo));
    const run = () => page.evaluate((given) => globalThis.bench(given), { url, ...task });
    all.push({ photo, ...(await pace(run)) });
  }
  return all;
}

/** The first call of a fresh page: ours, the canvas's, and ours with the start in front of it. */
async function firstCalls({ open, photos, pace = atOnce }, count) {
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

/** That the page and its workers are slowed alike: the best of some runs, which the machine's other work changes least. */
async function slownessOf({ page, pace }) {
  const best = async () => {
    const runs = [];
    for (let run = 0; run < 5; run += 1) runs.push(await page.evaluate(() => globalThis.spin()));
    return ['page', 'worker'].map((where) => Math.min(...runs.map((run) => run[where])));
  };
  const [before, slow] = [await best(), await pace(best)];
  return slow.map((ms, at) => `${(ms / before[at]).toFixed(1)} x`);
}

function printMemory(photos) {
  const most = (name) => Math.max(...photos.map(({ memory }) => memory[name]));
  const peaks = Object.keys(photos[0].memory).map((name) => [name, (most(name) / 1024 / 1024).toFixed(1)]);
  printTable('peak wasm memory, the file included, of the photo that takes most', ['', 'MiB'], peaks);
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

/** A row for each contender: its time on the photo on which idsnap does worst beside it, and the ratios there. */
function printCase(name, measured) {
  const rows = Object.keys(measured[0].results[name]).map((who) => {
    const failed = measured.flatMap(({ results }) => results[name][who]).find(({ error }) => error);
    if (failed) return [who, failed.error, '', '', '', '', ''];
    const figures = measured.map(({ photo, results }) => compared({ photo, contenders: results[name], who }));
    const one = worst(figures);
    const ofAll = (key) => figures.map(({ ratio }) => ratio[key]);
    const shown = [one.ratio.ms, Math.max(...ofAll('cpuMs')), median(ofAll('ms'))].map(asText);
    const ratiosShown = who === 'idsnap' ? ['', '', ''] : shown;
    return [who, one.ms.toFixed(0), one.cpuMs.toFixed(0), ...ratiosShown, one.base64Length, basename(one.photo)];
  });
  const columns = ['', 'median ms', 'CPU ms', 'idsnap takes at worst', 'in CPU time', 'on the median photo'];
  printTable(`${name}, ${measured.length} photos`, [...columns, 'base64 characters', 'photo'], rows);
}

/** Short cases take no processor time that could be counted. */
const asText = (ratio) => (Number.isFinite(ratio) ? `${ratio.toFixed(2)} x` : '');

/** A contender's figures on a photo, and what idsnap takes of its time; of idsnap itself the longest time is the worst. */
function compared({ photo, contenders, who }) {
  const middle = (key) => median(contenders[who].map((run) => run[key]));
  const ratio = ratios(contenders, who);
  const [ms, cpuMs, base64Length] = ['ms', 'cpuMs', 'base64Length'].map(middle);
  return { photo, ms, cpuMs, base64Length, ratio, value: who === 'idsnap' ? ms : ratio.ms };
}

/** The median times of the cases that the plot shows, the quickest first. A star marks a file that exceeds the limit. */
function casesOf(results) {
  const shown = Object.entries(results).filter(([, contenders]) => Object.keys(contenders).length > 2);
  const limitOf = (name) => Number(/([\d,]+) base64/.exec(name)?.[1].replaceAll(',', '') ?? Infinity);
  const nameOf = (who, runs, limit) =>
    median(runs.map(({ base64Length }) => base64Length)) > limit ? `${who} *` : who;
  const times = (contenders, limit) =>
    Object.entries(contenders)
      .filter(([, runs]) => !runs.some((run) => run.error))
      .map(([who, runs]) => [nameOf(who, runs, limit), Math.round(median(runs.map(({ ms }) => ms)))])
      .sort(([, one], [, other]) => one - other);
  return Object.fromEntries(
    shown.map(([name, contenders]) => [name, Object.fromEntries(times(contenders, limitOf(name)))]),
  );
}

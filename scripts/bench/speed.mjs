// How long each case takes beside its peers, and the wasm memory that it leaves behind: of several photos the worst.
import { basename } from 'node:path';
import { record } from '../plot/record.mjs';
import { ratios, worst } from './aims-table.mjs';
import { withPage } from './chromium.mjs';
import { median, printTable } from './table.mjs';

/** Measures and prints; takes about half a minute for each photo and round. */
export async function measureSpeed({ photos, rounds, keeps }) {
  console.error(`speed: ${photos.length} photos, about ${Math.ceil((photos.length * (rounds + 1)) / 2)} minutes`);
  const measured = await withPage((page, addressOf) =>
    laterCalls({ page, photos: photos.map((photo) => ({ photo, url: addressOf(photo) })) }, { rounds }),
  );
  const [first] = measured;
  for (const name of Object.keys(first.results)) printCase(name, measured);
  if (keeps) {
    record('time', { measured: `npm run bench -- --only speed, ${rounds} rounds`, cases: casesOf(first.results) });
  }
  printMemory(measured);
}

const atOnce = (work) => work();

/** The cases on every photo, in a page that has loaded everything: those of `task.only`, or all. */
export async function laterCalls({ page, photos, pace = atOnce }, task) {
  const all = [];
  await page.evaluate(() => globalThis.started());
  for (const { photo, url } of photos) {
    console.error(basename(photo));
    const run = () => page.evaluate((given) => globalThis.bench(given), { url, ...task });
    all.push({ photo, ...(await pace(run)) });
  }
  return all;
}

function printMemory(photos) {
  const most = (name) => Math.max(...photos.map(({ memory }) => memory[name]));
  const peaks = Object.keys(photos[0].memory).map((name) => [name, (most(name) / 1024 / 1024).toFixed(1)]);
  printTable('peak wasm memory, the file included, of the photo that takes most', ['', 'MiB'], peaks);
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

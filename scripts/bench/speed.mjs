// How long each case takes beside its peers, and the wasm memory that it leaves behind: of several photos the worst.
import { basename } from 'node:path';
import { record } from '../plot/record.mjs';
import { withPage } from './chromium.mjs';
import { median, printTable } from './table.mjs';

/** Measures and prints. */
export async function measureSpeed({ photos, rounds, keeps }) {
  const measured = await withPage(async (page, addressOf) => {
    const all = [];
    for (const photo of photos) {
      console.error(basename(photo));
      const run = ([url, count]) => globalThis.bench(url, count, globalThis.report);
      all.push({ photo, ...(await page.evaluate(run, [addressOf(photo), rounds])) });
    }
    return all;
  });
  const [first] = measured;
  for (const name of Object.keys(first.results)) printCase(name, measured);
  if (keeps) {
    record('time', { measured: `npm run bench -- --only speed, ${rounds} rounds`, cases: casesOf(first.results) });
  }
  const most = (name) => Math.max(...measured.map(({ memory }) => memory[name]));
  const peaks = Object.keys(first.memory).map((name) => [name, (most(name) / 1024 / 1024).toFixed(1)]);
  printTable('peak wasm memory, the file included, of the photo that takes most', ['', 'MiB'], peaks);
}

/** A row for each contender: its time on the photo on which idsnap does worst beside it, and the ratio there. */
function printCase(name, measured) {
  const rows = Object.keys(measured[0].results[name]).map((who) => {
    const ratios = measured.map(({ photo, results }) => ({ photo, ...compared(results[name], who) }));
    const failed = ratios.find(({ error }) => error);
    if (failed) return [who, failed.error, '', '', ''];
    const [worst] = ratios.sort((one, other) => other.ratio - one.ratio);
    const middle = median(ratios.map(({ ratio }) => ratio));
    const others = ratios.length > 1 ? `${middle.toFixed(2)} x` : '';
    const shown = who === 'idsnap' ? ['', ''] : [`${worst.ratio.toFixed(2)} x`, others];
    return [who, worst.ms.toFixed(0), ...shown, worst.base64Length, basename(worst.photo)];
  });
  const columns = ['', 'median ms', 'idsnap takes at worst', 'on the median photo', 'base64 characters', 'photo'];
  printTable(`${name}, ${measured.length} photos`, columns, rows);
}

/** The median of a contender's times and lengths, and how long idsnap takes beside it, round by round. */
function compared(contenders, who) {
  const runs = contenders[who];
  const failed = runs.find((run) => run.error);
  if (failed) return { error: failed.error };
  const ours = contenders.idsnap;
  return {
    ms: median(runs.map((run) => run.ms)),
    ratio: who === 'idsnap' ? median(runs.map((run) => run.ms)) : median(runs.map((run, at) => ours[at].ms / run.ms)),
    base64Length: median(runs.map((run) => run.base64Length)),
  };
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

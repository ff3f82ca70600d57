// How long each case takes beside its peers, and the wasm memory that it leaves behind.
import { record } from '../plot/record.mjs';
import { withPage } from './chromium.mjs';
import { median, printTable } from './table.mjs';

/** Measures and prints. */
export async function measureSpeed({ photo, rounds, keeps }) {
  const { results, memory } = await withPage((page, addressOf) =>
    page.evaluate(([url, count]) => globalThis.bench(url, count, globalThis.report), [addressOf(photo), rounds]),
  );
  const columns = ['', 'median ms', 'idsnap takes', 'base64 characters'];
  for (const [name, contenders] of Object.entries(results)) {
    printTable(
      name,
      columns,
      Object.entries(contenders).map(([who, runs]) => row(who, runs, contenders.idsnap)),
    );
  }
  if (keeps) record('time', { measured: `npm run bench -- --only speed, ${rounds} rounds`, cases: casesOf(results) });
  const peaks = Object.entries(memory).map(([name, bytes]) => [name, (bytes / 1024 / 1024).toFixed(1)]);
  printTable('peak wasm memory, the file included', ['', 'MiB'], peaks);
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

function row(who, runs, ours) {
  const failed = runs.find((run) => run.error);
  if (failed) return [who, failed.error, '', ''];
  const ratio = median(runs.map((run, round) => ours[round].ms / run.ms));
  return [
    who,
    median(runs.map((run) => run.ms)).toFixed(0),
    who === 'idsnap' ? '' : `${ratio.toFixed(2)} x`,
    median(runs.map((run) => run.base64Length)),
  ];
}

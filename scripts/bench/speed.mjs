// How long each case takes beside its peers, and the wasm memory that it leaves behind.
import { withPage } from './chromium.mjs';
import { median, printTable } from './table.mjs';

/** Measures and prints. */
export async function measureSpeed({ photo, rounds }) {
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
  const peaks = Object.entries(memory).map(([name, bytes]) => [name, (bytes / 1024 / 1024).toFixed(1)]);
  printTable('peak wasm memory, the file included', ['', 'MiB'], peaks);
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

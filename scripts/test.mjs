// Every check there is: `npm test [-- NAME…] [--only a,b] [--skip c] [--list]`. `npm run check` is the same with `--cached`:
// a suite that passed here with the same files and tools is not run again, unless with `--fresh`.
// Ends with one line `N passed, N failed`, and `, N skipped` where tests were skipped; a suite that ran no test counts
// as failed.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { refuseUnread } from './lib/outcome.mjs';
import { print } from './lib/output.mjs';
import { Failure, main } from './lib/process.mjs';
import { runSideBySide } from './lib/side-by-side.mjs';
import { detail, failed, heading, seconds, warn } from './lib/terminal.mjs';
import { ABSENT } from './suites/absent.mjs';
import { openSuiteCache } from './suites/cached.mjs';
import { createContext } from './suites/context.mjs';
import { selectSuites, SUITES } from './suites/index.mjs';

const OPTIONS = {
  only: { type: 'string', multiple: true, default: [] },
  skip: { type: 'string', multiple: true, default: [] },
  list: { type: 'boolean', default: false },
  cached: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
};
/** Suites use about two cores each while they compile; more at once would only wait for memory. */
const MOST_AT_ONCE = 4;

await main(async () => {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (values.list) return print(SUITES.map(({ name, title }) => `${name.padEnd(14)} ${title}`).join('\n'));
  const started = performance.now();
  const suites = selectSuites([...positionals, ...values.only], values.skip);
  const cache = values.cached && process.env.CI !== 'true' ? openSuiteCache() : undefined;
  const known = new Map(values.fresh ? [] : suites.map((suite) => [suite, cache?.find(suite.name)]));
  const open = suites.filter((suite) => !known.get(suite));
  const context = createContext();
  if (open.length > 0) await context.setUp(open.flatMap((suite) => suite.needs));
  const slots = Math.min(availableParallelism(), MOST_AT_ONCE);
  const results = await runSideBySide(open, (suite) => runSuite(suite, context, cache), slots);
  summarize(
    suites.map((suite) => results[open.indexOf(suite)] ?? fromCache(suite, known.get(suite))),
    started,
  );
  context.close();
});

/** Runs one suite; whatever goes wrong inside is one failed test, never the end of the run. */
async function runSuite(suite, context, cache) {
  const started = performance.now();
  const result = suite.isPresent() ? await runPresent(suite, context) : absent(suite);
  if (!result.absent) cache?.keep(suite.name, result);
  print(`${suite.name}: ${describe(result)} (${seconds(started)})`);
  return { name: suite.name, time: seconds(started), ...result };
}

/** What a suite came to before, when everything it reads was the same. */
function fromCache({ name }, { passed, skips, at }) {
  return { name, time: `not run: the same as ${at}`, passed, failed: 0, skips };
}

async function runPresent(suite, context) {
  if (suite.name in ABSENT) {
    return fail(`is declared absent in scripts/suites/absent.mjs, but its files are there: take it out of that table`);
  }
  try {
    const outcome = refuseUnread(await suite.run(context));
    return outcome.passed + outcome.failed === 0 ? fail('ran no test') : outcome;
  } catch (error) {
    return fail(error instanceof Failure ? error.message : error.stack);
  }
}

function absent(suite) {
  if (suite.name in ABSENT) return { passed: 0, failed: 0, skips: [], absent: ABSENT[suite.name] };
  return fail(`its files are missing (${suite.files}), and scripts/suites/absent.mjs does not say why`);
}

function fail(reason) {
  failed(reason);
  return { passed: 0, failed: 1, skips: [] };
}

function summarize(results, started) {
  heading('Summary');
  for (const result of results) print(`${result.name.padEnd(14)} ${describe(result).padEnd(34)} ${result.time}`);
  const collect = (key) =>
    results.flatMap((result) => (result[key] ?? []).map((note) => ({ suite: result.name, ...note })));
  const skips = collect('skips');
  for (const { suite, name, reason } of skips) warn(`skipped: ${suite}, ${name}: ${reason}`);
  for (const { suite, name, reason } of collect('failures')) failed(`${suite}, ${name}: ${reason}`);
  for (const { name } of results.filter((result) => result.absent)) warn(`${name} is declared absent`);
  detail(`total time ${seconds(started)}`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skips };
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
  print(describe(total));
}

function describe({ passed, failed: bad, skips, absent: reason }) {
  if (reason) return `absent: ${reason}`;
  return `${passed} passed, ${bad} failed${skips.length > 0 ? `, ${skips.length} skipped` : ''}`;
}

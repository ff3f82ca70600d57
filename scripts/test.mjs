// Every check there is, one after another: `node scripts/test.mjs [--only a,b] [--skip c] [--list]`.
// Ends with one line `N passed, N failed`; a suite that ran no test counts as failed.
import { parseArgs } from 'node:util';
import { Failure, main } from './lib/process.mjs';
import { detail, failed, heading, seconds, warn } from './lib/terminal.mjs';
import { ABSENT } from './suites/absent.mjs';
import { createContext } from './suites/context.mjs';
import { selectSuites, SUITES } from './suites/index.mjs';

const OPTIONS = {
  only: { type: 'string', multiple: true, default: [] },
  skip: { type: 'string', multiple: true, default: [] },
  list: { type: 'boolean', default: false },
};

await main(async () => {
  const { only, skip, list } = parseArgs({ options: OPTIONS }).values;
  if (list) return console.log(SUITES.map(({ name, title }) => `${name.padEnd(14)} ${title}`).join('\n'));
  const started = performance.now();
  const suites = selectSuites(only, skip);
  const context = createContext();
  heading('Set-up');
  await context.setUp(suites.flatMap((suite) => suite.needs));
  const results = [];
  for (const suite of suites) results.push(await runSuite(suite, context));
  summarize(results, started);
  context.close();
});

/** Runs one suite; whatever goes wrong inside is one failed test, never the end of the run. */
async function runSuite(suite, context) {
  heading(`${suite.name}: ${suite.title}`);
  const started = performance.now();
  const result = suite.isPresent() ? await runPresent(suite, context) : absent(suite);
  console.log(`${suite.name}: ${describe(result)} (${seconds(started)})`);
  return { name: suite.name, time: seconds(started), ...result };
}

async function runPresent(suite, context) {
  if (suite.name in ABSENT) {
    return fail(`is declared absent in scripts/suites/absent.mjs, but its files are there: take it out of that table`);
  }
  try {
    const { passed, failed: bad, skipped = 0 } = await suite.run(context);
    return passed + bad === 0 ? fail('ran no test') : { passed, failed: bad, skipped };
  } catch (error) {
    return fail(error instanceof Failure ? error.message : error.stack);
  }
}

function absent(suite) {
  if (suite.name in ABSENT) return { passed: 0, failed: 0, skipped: 0, absent: ABSENT[suite.name] };
  return fail(`its files are missing (${suite.files}), and scripts/suites/absent.mjs does not say why`);
}

function fail(reason) {
  failed(reason);
  return { passed: 0, failed: 1, skipped: 0 };
}

function summarize(results, started) {
  heading('Summary');
  for (const result of results) console.log(`${result.name.padEnd(14)} ${describe(result).padEnd(34)} ${result.time}`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  if (sum('skipped') > 0) warn(`${sum('skipped')} tests were skipped`);
  for (const { name } of results.filter((result) => result.absent)) warn(`${name} is declared absent`);
  detail(`total time ${seconds(started)}`);
  process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
}

function describe({ passed, failed: bad, skipped, absent: reason }) {
  if (reason) return `absent: ${reason}`;
  return `${passed} passed, ${bad} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

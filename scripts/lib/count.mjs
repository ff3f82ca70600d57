// Counting tests from what their runners print.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, runForCode } from './process.mjs';
import { failed } from './terminal.mjs';

const REPORTER = fileURLToPath(new URL('./node-reporter.mjs', import.meta.url));

/** A test that hangs fails instead of holding up the run. */
const TIMEOUT = '--test-timeout=300000';

/**
 * Runs `node --test` over files with its report on the terminal, and counts.
 *
 * @param {string[]} files
 * @param {{ env?: Record<string, string>, nodeArgs?: string[] }} [options]
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function runNodeTests(files, { env = {}, nodeArgs = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-count-'));
  const report = join(folder, 'count.json');
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...[`--test-reporter=${REPORTER}`, `--test-reporter-destination=${report}`],
  ];
  try {
    const code = await runForCode(process.execPath, [...nodeArgs, '--test', TIMEOUT, ...reporters, ...files], { env });
    return explain(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8') || 'null') : null, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function explain(totals, code) {
  if (totals === null) throw new Failure(`node --test ended with code ${code} and no report`);
  for (const file of totals.emptyFiles) failed(`${file} has no test`);
  const bad = totals.failed + totals.emptyFiles.length;
  const { passed, failures, skips } = totals;
  return { passed, failed: code !== 0 && bad === 0 ? 1 : bad, failures, skips };
}

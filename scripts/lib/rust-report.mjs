// What Rust's test programs print, read line by line: how many tests passed and failed, and which were skipped and why.
//
// A test that cannot run prints a line `skipped: REASON` and returns. The programs run with `--show-output`, which
// repeats what each passed test printed; that part is read and not shown again.
import { print } from './output.mjs';

/**
 * Reads the output of one or more test programs.
 *
 * @returns {{ show: (text: string) => string, result: (code: number) => import('./outcome.mjs').Outcome }} `show` takes
 *   the next piece of output and gives what of it is for the person
 */
export function readRustReport() {
  const state = { passed: 0, failed: 0, failures: [], skips: [], section: null, test: null, rest: '' };
  const show = (text) => {
    const lines = (state.rest + text).split('\n');
    state.rest = lines.pop();
    return lines.map((line) => (isShown(line, state) ? `${line}\n` : '')).join('');
  };
  const result = (code) => {
    // A program that was killed ends in the middle of the line that names its test.
    if (state.rest !== '') print(state.rest);
    const { passed, failures, skips } = state;
    const failed = code !== 0 && state.failed === 0 ? 1 : state.failed;
    return { passed: passed - skips.filter(({ ignored }) => !ignored).length, failed, failures, skips };
  };
  return { show, result };
}

const RESULT = /^test result: .*?(\d+) passed; (\d+) failed; \d+ ignored/;
const IGNORED = /^test (.+?)(?: - .*)? \.\.\. ignored(?:, (.*))?$/;
const FAILED = /^test (.+) \.\.\. FAILED$/;
const OUTPUT_OF = /^---- (.+) stdout ----$/;
const SKIPPED = /^skipped: (.+)$/;

function isShown(line, state) {
  if (line === 'successes:' || line === 'failures:') Object.assign(state, { section: line, test: null });
  const shown = state.section !== 'successes:';
  const result = RESULT.exec(line);
  if (result) {
    state.passed += Number(result[1]);
    state.failed += Number(result[2]);
    Object.assign(state, { section: null, test: null });
    return true;
  }
  readTest(line, state);
  return shown;
}

function readTest(line, state) {
  const bad = FAILED.exec(line)?.[1];
  if (bad) state.failures.push({ name: bad, reason: 'its output is above' });
  const ignored = state.section === null && IGNORED.exec(line);
  if (ignored) state.skips.push({ name: ignored[1], reason: ignored[2] ?? 'ignored', ignored: true });
  state.test = OUTPUT_OF.exec(line)?.[1] ?? state.test;
  const reason = state.section === 'successes:' && state.test !== null && SKIPPED.exec(line)?.[1];
  if (!reason) return;
  state.skips.push({ name: state.test, reason });
  state.test = null;
}

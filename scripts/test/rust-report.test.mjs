import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRustReport } from '../lib/rust-report.mjs';

const RUN = `
running 5 tests
test reads ... ok
test speaks ... ok
test waits ... ignored, takes long
test corpus::opens ... ok

successes:

---- corpus::opens stdout ----
skipped: the corpus is not there
skipped: the same test says more

---- speaks stdout ----
a remark


successes:
    corpus::opens
    reads
    speaks

test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.26s
`;
const FAILED_RUN = `
running 1 test
test breaks ... FAILED

successes:

successes:

failures:

---- breaks stdout ----
skipped: a reason
assertion failed


failures:
    breaks

test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
`;

/** What is shown and counted of an output that comes in pieces. */
function read(text, code, piece = 7) {
  const { show, result } = readRustReport();
  let shown = '';
  for (let at = 0; at < text.length; at += piece) shown += show(text.slice(at, at + piece));
  return { shown, ...result(code) };
}

describe('the report of Rust tests', () => {
  it('counts a test that says it was skipped once, and not among those that passed', () => {
    const { passed, failed, skips } = read(RUN, 0);
    assert.deepEqual([passed, failed], [2, 0]);
    assert.deepEqual(
      skips.map(({ name, reason }) => [name, reason]),
      [
        ['waits', 'takes long'],
        ['corpus::opens', 'the corpus is not there'],
      ],
    );
  });

  it('hides what is repeated of the tests that passed, and nothing else', () => {
    const { shown } = read(RUN + FAILED_RUN, 101);
    for (const hidden of ['a remark', 'successes', 'skipped: the corpus']) assert(!shown.includes(hidden), hidden);
    for (const kept of ['test speaks ... ok', 'assertion failed', 'test result: ok', 'test result: FAILED'])
      assert(shown.includes(kept), kept);
  });

  it('does not take a failed test for a skipped one', () => {
    const { passed, failed, failures, skips } = read(FAILED_RUN, 101);
    assert.deepEqual([passed, failed, skips], [0, 1, []]);
    assert.deepEqual(
      failures.map(({ name }) => name),
      ['breaks'],
    );
  });

  it('counts an exit code that no test explains as a failure', () => {
    assert.equal(read(RUN, 101).failed, 1);
  });
});

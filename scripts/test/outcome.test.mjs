import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runNodeTests } from '../lib/count.mjs';
import { refuseUnread } from '../lib/outcome.mjs';
import { collect } from '../lib/output.mjs';

const folder = mkdtempSync(join(tmpdir(), 'idsnap-outcome-'));
after(() => rmSync(folder, { recursive: true }));

/** Counts what Node says of a test file with this content. */
async function count(content) {
  const file = join(folder, 'one.test.mjs');
  writeFileSync(file, `import { describe, it } from 'node:test';\n${content}`);
  const env = { NODE_TEST_CONTEXT: undefined };
  const { result } = await collect(() => runNodeTests([file], { env }));
  return result;
}

describe('the outcome of node tests', () => {
  it('has every skipped test with its reason', async () => {
    const outcome = await count(`
      it('runs', () => {});
      it('is skipped inside', (test) => test.skip('there is no camera'));
      it('is skipped outside', { skip: 'no time' }, () => {});
      it.skip('is skipped without a reason', () => {});
      describe('a browser', { skip: 'it is not installed' }, () => it('is not reached', () => {}));`);
    assert.deepEqual(outcome, {
      passed: 1,
      failed: 0,
      failures: [],
      skips: [
        { name: 'is skipped inside', reason: 'there is no camera' },
        { name: 'is skipped outside', reason: 'no time' },
        { name: 'is skipped without a reason', reason: 'no reason given' },
        { name: 'a browser', reason: 'it is not installed' },
      ],
    });
  });

  it('names what failed, with the file and the first line of the reason', async () => {
    const { failed, failures } = await count(`
      describe('a page', () => it('opens', () => { throw new Error('it is shut\\nand dark'); }));`);
    assert.equal(failed, 1);
    assert.deepEqual(
      failures.map(({ name }) => name),
      ['opens'],
    );
    assert.match(failures[0].reason, /one\.test\.mjs: it is shut$/);
  });

  it('fails for a file without a test', async () => {
    assert.equal((await count('')).failed, 1);
  });
});

describe('tests over the corpus', () => {
  const skips = [
    { name: 'corpus::opens', reason: 'the corpus is not there' },
    { name: 'looks', reason: 'there is no camera' },
  ];

  it('may be skipped where it is not there', async () => {
    const outcome = refuseUnread({ passed: 3, failed: 0, skips }, { isThere: false });
    assert.deepEqual(outcome, { passed: 3, failed: 0, failures: [], skips });
  });

  it('fail where it is there and was not read', async () => {
    const { result } = await collect(() => refuseUnread({ passed: 3, failed: 0, skips }, { isThere: true }));
    assert.deepEqual(result, { passed: 3, failed: 1, failures: [skips[0]], skips: [skips[1]] });
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { collect, print } from '../lib/output.mjs';
import { run } from '../lib/process.mjs';
import { runSideBySide } from '../lib/side-by-side.mjs';

const suite = (name, rest = {}) => ({ name, title: `the suite ${name}`, ...rest });

/** Runs the suites; gives what stood beside each, what was said, and the results. */
async function watch(suites, slots, work = () => sleep(20)) {
  const [now, beside] = [new Set(), {}];
  const { result, report } = await collect(() =>
    runSideBySide(
      suites,
      async ({ name }) => {
        now.add(name);
        for (const one of now) (beside[one] ??= new Set()).add(name);
        for (const one of now) beside[name].add(one);
        await work(name);
        now.delete(name);
        return name;
      },
      slots,
    ),
  );
  const names = Object.fromEntries(Object.entries(beside).map(([name, others]) => [name, [...others].sort().join('')]));
  return { result, report, beside: names };
}

describe('suites side by side', () => {
  it('are at most so many, and their results are in the order of the list', async () => {
    const { result, beside } = await watch([suite('a'), suite('b'), suite('c')], 2);
    assert.deepEqual(result, ['a', 'b', 'c']);
    assert.equal(beside.a.includes('b'), true);
    assert.notEqual(beside.a, 'abc');
  });

  it('never share a lock', async () => {
    const locks = { locks: ['cargo'] };
    const { beside } = await watch([suite('a', locks), suite('b', locks), suite('c')], 3);
    assert.equal(beside.a.includes('b'), false);
    assert.equal(beside.a.includes('c'), true);
  });

  it('leave one that is alone to itself, and do not wait for it', async () => {
    const { beside } = await watch([suite('b'), suite('a', { alone: true }), suite('c')], 2);
    assert.deepEqual(beside, { a: 'a', b: 'bc', c: 'bc' });
  });

  it('keep what each says together', async () => {
    const { report } = await watch([suite('a'), suite('b')], 2, async (name) => {
      print(`${name} first`);
      await run(process.execPath, ['-e', `console.log('${name} second'); console.error('${name} third')`]);
    });
    for (const name of ['a', 'b']) {
      assert.match(
        report,
        new RegExp(`the suite ${name} .*\n${name} first\n${name} (second|third)\n${name} (second|third)\n`),
      );
    }
  });
});

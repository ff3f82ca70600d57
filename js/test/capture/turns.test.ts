// Work that is divided into tasks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inTurn } from '../../src/capture/parts/turns.js';

describe('work in turns', () => {
  it('is begun in a task of its own, in order, also after one that fails', async () => {
    const seen: string[] = [];
    const task = (): void => {
      seen.push('another task');
      if (seen.length < 20) setTimeout(task);
    };
    setTimeout(task);
    const does = (name: string) => (): Promise<void> => {
      seen.push(name);
      return name === 'second' ? Promise.reject(new Error(name)) : Promise.resolve();
    };
    const works = ['first', 'second', 'third'].map((name) => inTurn(does(name)));
    assert.equal(seen.length, 0, 'nothing at once');
    const settled = await Promise.allSettled(works);
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    const done = ['first', 'second', 'third'].map((name) => seen.indexOf(name));
    for (const [index, at] of done.entries())
      assert.ok(seen.slice(done[index - 1] ?? 0, at).includes('another task'), seen.join());
  });

  it('waits for no work before it to end', async () => {
    const endless = inTurn(() => new Promise<void>(() => undefined));
    assert.equal(await Promise.race([endless, inTurn(() => 'next')]), 'next');
  });

  it('is divided by the browser’s own means where it has them', async () => {
    const globals = globalThis as { scheduler?: unknown };
    let yielded = 0;
    globals.scheduler = { yield: () => Promise.resolve(void (yielded += 1)) };
    await Promise.all([inTurn(() => 1), inTurn(() => 2)]);
    delete globals.scheduler;
    assert.equal(yielded, 2);
  });
});

// How a script ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';

const LIB = new URL('../lib/', import.meta.url).href;
const ENDLESS = `
  const [{ main }, { print }] = await Promise.all(['process.mjs', 'output.mjs'].map((name) => import('${LIB}' + name)));
  await main(async () => {
    for (;;) {
      print('a line');
      await new Promise(setImmediate);
    }
  });
`;

describe('a script', () => {
  it('ends without a word where nobody reads on', { timeout: 20_000 }, async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', ENDLESS]);
    const errors = [];
    child.stderr.on('data', (text) => errors.push(text));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    assert.deepEqual([code, Buffer.concat(errors).toString()], [0, '']);
  });
});

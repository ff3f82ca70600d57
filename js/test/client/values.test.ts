// What a vendor's response holds, as it comes out: texts that JSON has to escape, and numbers to the last bit.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createClient, dispose } from 'idsnap';

const client = createClient({ endpoint: '/idsnap', fetch: () => assert.fail('nothing is to be sent') });

async function crossed(value: unknown): Promise<unknown> {
  const { raw } = await client.cvs.parse.card(200, `{"errorCode":"0","data":[],"value":${JSON.stringify(value)}}`);
  return Object.getOwnPropertyDescriptor(raw, 'value')?.value;
}

describe('a value of a response', () => {
  after(dispose);

  it('keeps every character of its texts and keys', async () => {
    const characters = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)).join('');
    const texts = ['', characters, '"', '\\', '\\"\\', 'a\u2028b\u2029', 'Ꙁ 中 😀', '\u0000'.repeat(3), '\\u0041'];
    assert.deepEqual(await crossed(texts), texts);
    const keys = Object.fromEntries(texts.map((text, index) => [text, index]));
    assert.deepEqual(await crossed(keys), keys);
  });

  it('keeps fractions and whole numbers', async () => {
    const numbers = [0, -1, 0.1, -0.25, 1e-7, 0.3333333333333333, 123456.789, 2 ** 53 - 1, 1 - 2 ** 53];
    assert.deepEqual(await crossed(numbers), numbers);
  });

  it('keeps null, flags, and lists and objects that are empty or nested', async () => {
    const values = [null, true, false, [], {}, [[]], { a: {} }, { a: [{ b: null }, []], c: '' }];
    assert.deepEqual(await crossed(values), values);
  });
});

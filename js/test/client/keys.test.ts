// Keys of a vendor's response that JavaScript has a meaning of its own for.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from 'idsnap';

describe('a key of a response', () => {
  it('is kept at every depth where every object has it already', async () => {
    const client = createClient({ endpoint: '/idsnap', fetch: () => assert.fail('nothing is to be sent') });
    const body = `{"errorCode":"0","__proto__":{"a":1},"data":[{"type":"passport","__proto__":"b",
      "info":{"id":"1","__proto__":[{"__proto__":2}]},"valid":"True"}]}`;
    const reply = await client.cvs.parse.card(200, body);
    assert.deepEqual(reply.raw, JSON.parse(body));
    assert.equal(reply.verdict.accepted, true);
    const own = (object: object): unknown => Object.getOwnPropertyDescriptor(object, '__proto__')?.value;
    assert.deepEqual(own(reply.data.extra), { a: 1 });
    assert.deepEqual(own(reply.data.items[0]?.extra ?? {}), JSON.parse('[{"__proto__":2}]'));
    assert.equal(Object.getPrototypeOf(reply.data.extra), Object.prototype);
    assert.deepEqual(reply.documents[0]?.documentNumber?.value, '1');
  });
});

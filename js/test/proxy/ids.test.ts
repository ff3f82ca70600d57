// The id that the proxy remembers for its owner is the id that the SDK goes on with, whatever a vendor's response looks like.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createClient, dispose } from 'idsnap';
import { ADD_DOCUMENT, post, proxyWith } from './support.js';

const client = createClient({ endpoint: 'https://shop.example' });
after(dispose);

interface Parsed {
  readonly state: string;
  readonly id?: string;
  readonly data?: { readonly documentId?: string; readonly transactionId?: string };
}

/** The id that the SDK takes from a response; none where it reads none. */
async function idOfSdk(parse: (status: number, body: Uint8Array) => Promise<unknown>, body: Uint8Array) {
  try {
    const { state, id, data } = (await parse(200, body)) as Parsed;
    return state === 'pending' ? id : (data?.documentId ?? data?.transactionId);
  } catch {
    return undefined;
  }
}

/** The id that the proxy remembers of a response. */
async function idOfProxy(path: string, body: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const ids: string[] = [];
  const ownership = { remember: ({ id }: { id: string }) => void ids.push(id), owns: () => true };
  const { proxy } = proxyWith(() => new Response(body), { ownership });
  assert.equal((await proxy(post(path, '{}'))).status, 200);
  assert(ids.length <= 1);
  return ids[0];
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

const SUBMISSIONS: [name: string, key: string, path: string, parse: Parameters<typeof idOfSdk>[0]][] = [
  ['Beorg', 'document_id', ADD_DOCUMENT, (status, body) => client.beorg.parse.addDocument(status, body)],
  [
    'ZOLOZ',
    'transactionId',
    '/zoloz/api/v1/zoloz/idrecognition/asyncrecognize',
    (status, body) => client.zoloz.parse.asyncRecognize(status, body),
  ],
];

for (const [name, key, path, parse] of SUBMISSIONS) {
  const capitals = key.toUpperCase();
  /** Each with the id that counts, where it is the same for every vendor. */
  const bodies: [body: string, id?: string][] = [
    [`{"${key}":"s-1"}`, 's-1'],
    [`{"${key}":"s-1","${key}":"s-2"}`, 's-1'],
    [`{"${key}":"s-2","a":[{"${key}":"s-3"}],"${key}":"s-1"}`, 's-2'],
    [`{"a":{"${key}":"s-3"},"${key}":"s-1"}`, 's-1'],
    [`{"a":"\\"${key}\\":\\"s-3\\"","${key}":"s-1"}`, 's-1'],
    [`{"${key.replace(/^./, '\\u00' + key.charCodeAt(0).toString(16))}":"s-1","${key}":"s-2"}`, 's-1'],
    [`\ufeff {"${key}" : "s\\u002d1" , "n":NaN}\n`, 's-1'],
    [`{"text":"a\nb","${key}":"s-1"}`, 's-1'],
    [`{"text":"\\ud800","${key}":"s-1"}`, 's-1'],
    [`{"${key}":null,"${key}":"s-2"}`],
    [`{"${key}":7,"${key}":"s-2"}`],
    [`{"${key}":{},"${key}":"s-2"}`],
    [`{"${key}":["s-1"],"${key}":"s-2"}`],
    [`{"${key}":[["s-1"]]}`],
    [`{"${key}":["s-1","s-2"]}`],
    [`{"${capitals}":"s-1","${key}":"s-2"}`],
    [`{"${capitals}":"s-1"}`],
    [`{"${key}":1.0}`],
    [`{"${key}":-0}`],
    [`{"${key}":12345678901234567890123}`],
    [`{"${key}":1e5}`],
    [`{"${key}":true}`],
    [`{"${key}":""}`],
    [`{"${key}":" "}`],
    [`[{"${key}":"s-1"}]`],
    [`{"a":{"${key}":"s-1"}}`],
    [`{"${key}":"s-1"`],
    [`{"${key}":"s-1"}}`],
    [`{"${key}":"s-1","a":01}`],
    [`{"${key}":"s-1","a":"\\x"}`],
    [`{"${key}":"s-1",}`],
    [`{"${key}":"s-1","a":${'['.repeat(511)}${']'.repeat(511)}}`, 's-1'],
    [`{"${key}":"s-1","a":${'['.repeat(512)}${']'.repeat(512)}}`],
    ['moon'],
    [''],
  ];

  describe(`a submission to ${name}`, () => {
    for (const [text, expected] of bodies) {
      it(`has one id for proxy and SDK: ${JSON.stringify(text.slice(0, 90))}`, async () => {
        const body = bytesOf(text);
        const id = await idOfProxy(path, body);
        assert.equal(id, await idOfSdk(parse, body));
        if (expected !== undefined) assert.equal(id, expected);
      });
    }

    it('has one id for proxy and SDK beside bytes that are no UTF-8', async () => {
      const body = new Uint8Array([...bytesOf('{"a":"'), 0xff, ...bytesOf(`","${key}":"s-1"}`)]);
      assert.deepEqual([await idOfProxy(path, body), await idOfSdk(parse, body)], ['s-1', 's-1']);
    });
  });
}

// Every public function with arguments of any kind: what it throws is always an `IdSnapError`, never a `TypeError`.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as idsnap from 'idsnap';

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = {
  get maxEdge() {
    throw new TypeError('from a getter');
  },
};
const ODD: unknown[] = [
  ...[undefined, null, 0, -1, NaN, Infinity, '', 'x', true, Symbol('s'), 5n, () => 1],
  ...[
    [],
    [null],
    {},
    { a: 1 },
    new Map(),
    new Date(NaN),
    new Uint8Array(3),
    new Blob(['x']),
    Object.create(null) as object,
  ],
  ...[
    revoked(),
    throwing,
    { toString: null },
    { signal: 5 },
    { onWarning: 3 },
    { worker: 'x' },
    { extra: Symbol('s') },
  ],
];

type Untyped = (...given: unknown[]) => unknown;
const fetch = (): Promise<Response> => Promise.resolve(new Response('{}'));
const client = idsnap.createClient({ endpoint: 'https://app.example/id', fetch, retry: { attempts: 1 } });
const FUNCTIONS = {
  init: idsnap.init,
  prepareImage: idsnap.prepareImage,
  prepareImages: idsnap.prepareImages,
  analyzeImage: idsnap.analyzeImage,
  createClient: idsnap.createClient,
  parseMrz: idsnap.parseMrz,
  readZone: idsnap.readZone,
  crossCheckMrz: idsnap.crossCheckMrz,
  formatMrz: idsnap.formatMrz,
  recognize: client.zoloz.recognize,
  poll: client.beorg.recognize,
  build: client.cvs.build.card,
  parse: client.cvs.parse.card,
};

describe('arguments of any kind', () => {
  before(() => idsnap.loadMrz());
  after(idsnap.dispose);

  for (const [name, call] of Object.entries(FUNCTIONS)) {
    it(`are refused by ${name} with an error of ours`, async () => {
      let refused = 0;
      for (const odd of ODD) {
        for (const given of [[odd], [{}, odd], [odd, odd]]) {
          try {
            await (call as Untyped)(...given);
          } catch (error) {
            assert.ok(idsnap.isIdSnapError(error), `${given.map((one) => typeof one).join()}: ${String(error)}`);
            refused += 1;
          }
        }
      }
      assert.ok(refused > ODD.length, `${refused} were refused`);
    });
  }
});

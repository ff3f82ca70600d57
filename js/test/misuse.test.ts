// Values that the types forbid and JavaScript passes all the same: each is refused by name, none is a `TypeError`.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { analyzeImage, createClient, dispose, init, isIdSnapError, prepareImage, prepareImages } from 'idsnap';
import { plainPng } from './fixtures.js';

const good = plainPng(40, 30);
const client = createClient({ endpoint: 'https://app.example/id', fetch: () => assert.fail('nothing is to be sent') });

/** The same function, for arguments of any type. */
const untyped = (call: unknown) => call as (...given: unknown[]) => unknown;
const make = untyped(createClient);
const card = untyped(client.cvs.card);
const recognize = untyped(client.beorg.recognize);

/** The code and field of what a call throws or rejects with. */
async function refusal(call: () => unknown): Promise<[string, string | undefined, string]> {
  try {
    await call();
  } catch (error) {
    assert.ok(isIdSnapError(error), String(error));
    return [error.code, error.field, error.message];
  }
  return assert.fail('expected a refusal');
}

async function assertRefused(call: () => unknown, code: string, field: string): Promise<void> {
  assert.deepEqual((await refusal(call)).slice(0, 2), [code, field], String(call));
}

after(dispose);

describe('options that are no plain object', () => {
  it('are refused by every function', async () => {
    for (const options of [null, [], new Map(), 5, 'x']) {
      for (const call of [
        () => make(options),
        () => untyped(init)(options),
        () => untyped(prepareImage)(good, options),
        () => untyped(prepareImages)([good], options),
        () => untyped(analyzeImage)(good, options),
        () => card({ image: good }, options),
        () => untyped(client.cvs.build.card)({ image: good }, options),
        () => recognize({ documents: [] }, options),
      ]) {
        await assertRefused(call, 'invalid_field', 'options');
      }
      await assertRefused(() => recognize({}, { poll: options }), 'invalid_field', 'options.poll');
      await assertRefused(() => card({ image: good }, { prepare: options }), 'invalid_field', 'options.prepare');
      await assertRefused(() => make({ endpoint: '/x', retry: options }), 'invalid_field', 'options.retry');
      await assertRefused(() => make({ endpoint: '/x', init: options }), 'invalid_field', 'options.init');
    }
  });

  it('are refused where they are missing and needed', async () => {
    assert.deepEqual(await refusal(() => make()), [
      'invalid_field',
      'options',
      'options: found undefined, expected an object',
    ]);
  });

  it('are named with the right article', async () => {
    const [, , message] = await refusal(() => make({ endpoint: '/x', retry: 5 }));
    assert.equal(message, 'options.retry: found the number 5, expected an object');
  });
});

describe('an object that throws when it is read', () => {
  const boom = (): never => {
    throw new Error('boom');
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const evil: [string, object][] = [
    ['a getter', Object.defineProperty({}, 'signal', { get: boom, enumerable: true })],
    ['a proxy', new Proxy({}, { get: boom, ownKeys: boom, getPrototypeOf: boom })],
    ['a proxy that was revoked', revoked.proxy],
    ['a tag', { [Symbol.toStringTag]: 'Blob', size: 1 }],
    ['a tag that throws', Object.defineProperty({ x: 1 }, Symbol.toStringTag, { get: boom })],
    ['a constructor that is null', { constructor: null }],
  ];
  for (const [name, given] of evil) {
    it(`is refused by every function: ${name}`, async () => {
      const calls = [
        () => make(given),
        () => make({ endpoint: '/x', retry: given }),
        () => make({ endpoint: '/x', init: given }),
        () => untyped(init)(given),
        () => untyped(prepareImage)(given),
        () => untyped(prepareImage)(good, given),
        () => untyped(prepareImage)(good, { crop: given }),
        () => untyped(prepareImages)(given),
        () => untyped(prepareImages)([given]),
        () => untyped(analyzeImage)(given),
        () => untyped(analyzeImage)(good, given),
        () => card(given),
        () => card({ image: given }),
        () => card({ image: good }, given),
        () => card({ image: good }, { prepare: given }),
        () => recognize({ documents: [given] }),
        () => recognize({}, { poll: given }),
        () => untyped(client.beorg.parse.getResult)(200, given),
        () => untyped(client.beorg.parse.getResult)(given, ''),
      ];
      for (const call of calls) {
        const [code] = await refusal(call);
        assert.ok(['invalid_field', 'unknown_option', 'source_unreadable'].includes(code), `${code} ${String(call)}`);
      }
      assert.equal((await prepareImage(good)).width, 40, 'and nothing is lost');
    });
  }
});

describe('a function of the caller’s own', () => {
  const failing = (): never => {
    throw new Error('no session');
  };
  const asked =
    (options: object): (() => unknown) =>
    () =>
      createClient({ endpoint: 'https://app.example/id', ...options }).beorg.getResult({ documentId: 's-1' });

  it('that throws is a wrong value of its option, with what it threw as the cause', async () => {
    for (const headers of [failing, () => Promise.reject(new Error('no session'))]) {
      await assertRefused(asked({ headers }), 'invalid_field', 'options.headers');
    }
    await assertRefused(asked({ endpoint: failing }), 'invalid_field', 'options.endpoint');
    const error: unknown = await Promise.resolve(asked({ headers: failing })()).catch((thrown: unknown) => thrown);
    assert.equal(((error as Error).cause as Error).message, 'no session');
  });

  it('that listens costs nothing, whether it throws or rejects', async () => {
    const lost: unknown[] = [];
    const onLost = (reason: unknown): void => void lost.push(reason);
    process.on('unhandledRejection', onLost);
    for (const onProgress of [failing, () => Promise.reject(new Error('no bar'))]) {
      await untyped(prepareImage)(good, { onProgress });
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', onLost);
    assert.deepEqual(lost, []);
  });
});

describe('a signal', () => {
  it('is an AbortSignal, not what looks like one', async () => {
    for (const signal of [{ aborted: false }, { aborted: true }, new AbortController(), null]) {
      await assertRefused(() => untyped(prepareImage)(good, { signal }), 'invalid_field', 'options.signal');
      await assertRefused(() => card({ image: good }, { signal }), 'invalid_field', 'options.signal');
    }
    await prepareImage(good, { signal: new AbortController().signal });
  });
});

describe('a list with a hole', () => {
  it('is refused at the hole', async () => {
    // eslint-disable-next-line no-sparse-arrays -- this is the case
    const holed = [, good];
    await assertRefused(() => untyped(prepareImages)(holed), 'invalid_field', 'sources[0]');
    const call = (): unknown => untyped(client.biometricKz.processDocument)({ files: holed });
    await assertRefused(call, 'invalid_field', 'request.files[0]');
  });
});

describe('a source that cannot be read', () => {
  it('is refused: memory that was transferred away', async () => {
    const bytes = new Uint8Array(good);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    for (const source of [bytes, bytes.buffer]) {
      await assertRefused(() => prepareImage(source), 'source_unreadable', 'source');
      await assertRefused(() => analyzeImage(source), 'source_unreadable', 'source');
      await assertRefused(() => card({ image: source }), 'source_unreadable', 'request.image');
    }
  });

  it('is refused: an ImageData without data', async () => {
    const source = { [Symbol.toStringTag]: 'ImageData', width: 1, height: 1 };
    await assertRefused(() => untyped(prepareImage)(source), 'source_unreadable', 'source');
  });
});

describe('the status of a response', () => {
  it('is a whole number of three digits', async () => {
    const parse = untyped(client.beorg.parse.getResult);
    for (const status of [Number.NaN, undefined, null, 'abc', '425', -1, 99, 1_000, 425.5, 65_961]) {
      await assertRefused(() => parse(status, ''), 'invalid_field', 'status');
    }
    assert.equal((await client.beorg.parse.getResult(425, '')).state, 'pending');
  });
});

describe('the body of a response', () => {
  it('is bytes that are still there, or text', async () => {
    const detached = new Uint8Array(8);
    structuredClone(detached, { transfer: [detached.buffer] });
    const parse = untyped(client.beorg.parse.getResult);
    for (const body of [detached, detached.buffer]) {
      await assertRefused(() => parse(425, body), 'source_unreadable', 'body');
    }
    for (const body of [undefined, null, {}, 5]) await assertRefused(() => parse(425, body), 'invalid_field', 'body');
  });
});

describe('where the engine is', () => {
  const missing = new URL('./no-such.wasm', import.meta.url);

  it('is checked when a client is made', async () => {
    const made = (given: unknown) => () => make({ endpoint: '/x', init: given });
    await assertRefused(made({ foo: 1 }), 'unknown_option', 'options.init.foo');
    await assertRefused(made({ wasmUrl: {} }), 'invalid_field', 'options.init.wasmUrl');
    made({ wasmUrl: missing, workerUrl: '/worker.js', worker: false })();
  });

  it('is refused where it can be no address, or nothing is there', async () => {
    dispose();
    for (const wasmUrl of [{}, [], 5]) {
      await assertRefused(() => untyped(init)({ wasmUrl }), 'invalid_field', 'options.wasmUrl');
    }
    for (const wasmUrl of [missing, 'no-such.wasm', 'http://[']) {
      assert.equal((await refusal(() => init({ wasmUrl })))[0], 'engine_unavailable', String(wasmUrl));
    }
    await init({});
  });
});

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
      'options: found nothing, expected an object',
    ]);
  });

  it('are named with the right article', async () => {
    const [, , message] = await refusal(() => make({ endpoint: '/x', retry: 5 }));
    assert.equal(message, 'options.retry: found the number 5, expected an object');
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

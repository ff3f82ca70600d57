// Advice where its texts cannot be loaded. A process of its own: what is not loaded here stays so.
import assert from 'node:assert/strict';
import { register } from 'node:module';
import { before, describe, it } from 'node:test';
import type * as sdk from 'idsnap';
import { en } from '../pkg/advice.js';

/** Has imports of a name fail, as on a page that was cut off. */
function block(names: RegExp): void {
  const hook = `export const resolve = (name, context, next) => {
    if (${String(names)}.test(name)) throw new TypeError('Failed to fetch dynamically imported module');
    return next(name, context);
  };`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

let idsnap: typeof sdk;

before(async () => {
  idsnap = await import('idsnap');
});

describe('advice whose texts cannot be loaded', () => {
  it('is English', async () => {
    block(/\/ru-\w+\.js$/);
    assert.equal(await idsnap.adviceFor('document_expired', 'ru'), en['document_expired']);
    await assert.rejects(idsnap.adviceFor('nothing' as sdk.ErrorCode, 'ru'), { code: 'invalid_field' });
  });

  it('is the own of an error, or what fits every code, where no text can be', async () => {
    block(/\/(advice|en|vi|kk)-\w+\.js$/);
    const error = await idsnap.prepareImage(new Uint8Array(0)).catch((cause: unknown) => cause as sdk.IdSnapError);
    assert.equal(await idsnap.adviceFor(error as sdk.IdSnapError, 'vi'), en['empty_image']);
    assert.equal(await idsnap.adviceFor('document_expired', 'vi'), en['engine_failed']);
    await assert.rejects(idsnap.adviceFor(7 as unknown as sdk.ErrorCode, 'vi'), { code: 'invalid_field' });
  });
});

// What a promise fails with.
import assert from 'node:assert/strict';
import { isIdSnapError, type IdSnapError } from 'idsnap';

/** The error of the package that a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<IdSnapError> {
  const error: unknown = await promise.then(
    () => assert.fail('it did not fail'),
    (thrown: unknown) => thrown,
  );
  assert.ok(isIdSnapError(error), String(error));
  return error;
}

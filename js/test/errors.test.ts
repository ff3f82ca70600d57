import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { IdSnapError, isIdSnapError } from 'idsnap';
import type { ErrorInfo } from 'idsnap';
import { infoOf, isIdSnapError as isFromAnotherCopy, LOCAL_CODES } from '../src/errors.js';
import { VERSION } from '../src/version.js';

const info: ErrorInfo = {
  code: 'rate_limited',
  category: 'quota',
  message: 'ZOLOZ answered REQUEST_TRAFFIC_EXCEED_LIMIT with HTTP status 200 (rate_limited)',
  retryable: true,
  advice: 'The service is busy. Please try again in a moment.',
  vendor: 'zoloz',
  status: 200,
  vendorCode: 'REQUEST_TRAFFIC_EXCEED_LIMIT',
};

describe('IdSnapError', () => {
  it('is rebuilt from plain data with every field', () => {
    const cause = new TypeError('x');
    const error = new IdSnapError(structuredClone(info), { cause });
    const { code, category, retryable, advice, vendor, status, vendorCode, message, name } = error;
    assert.deepEqual({ code, category, retryable, advice, vendor, status, vendorCode, message }, info);
    assert.equal(name, 'IdSnapError');
    assert.equal(error.cause, cause);
    assert.ok(error instanceof Error);
    assert.equal(IdSnapError.name, 'IdSnapError');
  });

  it('has no key for what is absent', () => {
    const error = new IdSnapError(infoOf('engine_failed', 'the engine failed'));
    for (const key of ['vendor', 'status', 'vendorCode', 'field', 'cause']) assert.ok(!(key in error), key);
  });

  it('is recognized by every copy of the package, and nothing else is', () => {
    const error = new IdSnapError(info);
    assert.ok(isIdSnapError(error));
    assert.ok(isFromAnotherCopy(error), 'the copy in js/src is another class');
    for (const other of [new Error('x'), info, { ...error.info }, undefined, 'IdSnapError'])
      assert.ok(!isIdSnapError(other));
  });
});

/** The published list, which is made from the core's own. */
async function published(): Promise<Map<string, object>> {
  const list = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...list.matchAll(/^\| `(\w+)` *\| (\w+) *\| (yes|no) *\| (.+?) *\|$/gm)];
  return new Map(
    rows.map(([, code = '', category, retryable, advice]) => [
      code,
      { code, category, retryable: retryable === 'yes', advice },
    ]),
  );
}

describe('the codes raised on this side', () => {
  it('say what the core publishes for them', async () => {
    const codes = await published();
    assert.ok(codes.size >= 40, `${codes.size} codes are published`);
    assert.ok(LOCAL_CODES.length >= 8);
    for (const code of LOCAL_CODES) {
      const { category, retryable, advice } = infoOf(code, '');
      assert.deepEqual({ code, category, retryable, advice }, codes.get(code));
    }
  });
});

describe('the version', () => {
  it('is the same in package.json, Cargo.toml and the code', async () => {
    const root = new URL('../../', import.meta.url);
    const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as { version: string };
    assert.equal(VERSION, version);
    assert.match(await readFile(new URL('Cargo.toml', root), 'utf8'), new RegExp(`^version = "${version}"$`, 'm'));
  });
});

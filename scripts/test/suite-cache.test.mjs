import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hashesOf, outlineOf, SuiteCache } from '../lib/suite-cache.mjs';

const GOOD = { passed: 3, failed: 0, skips: [] };
let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'idsnap-cache-'));
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'a.ts'), '1');
  writeFileSync(join(folder, 'docs', 'a.md'), '1');
});
after(() => rmSync(folder, { recursive: true }));

const FILES = ['a.ts', join('docs', 'a.md'), 'gone.ts', 'docs'];
const open = (versions = ['v20']) =>
  new SuiteCache(join(folder, 'target', 'check.json'), hashesOf(folder, FILES), versions);

describe('what suites came to', () => {
  it('is kept while files and tools are the same', () => {
    open().keep('typescript', GOOD);
    assert.equal(open().find('typescript').passed, 3);
    assert.equal(open(['v22']).find('typescript'), undefined);
    assert.equal(open().find('rust'), undefined);
  });

  it('is forgotten when a file changes that the suite may read', () => {
    open().keep('typescript', GOOD);
    open().keep('eslint', GOOD);
    writeFileSync(join(folder, 'docs', 'a.md'), '2');
    assert.equal(open().find('typescript'), undefined);
    assert.equal(open().find('eslint').passed, 3, 'it reads no pages');
    writeFileSync(join(folder, 'a.ts'), '2');
    assert.equal(open().find('eslint'), undefined);
  });

  it('is forgotten when it is not good, and keeps what was skipped', () => {
    const skips = [{ name: 'a', reason: 'no browser' }];
    open().keep('rust', { ...GOOD, skips });
    assert.deepEqual(open().find('rust').skips, skips);
    for (const bad of [
      { ...GOOD, failed: 1 },
      { ...GOOD, passed: 0 },
    ]) {
      open().keep('rust', GOOD);
      open().keep('rust', bad);
      assert.equal(open().find('rust'), undefined);
    }
  });

  it('is nothing where the file was cut off', () => {
    open().keep('rust', GOOD);
    writeFileSync(join(folder, 'target', 'check.json'), '{"rust":');
    assert.equal(open().find('rust'), undefined);
  });

  it('depends on the outline of a folder of large files', () => {
    const large = join(folder, 'large');
    assert.equal(outlineOf(large), 'none');
    mkdirSync(large);
    writeFileSync(join(large, 'a.bin'), '1');
    const before = outlineOf(large);
    assert.equal(outlineOf(large), before);
    writeFileSync(join(large, 'b.bin'), '1');
    assert.notEqual(outlineOf(large), before);
  });
});

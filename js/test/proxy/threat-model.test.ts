// The threat model names tests. Each of them is there and has tests, and every test of the proxy has its place in the model.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string) => readFileSync(`${root}${name}`, 'utf8');
const model = read('docs/security.md');

/** The cells of the threats: who, what, what stops them, and the tests that show it. */
const threats = Array.from(model.matchAll(/^\| (?!Who|---)(.+) \|$/gm), ([, cells = '']) =>
  cells.split(' | ').map((cell) => cell.trim()),
);
const testsOf = (cells: readonly string[]) =>
  Array.from((cells[3] ?? '').matchAll(/`([^`]+)`/g), ([, name = '']) => name);
const named = new Set(threats.flatMap(testsOf));

/** Tests of what is no defence. */
const OTHER = ['extra-fields', 'node', 'registry', 'threat-model', 'time-limit'];

describe('the threat model', () => {
  it('has a test for every threat', () => {
    assert(threats.length >= 20, threats.length.toString());
    for (const cells of threats) {
      assert.equal(cells.length, 4, cells.join(' | '));
      assert(testsOf(cells).length > 0, cells[1]);
      assert.equal(cells[3]?.replace(/`[^`]+`|, /g, ''), '', cells[3]);
    }
  });

  it('names only tests that are there', () => {
    for (const name of named) {
      const path = name.includes('/') ? `js/test/${name}.test.ts` : `js/test/proxy/${name}.test.ts`;
      assert.match(read(path), /^\s*it\(/m, path);
    }
  });

  it('has a place for every test of the proxy', () => {
    const all = readdirSync(`${root}js/test/proxy`).flatMap((name) => /^(.+)\.test\.ts$/.exec(name)?.[1] ?? []);
    assert.deepEqual(
      all.filter((name) => !named.has(name) && !OTHER.includes(name)),
      [],
    );
  });

  it('is named by SECURITY.md', () => {
    assert.match(read('SECURITY.md'), /\(docs\/security\.md\)/);
  });

  it('names only options and commands that the documentation of the proxy has', () => {
    const documented = `${read('docs/proxy.md')}${read('js/src/proxy/options.ts')}${read('package.json')}${read('docs/network.md')}`;
    const words = threats.flatMap((cells) =>
      Array.from((cells[2] ?? '').matchAll(/`([^`]+)`/g), ([, word = '']) => word),
    );
    assert(words.length >= 8, words.length.toString());
    const ofHttp = ['https', 'nosniff', 'Origin', 'Sec-Fetch-Site', '100 Continue', 'true'];
    for (const word of words.filter((word) => !ofHttp.includes(word))) assert(documented.includes(word), word);
  });
});

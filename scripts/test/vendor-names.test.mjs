import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linesAgainst } from '../suites/vendor-names.mjs';

const IDS = ['acme', 'other[-_.]?one'];
const file = (name, text) => ({ name, text });

describe('names of vendors', () => {
  it('are found in generic code however they are spelt', () => {
    const files = [file('src/a.rs', 'fn f() {}\nAcmeRequest\n'), file('js/src/b.ts', "x === 'otherOne'\nOTHER_ONE\n")];
    assert.deepEqual(linesAgainst(files, IDS), [
      'src/a.rs:2: AcmeRequest',
      "js/src/b.ts:1: x === 'otherOne'",
      'js/src/b.ts:2: OTHER_ONE',
    ]);
  });

  it('may stand in folders of a vendor, registries, comments and tests', () => {
    const files = [
      file('src/vendors/acme/mod.rs', 'acme'),
      file('js/src/proxy/other-one.ts', 'acme'),
      file('src/vendors/mod.rs', 'acme'),
      file('src/a.rs', '/// As acme.\n// acme\n#[cfg(test)]\nmod tests { acme }'),
      file('js/src/a.ts', ' * @example acme'),
    ];
    assert.deepEqual(linesAgainst(files, IDS), []);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from '../suites/vendor-names.mjs';

const IDS = ['acme', 'other[-_.]?one'];
const file = (name, text) => ({ name, text });

describe('names of vendors', () => {
  it('are found in generic code however they are spelt', () => {
    const files = [file('src/a.rs', 'fn f() {}\nAcmeRequest\n'), file('js/src/b.ts', "x === 'otherOne'\nOTHER_ONE\n")];
    assert.deepEqual(judge(files, IDS, {}).findings, [
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
    assert.deepEqual(judge(files, IDS, {}), { excused: [], findings: [] });
  });

  it('are excused in files of the list, up to their number', () => {
    const files = [file('src/a.rs', 'acme\nacme')];
    assert.deepEqual(judge(files, IDS, { 'src/a.rs': 2 }), { excused: [{ name: 'src/a.rs', count: 2 }], findings: [] });
    assert.equal(judge(files, IDS, { 'src/a.rs': 1 }).findings.length, 2);
  });

  it('do not stay in the list when they are gone', () => {
    assert.equal(judge([file('src/a.rs', 'nothing')], IDS, { 'src/a.rs': 1, 'src/gone.rs': 1 }).findings.length, 2);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { compareVersions, releasedChangelog, VERSION_FILES, withVersion } from '../release/version.mjs';

test('versions are ordered as Semantic Versioning has them', () => {
  const ordered = ['0.1.0', '0.9.9', '0.10.0', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta.2'];
  const all = [...ordered, '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.0.1', '2.0.0'];
  for (let at = 1; at < all.length; at += 1) {
    assert.ok(compareVersions(all[at - 1], all[at]) < 0, `${all[at - 1]} ${all[at]}`);
    assert.ok(compareVersions(all[at], all[at - 1]) > 0, `${all[at]} ${all[at - 1]}`);
  }
  assert.equal(compareVersions('1.2.3', '1.2.3'), 0);
  for (const bad of ['', '1.2', 'v1.2.3', '1.2.3.4', '1.2.x']) assert.throws(() => compareVersions(bad, '1.0.0'));
});

test('every file has the version once, and takes another', () => {
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  for (const name of VERSION_FILES) {
    const text = readFileSync(inRoot(name), 'utf8');
    const changed = withVersion(name, text, version, '123.4.5');
    assert.equal(changed.split('123.4.5').length, 2, name);
    assert.equal(withVersion(name, changed, '123.4.5', version), text, name);
    assert.throws(() => withVersion(name, text, '99.0.0', '100.0.0'), { message: new RegExp(name) });
  }
});

test('what was not released becomes the version', () => {
  const text = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-01\n\n- Nothing.\n';
  const released = releasedChangelog(text, '0.2.0', '2026-12-01');
  assert.match(released, /## \[Unreleased\]\n\n## \[0\.2\.0\] - 2026-12-01\n\n### Added\n\n- One\.\n\n## \[0\.1\.0\]/);
  assert.throws(() => releasedChangelog(released, '0.3.0', '2026-12-02'), { message: /nothing stands/ });
  assert.throws(() => releasedChangelog('# Changelog\n', '0.3.0', '2026-12-02'), { message: /no one/ });
});

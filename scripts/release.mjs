// npm run release -- 1.2.3: makes a release of what is committed. It refuses where a check is red.
//
//   npm run release -- 1.2.3 [--dry-run]
//
// 1. The tree is clean, the version is higher than the one before, and "Unreleased" of the changelog has entries.
// 2. `npm test` passes.
// 3. The version goes to package.json, Cargo.toml and js/src/version.ts; "Unreleased" becomes the version with its date.
// 4. One commit and the tag v1.2.3. Pushing the tag publishes (.github/workflows/release.yml); nothing is pushed from here.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inRoot } from './lib/paths.mjs';
import { capture, Failure, main, run } from './lib/process.mjs';
import { done, step } from './lib/terminal.mjs';
import { compareVersions, releasedChangelog, withVersion, VERSION_FILES } from './release/version.mjs';

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false } },
  });
  const [version] = positionals;
  const current = JSON.parse(read('package.json')).version;
  if (version === undefined || positionals.length > 1) throw new Failure('name one version: npm run release -- 1.2.3');
  if (compareVersions(version, current) <= 0) throw new Failure(`${version} is not higher than ${current}`);
  const files = new Map(VERSION_FILES.map((name) => [name, withVersion(name, read(name), current, version)]));
  files.set('CHANGELOG.md', releasedChangelog(read('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10)));
  refuseUnlessClean(version);
  step('npm test');
  await run('npm', ['test', '--silent']);
  if (values['dry-run']) return done(`every check is green; ${[...files.keys()].join(', ')} would change`);
  for (const [name, text] of files) writeFileSync(inRoot(name), text);
  await run('cargo', ['update', '--workspace', '--offline']);
  await run('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund']);
  await run('git', ['commit', '--quiet', '--all', '--message', `Release ${version}`]);
  await run('git', ['tag', '--annotate', `v${version}`, '--message', `idsnap ${version}`]);
  done(`v${version} is made. git push --follow-tags publishes it.`);
});

function read(name) {
  return readFileSync(inRoot(name), 'utf8');
}

function refuseUnlessClean(version) {
  if (capture('git', ['status', '--porcelain']) !== '') throw new Failure('commit or remove your changes first');
  if (capture('git', ['tag', '--list', `v${version}`]) !== '')
    throw new Failure(`the tag v${version} is there already`);
}

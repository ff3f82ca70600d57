// Opens the cache of `npm run check`: what every suite may read, and the tools it is read with.
import { inRoot, root } from '../lib/paths.mjs';
import { capture } from '../lib/process.mjs';
import { hashesOf, outlineOf, SuiteCache } from '../lib/suite-cache.mjs';

const VERSIONS = [
  ['rustc', '--version', '--verbose'],
  ['cargo', '--version'],
  [process.env.IDSNAP_CHROMIUM ?? '/usr/bin/chromium', '--version'],
];

/** The cache of this checkout. */
export function openSuiteCache() {
  const listed = capture('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
  const versions = VERSIONS.map(([name, ...args]) => capture(name, args, { evenIfFailed: true }));
  const shared = outlineOf(inRoot('..', 'shared'));
  const hashes = hashesOf(root, new Set(listed.split('\0').filter(Boolean)));
  return new SuiteCache(inRoot('target', 'check.json'), hashes, [
    process.version,
    process.platform,
    shared,
    ...versions,
  ]);
}

// The list of suites, cheapest first.
import { Failure } from '../lib/process.mjs';
import { namesSuite } from './names.mjs';
import { nativeSuite } from './native.mjs';
import { packageSuite } from './package.mjs';
import { rustSuites } from './rust.mjs';
import { sizeSuite } from './size.mjs';
import { lintSuites, typescriptSuites } from './typescript.mjs';

/**
 * A suite: `needs` names what the set-up makes for it, `isPresent` tells whether its files exist, and `run` counts.
 *
 * @typedef {{ name: string, title: string, files: string, needs: string[], isPresent: () => boolean,
 *   run: (context: object) => Promise<{ passed: number, failed: number, skipped?: number }> }} Suite
 */

/** @type {Suite[]} */
export const SUITES = [
  namesSuite,
  ...lintSuites,
  ...rustSuites,
  ...typescriptSuites,
  nativeSuite,
  packageSuite,
  sizeSuite,
];

/** The suites named by `--only` less those named by `--skip`; both take commas. */
export function selectSuites(only, skip) {
  const [wanted, unwanted] = [only, skip].map((list) => list.flatMap((names) => names.split(',')));
  for (const name of [...wanted, ...unwanted]) {
    if (!SUITES.some((suite) => suite.name === name)) {
      throw new Failure(`no suite is named ${name}; there are: ${SUITES.map((suite) => suite.name).join(', ')}`);
    }
  }
  return SUITES.filter(({ name }) => (wanted.length === 0 || wanted.includes(name)) && !unwanted.includes(name));
}

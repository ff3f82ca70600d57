// The list of suites, in the order in which they start. Those that wait for cargo's target folder come first: one after
// another they take the longest.
import { Failure } from '../lib/process.mjs';
import { examplesSuite } from './examples.mjs';
import { fifthVendorSuite } from './fifth-vendor.mjs';
import { namesSuite } from './names.mjs';
import { nativeSuite } from './native.mjs';
import { packageSuite } from './package.mjs';
import { rustSuites } from './rust.mjs';
import { scriptsSuite } from './scripts.mjs';
import { sizeSuite } from './size.mjs';
import { lintSuites, typescriptSuites } from './typescript.mjs';

/**
 * A suite: `needs` names what the set-up makes for it, `isPresent` tells whether its files exist, and `run` counts.
 * Suites that have a lock in common never run together; one that is `alone` has the machine to itself, because it
 * measures time.
 *
 * @typedef {{ name: string, title: string, files: string, needs: string[], locks?: string[], alone?: boolean,
 *   isPresent: () => boolean, run: (context: object) => Promise<import('../lib/outcome.mjs').Outcome> }} Suite
 */

/** @type {Suite[]} */
export const SUITES = [
  ...rustSuites,
  nativeSuite,
  fifthVendorSuite,
  namesSuite,
  scriptsSuite,
  ...lintSuites,
  examplesSuite,
  ...typescriptSuites,
  packageSuite,
  sizeSuite,
];

/** The suites named less those to skip, or all less those; both lists take commas. */
export function selectSuites(only, skip) {
  const [wanted, unwanted] = [only, skip].map((list) => list.flatMap((names) => names.split(',')));
  for (const name of [...wanted, ...unwanted]) {
    if (!SUITES.some((suite) => suite.name === name)) {
      throw new Failure(`no suite is named ${name}; there are: ${SUITES.map((suite) => suite.name).join(', ')}`);
    }
  }
  return SUITES.filter(({ name }) => (wanted.length === 0 || wanted.includes(name)) && !unwanted.includes(name));
}

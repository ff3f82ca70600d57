// The matrix of set-ups: which are in `npm test`, which in `npm run test:packaging`, and which in neither.
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';

/** What the set-ups of `npm run test:packaging` came to when they last ran in this checkout. */
export const KEPT_SET_UPS = inRoot('target', 'packaging.json');

/** @returns {Record<string, { said: string, at: string }>} */
export const keptSetUps = () => (existsSync(KEPT_SET_UPS) ? JSON.parse(readFileSync(KEPT_SET_UPS, 'utf8')) : {});

/** The set-ups that `npm test` runs, and the test of each in `tests/packaging/bundlers.test.mjs`. */
export const IN_NPM_TEST = {
  'Vite 8, development server': 'runs from the development server of Vite',
  'Vite 8, build': 'is bundled by Vite',
  webpack: 'is bundled by webpack',
  'esbuild, with the worker as an entry':
    'is bundled by esbuild, with the worker as an entry and the wasm files copied',
  'plain HTML': 'runs unbundled, by a script of type module',
  'plain HTML from a CDN': 'runs from a CDN of another origin, with a worker of three lines, and says so without',
  'plain HTML with Trusted Types':
    'makes its worker by the policy idsnap where the page takes trusted types alone, and says so where it may not',
  'classic script (iife)': 'runs in a classic script that names its files, and says so in one that does not',
  'service worker': 'fails in a service worker with what to do',
};

/** Set-ups that no project tries, and why. */
const UNTRIED = {
  'Angular before 21, Next before 16, webpack 4': 'only the newest of each is tried',
};

const WIDTH = 56;

/**
 * A line for each set-up: what came of it, or why it was not tried.
 *
 * @param {{ failures?: { name: string }[] }} outcome of the tests in `npm test`
 * @param {readonly string[]} others the names of those in `npm run test:packaging`
 * @param {Record<string, { said: string, at: string }>} kept what they came to when they last ran here
 */
export function matrixLines({ failures = [] }, others, kept) {
  const isFailed = (test) => failures.some(({ name }) => name === test);
  const rows = [
    ...Object.entries(IN_NPM_TEST).map(([name, test]) => [name, isFailed(test) ? 'failed' : 'passed']),
    ...others.map((name) => [name, `not run here, takes packages of npm and minutes: ${saidBefore(kept[name])}`]),
    ...Object.entries(UNTRIED).map(([name, reason]) => [name, `not tried: ${reason}`]),
  ];
  return rows.map(([name, said]) => `${name.padEnd(WIDTH)} ${said}`);
}

function saidBefore(kept) {
  if (kept === undefined) return 'npm run test:packaging has not run in this checkout';
  return `npm run test:packaging, ${kept.said} ${kept.at.slice(0, 10)}`;
}

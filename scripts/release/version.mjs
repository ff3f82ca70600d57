// Versions, and what is written where one becomes the next.
import { Failure } from '../lib/process.mjs';

/** Where the version stands. */
export const VERSION_FILES = ['package.json', 'Cargo.toml', 'js/src/version.ts'];

const PLACES = {
  'package.json': (version) => `  "version": "${version}",`,
  'Cargo.toml': (version) => `\nversion = "${version}"\n`,
  'js/src/version.ts': (version) => `export const VERSION = '${version}';`,
};
const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?$/;
const UNRELEASED = '## [Unreleased]\n';

/** The file's text with another version. */
export function withVersion(name, text, current, version) {
  const place = PLACES[name];
  if (text.split(place(current)).length !== 2)
    throw new Failure(`${name} does not have version ${current} in its place`);
  return text.replace(place(current), place(version));
}

/**
 * Compares two versions by the rules of Semantic Versioning 2.0: below zero where the first is lower.
 *
 * @throws {Failure} where one of them is no version
 */
export function compareVersions(one, other) {
  const [first, second] = [one, other].map((text) => VERSION.exec(text) ?? refuse(text));
  for (const at of [1, 2, 3]) if (first[at] !== second[at]) return Number(first[at]) - Number(second[at]);
  return comparePreReleases(first[4], second[4]);
}

function refuse(text) {
  throw new Failure(`${text} is no version: major.minor.patch`);
}

/** A version without a pre-release is higher than one with it; numbers are lower than words. */
function comparePreReleases(one, other) {
  if (one === other) return 0;
  if (one === undefined || other === undefined) return one === undefined ? 1 : -1;
  const [first, second] = [one.split('.'), other.split('.')];
  for (let at = 0; at < Math.min(first.length, second.length); at += 1) {
    if (first[at] !== second[at]) return compareIdentifiers(first[at], second[at]);
  }
  return first.length - second.length;
}

function compareIdentifiers(one, other) {
  const [isNumber, isOther] = [one, other].map((text) => /^\d+$/.test(text));
  if (isNumber && isOther) return Number(one) - Number(other);
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  return one < other ? -1 : 1;
}

/**
 * The changelog with what was not released as the version, under its date.
 *
 * @param {string} text
 * @param {string} version
 * @param {string} date as ISO 8601 has it
 */
export function releasedChangelog(text, version, date) {
  const [head, rest, ...more] = text.split(UNRELEASED);
  if (rest === undefined || more.length > 0) throw new Failure('the changelog has no one "## [Unreleased]"');
  const entries = rest.split(/^## /m)[0];
  if (!/^- /m.test(entries)) throw new Failure('nothing stands under "Unreleased" in the changelog');
  return `${head}${UNRELEASED}\n## [${version}] - ${date}\n${rest}`;
}

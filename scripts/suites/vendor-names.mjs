// Generic code names no vendor: a vendor has its folders, and one line in each registry.
import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { filesBelow, inRoot, root } from '../lib/paths.mjs';
import { detail, warn } from '../lib/terminal.mjs';

/** Where each vendor has its line. */
const REGISTRIES = /^(src\/vendors\/mod\.rs|js\/src\/vendors\/[\w-]+\.ts)$/;

/**
 * Generic files that name a vendor all the same, and in how many lines. The list only shrinks: a file that names none any
 * more is taken out, and no file is added.
 */
const OFFENDERS = {
  'js/src/proxy/index.ts': 4,
};

/** The names of the vendors, in whatever way they are spelt. */
const vendorIds = () =>
  readdirSync(inRoot('src', 'vendors'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name.split('_').join('[-_.]?'));

/** What is against the rule; says which files the list of offenders still excuses. */
export function checkVendorNames() {
  const files = ['src', 'js/src'].flatMap((folder) => filesBelow(inRoot(folder), '.rs', '.ts'));
  const named = (path) => relative(root, path).replaceAll('\\', '/');
  const texts = files.map((path) => ({ name: named(path), text: readFileSync(path, 'utf8') }));
  const { findings, excused } = judge(texts, vendorIds(), OFFENDERS);
  const lines = excused.reduce((sum, { count }) => sum + count, 0);
  if (lines > 0) warn(`${excused.length} generic files name a vendor in ${lines} lines, which is to become none:`);
  for (const { name, count } of excused) detail(`  ${name} (${count})`);
  return findings;
}

/**
 * Compares files with the list of offenders.
 *
 * @param {{ name: string, text: string }[]} files
 * @param {string[]} ids patterns of the vendors' names
 * @param {Record<string, number>} offenders
 */
export function judge(files, ids, offenders) {
  const vendor = new RegExp(ids.join('|'), 'i');
  const generic = files.filter(({ name }) => !vendor.test(name) && !REGISTRIES.test(name));
  const counts = generic.map(({ name, text }) => ({ name, lines: linesNaming(text, vendor) }));
  const excused = counts.filter(({ name, lines }) => lines.length > 0 && lines.length <= (offenders[name] ?? 0));
  const tooMany = counts.filter(({ name, lines }) => lines.length > (offenders[name] ?? 0));
  const clean = Object.keys(offenders).filter(
    (name) => !counts.some((one) => one.name === name && one.lines.length > 0),
  );
  return {
    excused: excused.map(({ name, lines }) => ({ name, count: lines.length })),
    findings: [
      ...tooMany.flatMap(({ name, lines }) => lines.map(({ number, line }) => `${name}:${number}: ${line}`)),
      ...clean.map((name) => `${name} names no vendor any more: take it out of scripts/suites/vendor-names.mjs`),
    ],
  };
}

/** Lines of code that name a vendor. Comments may give a vendor as an example, and so may tests within a file. */
function linesNaming(text, vendor) {
  const [code] = text.split(/^#\[cfg\(test\)\]/m);
  const lines = code.split('\n').map((line, index) => ({ number: index + 1, line: line.trim().slice(0, 100) }));
  return lines.filter(({ line }) => vendor.test(line) && !/^(\/\/|\/?\*)/.test(line));
}

// Generic code names no vendor: a vendor has its folders, and one line in each registry.
import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { filesBelow, inRoot, root } from '../lib/paths.mjs';

/** Where each vendor has its line. */
const REGISTRIES = /^(src\/vendors\/mod\.rs|js\/src\/(vendors\/[\w-]+|proxy\/gateways|sandbox\/simulators)\.ts)$/;

/** The names of the vendors, in whatever way they are spelt. */
const vendorIds = () =>
  readdirSync(inRoot('src', 'vendors'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name.split('_').join('[-_.]?'));

/** Every line that is against the rule. */
export function checkVendorNames() {
  const files = ['src', 'js/src'].flatMap((folder) => filesBelow(inRoot(folder), '.rs', '.ts'));
  const named = (path) => relative(root, path).replaceAll('\\', '/');
  return linesAgainst(
    files.map((path) => ({ name: named(path), text: readFileSync(path, 'utf8') })),
    vendorIds(),
  );
}

/**
 * Lines of generic files that name a vendor. `ids` are patterns of the vendors' names.
 *
 * @param {{ name: string, text: string }[]} files
 * @param {string[]} ids
 */
export function linesAgainst(files, ids) {
  const vendor = new RegExp(ids.join('|'), 'i');
  const generic = files.filter(({ name }) => !vendor.test(name) && !REGISTRIES.test(name));
  return generic.flatMap(({ name, text }) =>
    linesNaming(text, vendor).map(({ number, line }) => `${name}:${number}: ${line}`),
  );
}

/** Lines of code that name a vendor. Comments may give a vendor as an example, and so may tests within a file. */
function linesNaming(text, vendor) {
  const [code] = text.split(/^#\[cfg\(test\)\]/m);
  const lines = code.split('\n').map((line, index) => ({ number: index + 1, line: line.trim().slice(0, 100) }));
  return lines.filter(({ line }) => vendor.test(line) && !/^(\/\/|\/?\*)/.test(line));
}

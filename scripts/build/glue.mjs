// wasm-bindgen's JavaScript without what this package has no use for: it is in the worker, and once more in what runs in the
// page's own thread.
import { Failure } from '../lib/process.mjs';

/** What is taken out, and what stays of it. The pinned version of wasm-bindgen writes each of them. */
const UNUSED = [
  {
    what: 'the former parameters of initSync, with a warning in the console',
    pattern:
      /if \(Object\.getPrototypeOf\(module\) === Object\.prototype\) \{\s+(\(\{module\} = module\))\s+\} else \{\s+console\.warn\([^\n]+\s+\}/g,
    rest: '$1;',
  },
  {
    what: 'a module that is not compiled yet',
    pattern: /if \(!\(module instanceof WebAssembly\.Module\)\) \{\s+module = new WebAssembly\.Module\(module\);\s+\}/g,
    rest: '',
  },
  {
    what: 'encodeInto for browsers that lack what every wasm file needs',
    pattern: /^if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[^]*?^\}\n/gm,
    rest: '',
  },
  {
    what: 'texts for a module that cannot enlarge what it gave',
    pattern: /^ {4}if \(realloc === undefined\) \{\n[^]*?^ {4}\}\n/gm,
    rest: '',
  },
  {
    // What JavaScript throws there ends the instance, as a trap does.
    what: 'memory given back where an argument cannot be copied',
    pattern: /^ {4}try \{\n((?: {8}(?:ptr|len)\d+ = .*\n)+) {4}\} catch \(e\) \{\n[^]*?^ {4}\}\n/gm,
    rest: '$1',
  },
  {
    what: 'whether there is what there always is',
    pattern: /if \(typeof (\w+) !== 'undefined'\) (?=\1 = 0;)/g,
    rest: '',
  },
  {
    what: 'steps of one byte',
    pattern: /(?<=len\d+|length|ptr) [*/] 1(?=[,)])/g,
    rest: '',
  },
];

/**
 * The same JavaScript without that.
 *
 * @param {string} glue
 * @returns {string}
 */
export function withoutUnused(glue) {
  return UNUSED.reduce((all, { what, pattern, rest }) => {
    const less = all.replace(pattern, rest);
    if (less === all) throw new Failure(`wasm-bindgen no longer writes as it did: ${what}`);
    return less;
  }, glue);
}

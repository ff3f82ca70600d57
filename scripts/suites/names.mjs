// Words that must stay where they belong, and files that must stay short.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { filesBelow, inRoot, root } from '../lib/paths.mjs';
import { detail, failed } from '../lib/terminal.mjs';
import { checkVendorNames } from './vendor-names.mjs';

const MOST_LINES = 400;

const below = (folder, ...suffixes) => filesBelow(inRoot(folder), ...suffixes);
const isBelow = (path, folder) => relative(inRoot(folder), path).split(/[\\/]/)[0] !== '..';
const nameOf = (path) => relative(root, path).replaceAll('\\', '/');
const read = (path) => readFileSync(path, 'utf8');

/** A rule that no line of the files matches the pattern. */
const never = (title, files, forbidden) => ({
  title,
  findings: () =>
    files().flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          forbidden.test(line) ? [`${nameOf(file)}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
        ),
    ),
});

/** @type {{ title: string, findings: () => string[] }[]} */
const RULES = [
  never(
    // Deriving `tsify::Tsify` in a `cfg_attr` is the one thing about wasm that the core says.
    'the core names no wasm crate outside src/wasm',
    () => below('src', '.rs').filter((path) => !isBelow(path, 'src/wasm')),
    /\b(web_sys|js_sys|wasm_bindgen|serde_wasm_bindgen|gloo_net)\b|\buse tsify\b/,
  ),
  never(
    'only src/wasm/transport.rs names gloo_net',
    () => below('src/wasm', '.rs').filter((path) => !path.endsWith('transport.rs')),
    /\bgloo_net\b/,
  ),
  never(
    'no binding takes or gives values by into_wasm_abi or from_wasm_abi',
    () => below('src', '.rs'),
    /\b(into_wasm_abi|from_wasm_abi)\b/,
  ),
  never(
    'the package logs nothing and ignores no type error',
    () => below('js/src', '.ts'),
    /\bconsole\.|@ts-ignore|@ts-nocheck/,
  ),
  never('package-lock.json names no registry', () => [inRoot('package-lock.json')], /"resolved"/),
  { title: 'generic code names no vendor', findings: checkVendorNames },
  { title: `no source file has more than ${MOST_LINES} lines`, findings: longFiles },
  { title: 'every npm script that a page names is there', findings: unknownScripts },
];

function longFiles() {
  const files = ['src', 'js/src', 'pixels'].flatMap((folder) => below(folder, '.rs', '.ts', '.css'));
  const lines = (path) => read(path).split('\n').length - 1;
  return files.filter((path) => lines(path) > MOST_LINES).map((path) => `${nameOf(path)} has ${lines(path)} lines`);
}

function unknownScripts() {
  const { scripts } = JSON.parse(read(inRoot('package.json')));
  const pages = [...filesBelow(inRoot('docs'), '.md'), inRoot('README.md'), inRoot('CONTRIBUTING.md')];
  return pages.flatMap((path) =>
    [...read(path).matchAll(/\bnpm run ([\w:-]+)/g)]
      .filter(([, name]) => !(name in scripts))
      .map(([command]) => `${nameOf(path)}: ${command}`),
  );
}

function check({ title, findings }) {
  const found = findings();
  if (found.length === 0) detail(`✓ ${title}`);
  else failed([title, ...found].join('\n    '));
  return found.length === 0;
}

async function run() {
  const results = RULES.map(check);
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

export const namesSuite = {
  name: 'names',
  title: 'words that must stay where they belong, and files that must stay short',
  files: 'src/**',
  needs: [],
  isPresent: () => true,
  run,
};

// Words that must stay where they belong.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { filesBelow, inRoot, root } from '../lib/paths.mjs';
import { detail, failed } from '../lib/terminal.mjs';

/** @type {{ title: string, files: () => string[], forbidden: RegExp }[]} */
const RULES = [
  {
    // Deriving `tsify::Tsify` in a `cfg_attr` is the one thing about wasm that the core says.
    title: 'the core names no wasm crate outside src/wasm',
    files: () => filesBelow(inRoot('src'), '.rs').filter((path) => !isBelow(path, 'src/wasm')),
    forbidden: /\b(web_sys|js_sys|wasm_bindgen|serde_wasm_bindgen|gloo_net)\b|\buse tsify\b/,
  },
  {
    title: 'only src/wasm/transport.rs names gloo_net',
    files: () => filesBelow(inRoot('src/wasm'), '.rs').filter((path) => !path.endsWith('transport.rs')),
    forbidden: /\bgloo_net\b/,
  },
  {
    title: 'no binding takes or gives values by into_wasm_abi or from_wasm_abi',
    files: () => filesBelow(inRoot('src'), '.rs'),
    forbidden: /\b(into_wasm_abi|from_wasm_abi)\b/,
  },
  {
    title: 'the package logs nothing and ignores no type error',
    files: () => filesBelow(inRoot('js/src'), '.ts'),
    forbidden: /\bconsole\.|@ts-ignore|@ts-nocheck/,
  },
  {
    title: 'package-lock.json names no registry',
    files: () => [inRoot('package-lock.json')],
    forbidden: /"resolved"/,
  },
];

const isBelow = (path, folder) => relative(inRoot(folder), path).split(/[\\/]/)[0] !== '..';

function check({ title, files, forbidden }) {
  const findings = files().flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        forbidden.test(line) ? [`${relative(root, file)}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
      ),
  );
  if (findings.length === 0) detail(`✓ ${title}`);
  else failed([title, ...findings].join('\n    '));
  return findings.length === 0;
}

async function run() {
  const results = RULES.map(check);
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

export const namesSuite = {
  name: 'names',
  title: 'words that must stay where they belong',
  files: 'src/**',
  needs: [],
  isPresent: () => true,
  run,
};

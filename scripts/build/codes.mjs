// The list of error codes that JavaScript goes by, made from the core's declaration as it stands in idsnap.d.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/process.mjs';

const BLOCK = /^export interface ErrorCodes \{\n(.+?)^\}/ms;
const ENTRY = /^ +(\w+): (\[.+\]);$/gm;

const HEADER = `import type { Category } from './idsnap.js';
/** The category of a code, whether the same call can succeed when it is made again, and the advice in English. */
export type CodeFacts = readonly [category: Category, retryable: boolean, advice: string];
`;

const ADVICE = `/** The advice in English, by code. */
export declare const en: Readonly<Record<string, string>>;
`;

/**
 * Writes codes.js beside the idsnap.d.ts in `folder`: an export a code, so that a bundle has just those it names. And advice.js, all
 * advice, for a module that is loaded on demand.
 */
export function writeCodes(folder) {
  const list = codesIn(readFileSync(join(folder, 'idsnap.d.ts'), 'utf8'));
  const code = list.map(([name, facts]) => `export const ${name} = ${JSON.stringify(facts)};\n`);
  const types = list.map(([name]) => `export declare const ${name}: CodeFacts;\n`);
  writeFileSync(join(folder, 'codes.js'), code.join(''));
  writeFileSync(join(folder, 'codes.d.ts'), HEADER + types.join(''));
  const texts = Object.fromEntries(list.map(([name, [, , advice]]) => [name, advice]));
  writeFileSync(join(folder, 'advice.js'), `export const en = ${JSON.stringify(texts)};\n`);
  writeFileSync(join(folder, 'advice.d.ts'), ADVICE);
}

/** Every code with its category, whether a retry can help, and its advice. */
export function codesIn(declarations) {
  const block = BLOCK.exec(declarations)?.[1] ?? '';
  const list = [...block.matchAll(ENTRY)].map(([, name, facts]) => {
    const [category, ...rest] = JSON.parse(facts);
    return [name, [category.toLowerCase(), ...rest]];
  });
  if (list.length === 0) throw new Failure('idsnap.d.ts declares nothing in ErrorCodes');
  if (list.length !== block.trim().split('\n').length)
    throw new Failure('idsnap.d.ts declares a code that cannot be read');
  return list;
}

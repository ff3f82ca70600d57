// The snippets of the documentation, for the projects that take them word for word.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';

/** Writes the one block of `page` in `language` that holds `part` as the file `to` of a project, with what `change` makes of it. */
export function writeSnippet({ folder }, to, { page, language, part, change = (code) => code }) {
  const blocks = [...readFileSync(inRoot(page), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)];
  const found = blocks.filter(([, its, code]) => its === language && code.includes(part));
  if (found.length !== 1) throw new Error(`${page} has ${found.length} blocks of ${language} with ${part}`);
  mkdirSync(dirname(join(folder, to)), { recursive: true });
  writeFileSync(join(folder, to), change(found[0][2]));
}

// What a module of dist pulls in, from what esbuild wrote down.
import { readFileSync } from 'node:fs';
import { metafile } from '../build/js.mjs';

/** The modules of dist that the given ones import, directly or not, themselves included. */
export const closure = (...names) => reach(names, () => true);

/** The same without what is imported on demand: the modules that a page fetches before it runs the given ones. */
export const staticClosure = (...names) => reach(names, ({ kind }) => kind === 'import-statement');

function reach(names, isFollowed) {
  const { outputs } = JSON.parse(readFileSync(metafile, 'utf8'));
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const entry of outputs[name].imports) if (!entry.external && isFollowed(entry)) visit(entry.path);
  };
  names.filter((name) => name in outputs).forEach(visit);
  return [...seen].sort();
}

/** Everything outside dist that the given modules import, directly or not. */
export function externalImports(...names) {
  const { outputs } = JSON.parse(readFileSync(metafile, 'utf8'));
  const imports = closure(...names).flatMap((name) => outputs[name].imports);
  return [...new Set(imports.filter(({ external }) => external).map(({ path }) => path))];
}

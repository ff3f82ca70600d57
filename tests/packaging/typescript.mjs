// The types of the package, checked whole by each version of TypeScript and each way to resolve modules.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './project.mjs';

const WAYS = [
  { module: 'esnext', moduleResolution: 'bundler' },
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
];
/** A page has the DOM; a server has the types of Node and no DOM. */
const PLACES = [
  { files: ['typed-page.ts'], lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
  { files: ['typed-server.ts'], lib: ['es2022'], types: ['node'] },
];

async function check(name, { tarball }) {
  const own = await project(name, tarball);
  for (const way of WAYS) {
    for (const { files, ...place } of PLACES) {
      const compilerOptions = { target: 'es2022', strict: true, noEmit: true, skipLibCheck: false, ...way, ...place };
      writeFileSync(join(own.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      await own.bin('tsc', ['-p', 'tsconfig.json']);
    }
  }
}

/** TypeScript, version by version. */
export const LANGUAGES = {
  'TypeScript 5.7: bundler, node16, nodenext': (given) => check('typescript-5.7', given),
  'TypeScript 6: bundler, node16, nodenext': (given) => check('typescript-6', given),
  'TypeScript 7: bundler, node16, nodenext': (given) => check('typescript-7', given),
};

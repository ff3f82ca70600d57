// The size budget as a suite; one test for each part that has a budget, and one for what the docs tell of them.
import { existsSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { failed as tell } from '../lib/terminal.mjs';
import { wronglyTold } from '../lib/told-sizes.mjs';
import { measureSizes, printSizes } from '../size.mjs';

async function run(context) {
  await context.dist();
  const parts = measureSizes();
  printSizes(parts);
  const passed = parts.filter(({ fits }) => fits).length;
  const wrong = wronglyTold(Object.fromEntries(parts.map(({ part, brotli }) => [part, brotli])));
  wrong.forEach((sentence) => tell(sentence));
  return { passed: passed + Number(wrong.length === 0), failed: parts.length - passed + wrong.length };
}

export const sizeSuite = {
  name: 'size',
  title: 'what a page downloads stays inside the budget',
  files: 'js/src/index.ts',
  needs: ['npm', 'dist'],
  isPresent: () => existsSync(inRoot('js', 'src', 'index.ts')),
  run,
};

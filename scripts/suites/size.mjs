// The size budget as a suite; one test for each part that has a budget.
import { existsSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { measureSizes, printSizes } from '../size.mjs';

async function run(context) {
  await context.dist();
  const parts = measureSizes();
  printSizes(parts);
  const passed = parts.filter(({ fits }) => fits).length;
  return { passed, failed: parts.length - passed };
}

export const sizeSuite = {
  name: 'size',
  title: 'what a page downloads stays inside the budget',
  files: 'js/src/index.ts',
  needs: ['npm', 'dist'],
  isPresent: () => existsSync(inRoot('js', 'src', 'index.ts')),
  run,
};

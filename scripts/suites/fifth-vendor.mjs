// A vendor is two folders and a line in each registry.
import { runNodeTests } from '../lib/count.mjs';
import { filesBelow, inRoot } from '../lib/paths.mjs';

const tests = () => filesBelow(inRoot('tests', 'fifth-vendor'), '.test.mjs');

async function run(context) {
  for (const need of ['npm', 'wasm', 'bindgen']) await context[need]();
  return runNodeTests(tests());
}

export const fifthVendorSuite = {
  name: 'fifth-vendor',
  title: 'a copy of the project with one more vendor, built and called',
  files: 'tests/fifth-vendor/**',
  needs: ['npm', 'wasm', 'bindgen'],
  locks: ['cargo for wasm'],
  isPresent: () => tests().length > 0,
  run,
};

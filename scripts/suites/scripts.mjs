// The tests of the scripts themselves.
import { runNodeTests } from '../lib/count.mjs';
import { filesBelow, inRoot } from '../lib/paths.mjs';

const tests = () => filesBelow(inRoot('scripts', 'test'), '.test.mjs');

export const scriptsSuite = {
  name: 'scripts',
  title: 'tests of the scripts that count, select and compare',
  files: 'scripts/test/*.test.mjs',
  needs: ['npm'],
  isPresent: () => tests().length > 0,
  run: () => runNodeTests(tests()),
};

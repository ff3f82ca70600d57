// The native build and the wasm build make the same files.
import { join } from 'node:path';
import { runNodeTests } from '../lib/count.mjs';
import { filesBelow, inRoot, targetDir } from '../lib/paths.mjs';
import { Failure, runForCode } from '../lib/process.mjs';

const tests = () => filesBelow(inRoot('tests', 'native'), '.test.mjs');

async function run(context) {
  const host = await context.host();
  await context.dist();
  // In the profile of the tests, so that it is made of what they are made of.
  const code = await runForCode('cargo', ['build', '--profile', 'test', '--example', 'prepare_file'], {
    env: host.env,
  });
  if (code !== 0) throw new Failure('the example prepare_file could not be built');
  const program = join(targetDir(), 'debug', 'examples', 'prepare_file');
  const nodeArgs = ['--import', './scripts/lib/ts-hooks.mjs'];
  return runNodeTests(tests(), { env: { IDSNAP_PREPARE_FILE: program }, nodeArgs });
}

export const nativeSuite = {
  name: 'native',
  title: 'the native build makes the same files as the wasm build',
  files: 'tests/native/*.test.mjs',
  needs: ['npm', 'host', 'dist'],
  locks: ['cargo'],
  isPresent: () => tests().length > 0,
  run,
};

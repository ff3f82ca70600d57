// Lints, types and tests of the TypeScript, and the tests that open the demo in a browser.
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { runNodeTests } from '../lib/count.mjs';
import { npmBin } from '../lib/npm.mjs';
import { oneTest } from '../lib/outcome.mjs';
import { filesBelow, inRoot } from '../lib/paths.mjs';
import { runForCode } from '../lib/process.mjs';
import { detail, failed } from '../lib/terminal.mjs';
import { keptSetUps, matrixLines } from './bundlers.mjs';

const sources = () => filesBelow(inRoot('js', 'src'), '.ts');
const unitTests = () => filesBelow(inRoot('js', 'test'), '.test.ts');
const typeTests = () => filesBelow(inRoot('js', 'test', 'types'), '.ts');
const bundlerTests = () => [inRoot('tests', 'packaging', 'bundlers.test.mjs')].filter((path) => existsSync(path));
/** Tests in which a picture has to be taken in time: with another browser beside them they would test the machine. */
const IN_TIME = /(capture|capture-engine|capture-films|element-run|element-moments)\.test\.mjs$/;
const inBrowser = () => filesBelow(inRoot('tests', 'browser'), '.test.mjs');
const browserTests = () => inBrowser().filter((path) => !IN_TIME.test(path));
const cameraTests = () => inBrowser().filter((path) => IN_TIME.test(path));

const PRETTIER_GLOBS = ['**/*.{js,mjs,ts,css,html,md}', '*.json', '!tests/fixtures/**'];

/** A tool from npm as one test; what it needs must have been built well. */
const tool =
  (name, args, ...needs) =>
  async (context) => {
    for (const need of ['npm', ...needs]) await context[need]();
    return oneTest(await runForCode(npmBin(name), args));
  };

/** Every `@ts-expect-error` is one test: the line after it must be refused. */
async function testTypes(context) {
  await context.dist();
  const expected = typeTests().reduce(
    (total, file) => total + (readFileSync(file, 'utf8').match(/^\s*\/\/ @ts-expect-error/gm)?.length ?? 0),
    0,
  );
  let output = '';
  const args = ['-p', 'tsconfig.types.json', '--pretty', 'false'];
  const code = await runForCode(npmBin('tsc'), args, { onOutput: (text) => (output += text) });
  if (expected === 0) failed('js/test/types has no line with @ts-expect-error');
  const errors = output.match(/error TS\d+/g)?.length ?? 0;
  return { passed: Math.max(0, expected - errors), failed: code === 0 ? 0 : Math.max(1, errors) };
}

async function testUnits(context) {
  await context.dist();
  const atOnce = `--test-concurrency=${availableParallelism()}`;
  return runNodeTests(unitTests(), { nodeArgs: ['--import', './scripts/lib/ts-hooks.mjs', atOnce] });
}

/** A suite of tests in Chromium, so many files at once, with the machine to themselves. */
const browserSuite = (about, files, atOnce) => ({
  ...about,
  needs: ['npm', 'dist', 'browser'],
  locks: ['chromium'],
  alone: true,
  isPresent: () => files().length > 0,
  async run(context) {
    await context.dist();
    const { env } = await context.browser();
    return runNodeTests(files(), { env, nodeArgs: [`--test-concurrency=${atOnce}`] });
  },
});

async function testBundlers(context) {
  await context.dist();
  await context.bundlers();
  const { env } = await context.browser();
  const outcome = await runNodeTests(bundlerTests(), { env });
  // They import the built package, which has to be there by then.
  const [{ SET_UPS }, { LANGUAGES }] = await Promise.all([
    import('../../tests/packaging/set-ups.mjs'),
    import('../../tests/packaging/typescript.mjs'),
  ]);
  for (const line of matrixLines(outcome, Object.keys({ ...SET_UPS, ...LANGUAGES }), keptSetUps())) detail(line);
  return outcome;
}

export const lintSuites = [
  {
    name: 'prettier',
    title: 'formatting of everything that is not Rust',
    files: 'package.json',
    needs: ['npm'],
    isPresent: () => true,
    run: tool('prettier', ['--check', ...PRETTIER_GLOBS]),
  },
  {
    name: 'eslint',
    title: 'lints of TypeScript and scripts',
    files: 'js/src/**',
    needs: ['npm', 'dist'],
    isPresent: () => sources().length > 0,
    run: tool('eslint', ['.', '--max-warnings', '0'], 'dist'),
  },
  {
    name: 'tsc',
    title: 'types of the package and its tests',
    files: 'js/src/**',
    needs: ['npm', 'dist'],
    isPresent: () => sources().length > 0,
    run: tool('tsc', ['-p', 'tsconfig.json'], 'dist'),
  },
];

export const typescriptSuites = [
  {
    name: 'types',
    title: 'what the public types must refuse',
    files: 'js/test/types/*.ts',
    needs: ['npm', 'dist'],
    isPresent: () => typeTests().length > 0,
    run: testTypes,
  },
  {
    name: 'typescript',
    title: 'tests of the TypeScript, in Node',
    files: 'js/test/**/*.test.ts',
    needs: ['npm', 'dist'],
    isPresent: () => unitTests().length > 0,
    run: testUnits,
  },
  browserSuite(
    {
      name: 'browser',
      title: 'the demo and the package, end to end in Chromium; Firefox and WebKit where they are installed',
      files: 'tests/browser/*.test.mjs',
    },
    browserTests,
    2,
  ),
  browserSuite(
    {
      name: 'camera',
      title: 'the capture before a fake camera, in Chromium',
      files: 'tests/browser/{capture,capture-engine,capture-films,element-run,element-moments}.test.mjs',
    },
    cameraTests,
    1,
  ),
  {
    name: 'bundlers',
    title: 'the installed package in Vite, webpack, esbuild and unbundled, in Chromium',
    files: 'tests/packaging/*.test.mjs',
    needs: ['npm', 'dist', 'browser', 'bundlers'],
    locks: ['chromium'],
    isPresent: () => bundlerTests().length > 0,
    run: testBundlers,
  },
];

// Formatting, lints, documentation and tests of the Rust core, on this machine and in the browser.
import { existsSync, readFileSync } from 'node:fs';
import { oneTest } from '../lib/outcome.mjs';
import { filesBelow, inRoot } from '../lib/paths.mjs';
import { runForCode } from '../lib/process.mjs';
import { readRustReport } from '../lib/rust-report.mjs';
import { failed } from '../lib/terminal.mjs';
import { cargoWasmForCode } from '../toolchain/wasm.mjs';

const WASM_TESTS = inRoot('tests', 'wasm.rs');
const hasWasmTests = () => existsSync(WASM_TESTS);
const hasCore = () => existsSync(inRoot('src', 'lib.rs'));
const DENY = ['--', '-D', 'warnings'];

async function cargo(context, args, { env = {}, show } = {}) {
  const host = await context.host();
  return runForCode('cargo', args, { env: { ...host.env, ...env }, show });
}

/** Every file by its name: cargo follows the modules of a crate, and does not see those that a macro declares. */
async function checkFormat(context) {
  const { env } = await context.host();
  const folders = ['src', 'pixels', 'derive', 'tools', 'zone', 'tests', 'examples', 'fuzz'];
  const files = folders.flatMap((folder) => filesBelow(inRoot(folder), '.rs'));
  return oneTest(await runForCode('rustfmt', ['--edition', '2024', '--check', ...files], { env }));
}

/** `--show-output` repeats what passed tests printed, and so tells which of them were skipped. */
async function testHost(context) {
  const { show, result } = readRustReport();
  return result(await cargo(context, ['test', '--workspace', '--no-fail-fast', '--', '--show-output'], { show }));
}

async function lintWasm(context) {
  const targets = hasWasmTests() ? ['--lib', '--test', 'wasm'] : ['--lib'];
  return oneTest(await cargoWasmForCode(await context.wasm(), ['clippy', ...targets, ...DENY]));
}

/** The tests of the boundary take no time of their own; compiling them does. */
const UNOPTIMIZED = { CARGO_PROFILE_TEST_OPT_LEVEL: '0' };

/** The runner ends with code 0 even when it runs nothing, so what it ran is compared with what stands in the source. */
async function testWasm(context) {
  const [toolchain, { testRunner }, browser] = [await context.wasm(), await context.bindgen(), await context.browser()];
  const report = readRustReport();
  const code = await cargoWasmForCode(toolchain, ['test', '--test', 'wasm'], {
    env: { ...browser.env, ...UNOPTIMIZED, CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: testRunner },
    show: report.show,
  });
  const result = report.result(code);
  const expected = countAttributes();
  const ran = result.passed + result.failed + result.skips.length;
  if (ran === expected) return result;
  failed(`tests/wasm.rs has ${expected} tests, but ${ran} ran`);
  return { ...result, failed: Math.max(result.failed, 1) };
}

/** How many `#[wasm_bindgen_test]` there are in tests/wasm.rs and the modules beside it. */
function countAttributes() {
  const files = [WASM_TESTS, ...filesBelow(inRoot('tests', 'wasm'), '.rs')];
  const count = (file) => readFileSync(file, 'utf8').match(/^\s*#\[wasm_bindgen_test(\([^)]*\))?\]/gm)?.length ?? 0;
  return files.reduce((total, file) => total + count(file), 0);
}

export const rustSuites = [
  {
    name: 'rustfmt',
    title: 'formatting of the Rust code',
    files: 'src/**',
    needs: ['host'],
    locks: ['cargo'],
    isPresent: hasCore,
    run: checkFormat,
  },
  {
    name: 'clippy',
    title: 'lints of the core and its tests on this machine',
    files: 'src/**',
    needs: ['host'],
    locks: ['cargo'],
    isPresent: hasCore,
    run: async (context) => oneTest(await cargo(context, ['clippy', '--all-targets', ...DENY])),
  },
  {
    name: 'clippy-wasm',
    title: 'lints of what is compiled to wasm',
    files: 'src/**',
    needs: ['wasm'],
    locks: ['cargo for wasm'],
    isPresent: hasCore,
    run: lintWasm,
  },
  {
    name: 'rustdoc',
    title: 'documentation of the core',
    files: 'src/**',
    needs: ['host'],
    locks: ['cargo'],
    isPresent: hasCore,
    run: async (context) =>
      oneTest(await cargo(context, ['doc', '--no-deps'], { env: { RUSTDOCFLAGS: '-D warnings' } })),
  },
  {
    name: 'rust',
    title: 'tests of the core on this machine',
    files: 'src/**, tests/*.rs',
    needs: ['host'],
    locks: ['cargo'],
    isPresent: hasCore,
    run: testHost,
  },
  {
    name: 'wasm',
    title: 'tests of the boundary to JavaScript, in Chromium',
    files: 'tests/wasm.rs',
    needs: ['wasm', 'bindgen', 'browser'],
    locks: ['cargo for wasm', 'chromium'],
    isPresent: hasWasmTests,
    run: testWasm,
  },
];

// `npm run test:packaging [-- NAME…]`: the package in every set-up that docs/building.md names, each a project of its own
// that installs the packed tarball. Prints the matrix. What is quick is in `npm test`, suite `bundlers`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { filesBelow, root } from './lib/paths.mjs';
import { print } from './lib/output.mjs';
import { main, run } from './lib/process.mjs';
import { detail, failed, heading, seconds } from './lib/terminal.mjs';
import { CHROMIUM_FLAGS, ensureBrowser } from './toolchain.mjs';
import { build } from './build.mjs';
import { IN_NPM_TEST, KEPT_SET_UPS, keptSetUps } from './suites/bundlers.mjs';

const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
/** V8 has no SIMD where it is told that the processor lacks SSE 4.1. */
const WITHOUT_SIMD = '--js-flags=--no-enable-sse4-1';
const FASTER =
  'a browser with WebAssembly SIMD, which takes half the time: Chrome 91, Firefox 89, Safari 16.4 or later';
const EXPECTED = { width: 64, host: 'worker', close: 'Отмена', documents: 1, warnings: [], remedies: [] };

await main(async () => {
  await build();
  const { env } = await ensureBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-packed-'));
  const executablePath = env?.IDSNAP_CHROMIUM ?? process.env.IDSNAP_CHROMIUM ?? '/usr/bin/chromium';
  const launch = (...more) => chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...CAMERA, ...more] });
  const [browser, withoutSimd] = await Promise.all([launch(), launch(WITHOUT_SIMD)]);
  try {
    await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
      cwd: root,
      quiet: true,
    });
    const given = {
      tarball: filesBelow(folder, '.tgz')[0],
      async open(url, more) {
        await open(browser, url, { ...EXPECTED, ...more });
        await open(withoutSimd, url, { ...EXPECTED, remedies: [FASTER], ...more });
      },
    };
    summarize(await runAll(given, process.argv.slice(2)));
  } finally {
    await Promise.all([browser.close(), withoutSimd.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
});

async function runAll(given, names) {
  // It imports the package by its name, which has to be built by then.
  const [{ SET_UPS }, { LANGUAGES }] = await Promise.all([
    import('../tests/packaging/set-ups.mjs'),
    import('../tests/packaging/typescript.mjs'),
  ]);
  const results = [];
  for (const [name, tryOut] of Object.entries({ ...SET_UPS, ...LANGUAGES })) {
    if (names.length > 0 && !names.some((part) => name.toLowerCase().includes(part.toLowerCase()))) continue;
    const started = performance.now();
    const outcome = await tryOut(given).then(
      (absence) => ({ said: absence === undefined ? 'passed' : `absent: ${absence}` }),
      (error) => ({ said: 'failed', error }),
    );
    detail(`${name}: ${outcome.said} (${seconds(started)})`);
    if (outcome.error !== undefined) failed(`${name}\n    ${outcome.error.stack}`);
    results.push({ name, time: seconds(started), ...outcome });
  }
  return results;
}

/** Opens a page and compares what it found out. */
async function open(browser, url, expected) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('response', (response) => response.status() < 400 || problems.push(`${response.status()} ${response.url()}`));
  try {
    await page.goto(url);
    const outcome = await page
      .waitForFunction(() => globalThis.outcome, null, { timeout: 90_000 })
      .then((handle) => handle.jsonValue())
      .catch((error) => ({ error: error.message }));
    const found = JSON.stringify({ outcome, problems });
    if (found !== JSON.stringify({ outcome: expected, problems: [] })) throw new Error(`the page found ${found}`);
  } finally {
    await page.close();
  }
}

function summarize(results) {
  keep(results);
  heading('The matrix');
  for (const name of Object.keys(IN_NPM_TEST)) print(`${name.padEnd(56)} in npm test, suite bundlers`);
  for (const { name, said, time } of results) print(`${name.padEnd(56)} ${said.padEnd(8)} ${time}`);
  const failures = results.filter(({ said }) => said === 'failed').length;
  process.exitCode = failures > 0 || results.length === 0 ? 1 : 0;
  print(`${results.filter(({ said }) => said === 'passed').length} passed, ${failures} failed`);
}

/** Keeps what the set-ups came to, for the matrix that `npm test` prints. */
function keep(results) {
  const at = new Date().toISOString();
  const kept = { ...keptSetUps(), ...Object.fromEntries(results.map(({ name, said }) => [name, { said, at }])) };
  mkdirSync(dirname(KEPT_SET_UPS), { recursive: true });
  writeFileSync(KEPT_SET_UPS, JSON.stringify(kept));
}

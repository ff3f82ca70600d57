// Chromium and its driver, for the tests that need a real browser.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, targetDir } from '../lib/paths.mjs';
import { capture, Failure } from '../lib/process.mjs';
import { detail, done } from '../lib/terminal.mjs';
import { installPackages } from './debian.mjs';

/** What Chromium needs to run as root, without a screen and without a network. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const BROWSER_PATHS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const DRIVER_PATHS = ['/usr/lib/chromium/chromedriver', '/usr/lib/chromium-browser/chromedriver'];

/** What is not there yet; null when both programs are. */
export function missingBrowser() {
  if (find()) return null;
  return {
    what: 'Chromium and ChromeDriver, packages of the system',
    where: '/usr',
    size: '380 MB, 120 MB to fetch',
    time: 'a minute',
  };
}

/**
 * Finds Chromium and ChromeDriver of the same major version, or installs them.
 *
 * @returns {Promise<{ chromium: string, chromedriver: string, env: Record<string, string> }>} `env` is what the tests read
 */
export async function ensureBrowser() {
  if (!find())
    await installPackages('Chromium and ChromeDriver for the browser tests', [['chromium', 'chromium-driver']]);
  const found = find();
  if (!found) {
    throw new Failure(
      'no Chromium with a ChromeDriver of the same version; name them in IDSNAP_CHROMIUM and CHROMEDRIVER',
    );
  }
  done(`${found.version} (${found.chromium}, ${found.chromedriver})`);
  return { chromium: found.chromium, chromedriver: found.chromedriver, env: browserEnv(found) };
}

function browserEnv({ chromium, chromedriver }) {
  return {
    IDSNAP_CHROMIUM: chromium,
    CHROMEDRIVER: chromedriver,
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: writeCapabilities(chromium),
  };
}

/** Writes the capabilities file that wasm-bindgen-test-runner reads. */
function writeCapabilities(chromium) {
  const path = join(targetDir(), 'webdriver.json');
  mkdirSync(targetDir(), { recursive: true });
  writeFileSync(path, JSON.stringify({ 'goog:chromeOptions': { binary: chromium, args: CHROMIUM_FLAGS } }, null, 2));
  return path;
}

function find() {
  const chromium =
    process.env.IDSNAP_CHROMIUM || findProgram(...BROWSERS) || BROWSER_PATHS.find((path) => existsSync(path));
  const chromedriver =
    process.env.CHROMEDRIVER || findProgram('chromedriver') || DRIVER_PATHS.find((path) => existsSync(path));
  if (!chromium || !chromedriver) return null;
  const version = capture(chromium, ['--version']);
  const driverVersion = capture(chromedriver, ['--version']);
  if (version === null || driverVersion === null) return null;
  if (majorOf(version) === majorOf(driverVersion)) return { chromium, chromedriver, version };
  detail(`${version} and ${driverVersion} do not go together`);
  return null;
}

const majorOf = (version) => /(\d+)\.\d+/.exec(version)?.[1];

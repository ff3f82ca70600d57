// Browsers besides Chromium, driven by the plain WebDriver protocol.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const DRIVER_START_MS = 20_000;
const SCRIPT_MS = 30_000;

const FIREFOX = process.env.IDSNAP_FIREFOX ?? 'firefox-esr';
const GECKODRIVER = process.env.IDSNAP_GECKODRIVER ?? 'geckodriver';
const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const WEBKIT_TOOLS = ['WebKitWebDriver', 'xvfb-run', process.env.IDSNAP_MINIBROWSER ?? MINI_BROWSER];

/** How each browser is started; `camera` tells whether it has one, which shows a drawing. */
export const BROWSERS = {
  Firefox: {
    camera: true,
    tools: [GECKODRIVER, FIREFOX],
    command: (port) => [GECKODRIVER, '--port', port],
    capabilities: {
      'moz:firefoxOptions': {
        binary: pathOf(FIREFOX),
        args: ['-headless'],
        prefs: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
      },
    },
  },
  WebKit: {
    camera: false,
    tools: WEBKIT_TOOLS,
    command: (port) => ['xvfb-run', '-a', '-s', '-screen 0 1280x1024x24', 'WebKitWebDriver', `--port=${port}`],
    capabilities: { 'webkitgtk:browserOptions': { binary: WEBKIT_TOOLS[2], args: ['--automation'] } },
  },
};

function pathOf(tool) {
  return spawnSync('which', [tool], { encoding: 'utf8' }).stdout.trim();
}

/** The first of a browser's tools that is not installed. */
export const missingTool = ({ tools }) => tools.find((tool) => pathOf(tool) === '');

/** Starts a browser with its driver. */
export async function startBrowser({ command, capabilities }) {
  const port = await freePort();
  const [program, ...args] = command(String(port));
  // A group of its own, so that what the driver starts ends with it.
  const driver = spawn(program, args, { stdio: 'ignore', detached: true });
  const url = `http://127.0.0.1:${port}`;
  const end = () => process.kill(-driver.pid);
  try {
    await answers(`${url}/status`);
    const alwaysMatch = { timeouts: { script: SCRIPT_MS }, ...capabilities };
    const session = await send('POST', `${url}/session`, { capabilities: { alwaysMatch } });
    return browserOf(`${url}/session/${session.sessionId}`, session.capabilities, end);
  } catch (error) {
    end();
    throw error;
  }
}

function browserOf(session, { browserVersion }, end) {
  const post = (path, body = {}) => send('POST', `${session}/${path}`, body);
  return {
    version: browserVersion,
    open: (url) => post('url', { url }),
    resize: (width, height) => post('window/rect', { width, height }),
    /** Calls a function in the page; what it returns is awaited. */
    call: (work, ...args) => post('execute/sync', { script: `return (${work})(...arguments)`, args }),
    /** Types into what has the focus. */
    keys: (...keys) => {
      const actions = keys.flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })));
      return post('actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    /** Chooses a file in a file input. */
    choose: (input, path) => post(`element/${input[ELEMENT]}/value`, { text: path }),
    screenshot: async () => Buffer.from(await send('GET', `${session}/screenshot`), 'base64'),
    close: async () => {
      await send('DELETE', session).catch(() => {});
      end();
    },
  };
}

async function send(method, url, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (response.ok) return value;
  throw new Error(`${value.error}: ${value.message}`);
}

async function answers(url) {
  const until = performance.now() + DRIVER_START_MS;
  for (;;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    if (performance.now() > until) throw new Error(`no driver answers at ${url}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

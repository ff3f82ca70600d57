import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createProxy } from 'idsnap/proxy';
import { nodeFetch, toNodeHandler } from 'idsnap/proxy/node';
import { serve } from './servers.js';
import { ACCOUNTS } from './support.js';

const COMMAND = fileURLToPath(new URL('../../../dist/idsnap-proxy-check.js', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url));

function run(...args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], { maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
    });
  });
}

describe('the check of a proxy', () => {
  it('finds nothing in this one, and no vendor gets a whole request', async () => {
    let whole = 0;
    const vendor = await serve((req, res) => {
      req.on('error', () => undefined).resume();
      req.on('end', () => {
        if (req.complete) whole += 1;
        res.end('{}');
      });
    });
    const at = <T extends object>(account: T) => ({ ...account, baseUrl: vendor });
    const proxy = createProxy({
      zoloz: at(ACCOUNTS.zoloz),
      beorg: at(ACCOUNTS.beorg),
      biometricKz: at(ACCOUNTS.biometricKz),
      cvs: at(ACCOUNTS.cvs),
      basePath: '/api/idsnap',
      authorize: (request) => request.headers.get('cookie') === 'session=1',
      fetch: nodeFetch(),
    });
    const base = `${await serve(toNodeHandler(proxy))}/api/idsnap`;
    const { code, text } = await run(base, '--header', 'Cookie: session=1');
    assert.match(text, /^(\d{3}) of \1 checks passed\n$/);
    assert.equal(code, 0);
    assert.equal(whole, 0);
  });

  it('finds every fault of one that passes everything on', async () => {
    const base = await serve((req, res) => req.resume().on('end', () => res.end('{}')));
    const { code, text } = await run(base, '--vendors', 'cvs');
    assert.equal(code, 1);
    const [, passed, all] = /^(\d+) of (\d+) checks passed$/m.exec(text) ?? [];
    // What a server of Node itself refuses: host names with a space, two lengths, and the like.
    assert(Number(passed) <= 8 && Number(all) >= 100, `${String(passed)} of ${String(all)}`);
    assert.match(text, /✗ \/cvs\/api\/v2\/ekyc\/cards with api_key as its form: it got 200, not 400/);
    assert.match(text, /✗ .*an image at http:\/\/169\.254\.169\.254\/: it got 200, not 400/);
  });

  it('finds that refusals have another form', async () => {
    const base = await serve((req, res) => req.resume().on('end', () => res.writeHead(400).end('no')));
    const { text } = await run(base, '--vendors', 'beorg');
    assert.match(text, /✗ .*add_document with a key twice as its JSON: the response has no header x-idsnap-proxy/);
  });

  it('says what it needs', async () => {
    assert.equal((await run()).code, 2);
    assert.equal((await run('http://a', '--moon')).code, 2);
    const base = await serve((_, res) => res.writeHead(401).end());
    const { code, text } = await run(base);
    assert.deepEqual([code, text], [2, 'the proxy takes none of these requests: name a session with --header\n']);
  });
});

describe('the OpenAPI document', () => {
  it('is made from what the proxy lets pass: npx idsnap-proxy-check --openapi', async () => {
    const { text } = await run('--openapi');
    assert.deepEqual(JSON.parse(readFileSync(DOCUMENT, 'utf8')), JSON.parse(text));
  });

  it('names each path of the documentation, and points nowhere that is not there', () => {
    const document = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as { paths: Record<string, object> };
    const documented = readFileSync(fileURLToPath(new URL('../../../docs/proxy.md', import.meta.url)), 'utf8');
    const paths = Array.from(documented.matchAll(/^\| `(\/[^`]+)`/gm), ([, path = '']) => path);
    assert.equal(paths.length, 11);
    assert.deepEqual(
      Object.keys(document.paths).map((path) => path.replace('{id}', 's-<number>')),
      paths,
    );
    const text = JSON.stringify(document);
    const references = Array.from(text.matchAll(/"\$ref":"#\/([^"]+)"/g), ([, reference = '']) => reference);
    assert(references.length > 50);
    for (const reference of new Set(references)) {
      const found = reference.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
      assert.equal(typeof found, 'object', reference);
    }
  });
});

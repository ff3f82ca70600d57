import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createProxy } from 'idsnap/proxy';
import { nodeFetch, toNodeHandler } from 'idsnap/proxy/node';
import { serve } from './servers.js';
import { ACCOUNTS } from './support.js';

const COMMAND = fileURLToPath(new URL('../../../dist/idsnap-proxy-check.js', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url));

const noOpenssl = spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed here';

function run(...args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], { maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
    });
  });
}

describe('the check of a proxy', () => {
  it('says how it is called', async () => {
    const { code, text } = await run('--help');
    assert.equal(code, 0);
    assert.match(text, /^idsnap-proxy-check URL/);
  });

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
      handover: { log: ({ operation, status }) => status < 400 && assert.fail(operation) },
    });
    const base = `${await serve(toNodeHandler(proxy))}/api/idsnap`;
    const { code, text } = await run(base, '--header', 'Cookie: session=1', '--handover');
    assert.match(text, /^(\d{3}) of \1 checks passed\n$/);
    assert.equal(code, 0);
    assert.equal(whole, 0);
  });

  it('finds every fault of one that passes everything on', async () => {
    const base = await serve((req, res) => req.resume().on('end', () => res.end('{}')));
    const { code, text } = await run(base, '--vendors', 'cvs', '--handover');
    assert.equal(code, 1);
    assert.match(text, /✗ \/handover with nothing: it got 200, not 400/);
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
    const wrong: [args: string[], problem: RegExp][] = [
      [[], /^name one address\n/],
      [['http://a', 'http://b'], /^name one address\n/],
      [['http://a', '--moon'], /--moon/],
      [
        ['http://a', '--vendors', 'cvs,moon'],
        /^there is no vendor "moon"; there are: zoloz, beorg, biometric_kz, cvs\n/,
      ],
      [['http://a', '--header', 'session'], /^a header is written as 'Name: value'\n/],
      [['http://a', '--header', 'a b: session'], /^a header is written as 'Name: value'\n/],
    ];
    for (const [args, problem] of wrong) {
      const { code, text } = await run(...args);
      assert.equal(code, 2, text);
      assert.match(text, problem);
      assert.match(text, /^idsnap-proxy-check URL/m);
      assert.doesNotMatch(text, /session/);
    }
    const base = await serve((_, res) => res.writeHead(401).end());
    const { code, text } = await run(base);
    assert.deepEqual([code, text], [2, 'the proxy takes none of these requests: name a session with --header\n']);
  });
});

describe('the check of an address without a proxy', { concurrency: 4 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-check-'));
  const others: { close(): unknown }[] = [];
  after(() => {
    for (const other of others) other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A server of TCP or TLS alone, until the tests are over. */
  async function listen(server: Server): Promise<string> {
    others.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  }

  async function assertNone(url: string, problem: RegExp): Promise<string> {
    const { code, text } = await run(url);
    assert.equal(code, 3, text);
    assert.match(text, problem);
    assert.equal(text.split('\n').length, 2, text);
    return text;
  }

  it('says that it is none', async () => {
    const problems: [url: string, problem: RegExp][] = [
      ['moon', /this is no address/],
      ['localhost:8080/api', /only addresses with https:\/\/ or http:\/\/ can be checked/],
      ['ftp://shop.example/', /only addresses with https/],
      ['https://anna:pass@shop.example/', /an address holds no user name/],
      ['https://shop.example/api?session=1', /neither query nor fragment/],
      ['https://shop.example/api#session', /neither query nor fragment/],
    ];
    for (const [url, problem] of problems) {
      assert.doesNotMatch(await assertNone(url, problem), /pass|session=/);
    }
  });

  it('names the cause where nothing responds as a proxy would', async () => {
    const dead = createServer();
    const deadAt = await listen(dead);
    dead.close();
    await once(dead, 'close');
    const closing = await listen(createServer((socket) => socket.on('error', () => undefined).end()));
    const breaking = await listen(
      createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.destroy())),
    );
    const foreign = await listen(
      createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end('SSH-2.0-x\r\n'))),
    );
    const plain = await serve((_, res) => res.end('{}'));
    const problems: [url: string, problem: RegExp][] = [
      [`http://${deadAt}`, /nothing listens there \(ECONNREFUSED\)/],
      ['http://proxy.invalid', /its host name is not known \((?:ENOTFOUND|EAI_\w+)\)/],
      // Whether the request went out before the connection was closed is a matter of time.
      [`http://${closing}`, /the connection was closed without a response|there was no response in time/],
      [`http://${breaking}`, /the connection was closed without a response \((?:UND_ERR_SOCKET|ECONNRESET)\)/],
      [`http://${foreign}`, /it does not speak HTTP: is it https:\/\/\? \(HPE_\w+\)/],
      [plain.replace('http:', 'https:'), /it does not speak TLS as this program does: is it http:\/\/\?/],
    ];
    await Promise.all(problems.map(([url, problem]) => assertNone(url, problem)));
  });

  it('names a certificate that is not valid', { skip: noOpenssl }, async () => {
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name)) as [string, string];
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=127.0.0.1',
      '-keyout',
      key,
      '-out',
      cert,
    ];
    execFileSync('openssl', made, { stdio: 'ignore' });
    const options = { key: readFileSync(key), cert: readFileSync(cert) };
    const address = await listen(createSecureServer(options, (_, res) => res.end('{}')));
    await assertNone(`https://${address}`, /its certificate is not valid \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  });

  it('names a redirect and a web page', async () => {
    const moved = await serve((_, res) => res.writeHead(308, { location: '/de/api?session=1' }).end());
    await assertNone(moved, /there is a redirect to http:\/\/127\.0\.0\.1:\d+\/de\/api \(status 308\)/);
    const page = '<!DOCTYPE html><title>Shop</title>';
    for (const status of [200, 404]) {
      const shop = await serve((_, res) => res.writeHead(status, { 'content-type': 'text/html' }).end(page));
      await assertNone(shop, new RegExp(`there is a web page \\(status ${status.toString()}\\), no proxy`));
      const untyped = await serve((_, res) => res.writeHead(status).end(`\n${page}`));
      await assertNone(untyped, /there is a web page/);
    }
  });

  it('does not take a server for a page that has one for paths that nobody serves', async () => {
    const base = await serve((req, res) => {
      if (req.url?.includes('/nothing/') === true) res.writeHead(404, { 'content-type': 'text/html' }).end('<html>');
      else req.resume().on('end', () => res.writeHead(400).end('no'));
    });
    assert.equal((await run(base, '--vendors', 'beorg')).code, 1);
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

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from './command-process.js';
import { dial, serve } from './servers.js';
import { ADD_DOCUMENT, API_KEY, CARDS, PARSE, privatePem, RECOGNIZE, SECRET, TOKEN } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'idsnap-command-'));

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const CVS = { IDSNAP_CVS_API_KEY: 'user-for-tests', IDSNAP_CVS_API_SECRET: SECRET };
const JSON_TYPE = { 'content-type': 'application/json' };

describe('the command', () => {
  it('does not start where one of its ports is taken, and says which', async () => {
    const taken = new URL(await serve((_, res) => res.end())).port;
    const env = { ...CVS, IDSNAP_AUTHORIZE: 'anyone' };
    for (const more of [{ IDSNAP_PORT: taken }, { IDSNAP_METRICS_PORT: taken }]) {
      const command = run({ ...env, ...more });
      const [code] = (await once(command.child, 'close')) as [number];
      assert.equal(code, 1);
      assert.deepEqual(
        command.lines.map(({ message, reason }) => [message, reason]),
        [['not started', `idsnap-proxy: port ${taken} cannot be listened at.`]],
      );
    }
  });

  it('is set up by the environment, and logs no secret, address or body', async () => {
    const seen: string[] = [];
    const vendor = await serve((req, res) => {
      seen.push(`${req.url ?? ''} ${req.headers.authorization ?? ''}`);
      req.resume().on('end', () => res.end('{"document_id":"s-1"}'));
    });
    writeFileSync(join(folder, 'key.pem'), privatePem);
    const command = run({
      ...CVS,
      IDSNAP_CVS_BASE_URL: vendor,
      IDSNAP_BEORG_TOKEN: TOKEN,
      IDSNAP_BEORG_MACHINE_UID: 'machine-for-tests',
      IDSNAP_BEORG_PROJECT_ID: 'PROJECT_1',
      IDSNAP_BEORG_BASE_URL: vendor,
      IDSNAP_BIOMETRIC_KZ_API_KEY: API_KEY,
      IDSNAP_ZOLOZ_CLIENT_ID: '"2188000000000017"'.slice(1, -1),
      IDSNAP_ZOLOZ_PRIVATE_KEY_FILE: join(folder, 'key.pem'),
      IDSNAP_ZOLOZ_BASE_URL: vendor,
      IDSNAP_AUTHORIZE: 'anyone',
      IDSNAP_BASE_PATH: '/api/idsnap',
      IDSNAP_METRICS_PORT: '0',
    });
    const base = `${await command.base()}/api/idsnap`;
    const body = '{"images":["secretpicture"]}';
    assert.equal((await fetch(`${base}${ADD_DOCUMENT}`, { method: 'POST', headers: JSON_TYPE, body })).status, 200);
    assert.equal((await fetch(`${base}${RECOGNIZE}`, { method: 'POST', headers: JSON_TYPE, body: '{}' })).status, 200);
    assert.equal((await fetch(`${base}${CARDS}?get_thumb=true`)).status, 200);
    assert.equal((await fetch(`${base}/beorg/api/document/result/s-17?token=x`)).status, 400);
    await command.line('request', 4);
    assert.equal(seen[2], `/api/v2/ekyc/cards?get_thumb=true Basic ${btoa(`user-for-tests:${SECRET}`)}`);
    for (const text of [SECRET, TOKEN, API_KEY, 'secretpicture', 's-17', privatePem.slice(40, 80)]) {
      assert(!command.text.includes(text), text);
    }
    const metrics = `http://127.0.0.1:${((await command.line('metrics')).port ?? 0).toString()}/metrics`;
    const text = await (await fetch(metrics)).text();
    assert.match(text, /idsnap_proxy_requests_total\{vendor="beorg",operation="add_document",status="200",code=""\} 1/);
    assert.match(text, /operation="result",status="400",code="secret_in_request"\} 1/);
    assert.match(text, /idsnap_proxy_in_flight 0/);
    assert.match(text, /idsnap_proxy_request_seconds_count\{vendor="zoloz",operation="recognize"\} 1/);
    assert.match(text, /idsnap_proxy_body_bytes_sum\{vendor="beorg",operation="add_document",direction="request"\} 28/);
    assert.equal((await fetch(`${base.replace('/api/idsnap', '')}/metrics`)).status, 404);
  });

  const wrong: [title: string, env: Record<string, string>, reason: RegExp][] = [
    ['without authorize', CVS, /^createProxy: the option authorize is missing/],
    ['without a vendor', { IDSNAP_AUTHORIZE: 'anyone' }, /^createProxy: no vendor is set up/],
    [
      'with a misspelt variable',
      { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_TIMOUT_MS: '5' },
      /timoutMs is not known/,
    ],
    [
      'without a file of a secret',
      { ...CVS, IDSNAP_CVS_API_SECRET_FILE: '/nowhere' },
      /IDSNAP_CVS_API_SECRET_FILE cannot be read/,
    ],
    [
      'with a limit of another form',
      { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_RATE_LIMIT: 'many' },
      /rateLimit is not of the form/,
    ],
    [
      'with a limit without seconds',
      { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_RATE_LIMIT: '60' },
      /rateLimit is not of/,
    ],
    ['with a misspelt anyone', { ...CVS, IDSNAP_AUTHORIZE: 'Anyone' }, /authorize is neither anyone nor an http/],
    ['with authorize by a file', { ...CVS, IDSNAP_AUTHORIZE: 'file:///etc/passwd' }, /authorize is neither anyone/],
    [
      'with another word for true',
      { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_TRUST_FORWARDED: 'yes' },
      /trustForwarded is neither true nor false/,
    ],
    ['with too high a port', { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_PORT: '99999' }, /: port is not a port/],
    [
      'with too high a metrics port',
      { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_METRICS_PORT: '65536' },
      /metricsPort/,
    ],
    [
      'with a store elsewhere',
      { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_REDIS_URL: 'localhost' },
      /redisUrl is not/,
    ],
    [
      'with cookies for no origin',
      { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_ALLOW_CREDENTIALS: 'true' },
      /allowCredentials needs allowedOrigins/,
    ],
    [
      'with another word for cookies',
      { ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_ALLOW_CREDENTIALS: 'yes' },
      /allowCredentials is neither true nor false/,
    ],
  ];
  for (const [title, env, reason] of wrong) {
    it(`${title} does not start, and says why`, async () => {
      const command = run(env);
      const kill = setTimeout(() => command.child.kill('SIGKILL'), 5000);
      const [code] = (await once(command.child, 'close')) as [number];
      clearTimeout(kill);
      assert.equal(code, 1);
      assert.match(command.lines[0]?.reason ?? '', reason);
    });
  }

  it('prints its help, and refuses what it does not know without repeating it', () => {
    const command = fileURLToPath(new URL('../../../dist/idsnap-proxy.js', import.meta.url));
    const ended = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { timeout: 30_000 });
    const help = ended('--help');
    assert.equal(help.status, 0);
    assert.match(help.stdout.toString(), /^idsnap-proxy \[CONFIG\][\s\S]*IDSNAP_AUTHORIZE/);
    for (const args of [['--bogus=secret'], ['a.json', 'secret']]) {
      const { status, stdout } = ended(...args);
      const { message, reason } = JSON.parse(stdout.toString()) as Record<string, string>;
      assert.deepEqual([status, message], [1, 'not started']);
      assert.match(reason ?? '', /^idsnap-proxy: it takes one config file, and no option but --help\.$/);
    }
  });

  it('asks another server who may pass, and gives results to their owner alone', async () => {
    const asked: string[] = [];
    const sessions = await serve((req, res) => {
      const visitor = /^session=(\w+)$/.exec(req.headers.cookie ?? '')?.[1];
      asked.push(`${String(req.headers['x-original-method'])} ${String(req.headers['x-original-uri'])}`);
      if (visitor === undefined) res.writeHead(401).end();
      else res.setHeader('x-idsnap-visitor', visitor).end();
    });
    const vendor = await serve((req, res) => req.resume().on('end', () => res.end('{"document_id":"s-7"}')));
    writeFileSync(
      join(folder, 'config.json'),
      JSON.stringify({
        authorize: sessions,
        rateLimit: '3/3600',
        beorg: { token: TOKEN, machineUid: 'machine-for-tests', projectId: 'P', baseUrl: vendor },
      }),
    );
    const base = await run({}, join(folder, 'config.json')).base();
    const submit = (cookie: string) =>
      fetch(`${base}${ADD_DOCUMENT}`, { method: 'POST', headers: { ...JSON_TYPE, cookie }, body: '{}' });
    const read = (cookie: string) => fetch(`${base}/beorg/api/document/result/s-7`, { headers: { cookie } });
    assert.equal((await submit('nothing=1')).status, 401);
    assert.equal((await submit('session=anna')).status, 200);
    assert.equal((await read('session=anna')).status, 200);
    assert.equal((await read('session=boris')).status, 403);
    assert.equal((await read('session=anna')).status, 200);
    const late = await read('session=anna');
    assert.deepEqual(
      [late.status, await late.json()],
      [429, { proxy: { code: 'rate_limited', message: 'this visitor has made too many requests' } }],
    );
    assert(Number(late.headers.get('retry-after')) > 0);
    assert.equal((await read('session=boris')).status, 403);
    assert.equal(asked[0], `POST ${ADD_DOCUMENT}`);
  });

  it('remembers an attempt for its visitor alone', async () => {
    const sessions = await serve((req, res) => res.setHeader('x-idsnap-visitor', req.headers.cookie ?? '').end());
    let count = 0;
    const vendor = await serve((req, res) =>
      req.resume().on('end', () => res.end(`{"document_id":"s-${(count += 1).toString()}"}`)),
    );
    const base = await run({
      IDSNAP_AUTHORIZE: sessions,
      IDSNAP_BEORG_TOKEN: TOKEN,
      IDSNAP_BEORG_MACHINE_UID: 'machine-for-tests',
      IDSNAP_BEORG_PROJECT_ID: 'P',
      IDSNAP_BEORG_BASE_URL: vendor,
    }).base();
    const submit = async (cookie: string) => {
      const headers = { ...JSON_TYPE, cookie, 'idempotency-key': 'key-that-nobody-guesses' };
      return (await fetch(`${base}${ADD_DOCUMENT}`, { method: 'POST', headers, body: '{}' })).text();
    };
    assert.deepEqual(
      [await submit('anna'), await submit('boris'), await submit('anna')],
      ['{"document_id":"s-1"}', '{"document_id":"s-2"}', '{"document_id":"s-1"}'],
    );
  });

  it('takes a changed secret without a restart, and keeps the old one when the new is wrong', async () => {
    const keys: string[] = [];
    const vendor = await serve((req, res) => {
      keys.push(req.headers.authorization ?? '');
      res.end('{}');
    });
    const file = join(folder, 'secret');
    writeFileSync(file, 'secret-one-0001\n');
    const command = run({
      IDSNAP_AUTHORIZE: 'anyone',
      IDSNAP_CVS_API_KEY: 'u',
      IDSNAP_CVS_API_SECRET_FILE: file,
      IDSNAP_CVS_BASE_URL: vendor,
    });
    const ask = async () => (await fetch(`${await command.base()}${CARDS}?get_thumb=true`)).status;
    assert.equal(await ask(), 200);
    writeFileSync(file, 'secret-two-0002');
    command.child.kill('SIGHUP');
    await command.line('configured anew');
    assert.equal(await ask(), 200);
    writeFileSync(file, 'not a token');
    command.child.kill('SIGHUP');
    const { reason } = await command.line('not configured anew');
    assert.match(reason ?? '', /cvs\.apiSecret holds a space/);
    assert.doesNotMatch(command.text, /not a token|secret-two/);
    assert.equal(await ask(), 200);
    const basic = (secret: string) => `Basic ${btoa(`u:${secret}`)}`;
    assert.deepEqual(keys, [basic('secret-one-0001'), basic('secret-two-0002'), basic('secret-two-0002')]);
  });

  it('ends what runs before it stops, and takes nothing new', async () => {
    let release: (() => void) | undefined;
    const arrived = new Promise<void>((resolve) => {
      void serve((_, res) => {
        release = () => {
          res.end('{"late":true}');
        };
        resolve();
      }).then((vendor) => {
        vendorAt.resolve(vendor);
      });
    });
    const command = run({ ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_CVS_BASE_URL: await vendorAt.promise });
    const base = await command.base();
    assert.deepEqual([(await fetch(`${base}/healthz`)).status, (await fetch(`${base}/readyz`)).status], [200, 200]);
    const running = fetch(`${base}${CARDS}?get_thumb=true`);
    await arrived;
    command.child.kill('SIGTERM');
    for (;;) {
      const refused = await fetch(`${base}/readyz`).then(
        () => false,
        () => true,
      );
      if (refused) break;
    }
    // What stops processes often sends its signal to a whole group, or twice.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) command.child.kill(signal);
    // A signal that ends the process would have done so before it responds to this one.
    command.child.kill('SIGHUP');
    await command.line('configured anew');
    release?.();
    assert.deepEqual(await (await running).json(), { late: true });
    const [code] = (await once(command.child, 'close')) as [number];
    assert.equal(code, 0);
  });

  it('counts the requests of an address, however it is written', async () => {
    const vendor = await serve((_, res) => res.end('{}'));
    const command = run({
      ...CVS,
      IDSNAP_AUTHORIZE: 'anyone',
      IDSNAP_CVS_BASE_URL: vendor,
      IDSNAP_TRUST_FORWARDED: 'true',
      IDSNAP_RATE_LIMIT: '1/3600',
    });
    const base = await command.base();
    const ask = async (address: string) =>
      (await fetch(`${base}${CARDS}?get_thumb=true`, { headers: { 'x-forwarded-for': `1.1.1.1, ${address}` } })).status;
    const visitors = [
      ['7.7.7.7', '7.7.7.7:1234', '::ffff:7.7.7.7', '[::FFFF:707:707]:80', '0:0:0:0:0:ffff:7.7.7.7'],
      ['2001:db8::1', '[2001:db8::1]', '[2001:DB8:0::1]:443', '2001:0db8:0:0:0:0:0:1%eth0'],
      ['7.7.7.8'],
      ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '[2001:db8:0:1:8000:0:0:1]:443'],
      ['2001:db8:0:2::1'],
      ['::1', '::2'],
    ];
    for (const [first = '', ...others] of visitors) {
      assert.equal(await ask(first), 200, first);
      for (const other of others) assert.equal(await ask(other), 429, other);
    }
  });

  it('says that it is not ready before it stops, and waits for no connection without a request', async () => {
    const command = run({ ...CVS, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_METRICS_PORT: '0' });
    const port = Number(new URL(await command.base()).port);
    const metricsPort = (await command.line('metrics')).port ?? 0;
    const peers = ['', 'GET /healthz HTT', 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'].flatMap((text) =>
      [port, metricsPort].map((at) => {
        const peer = dial(at).on('error', () => undefined);
        peer.write(text);
        return peer;
      }),
    );
    await Promise.all(peers.slice(4).map((peer) => once(peer, 'data')));
    const start = performance.now();
    command.child.kill('SIGTERM');
    let status = 200;
    while (status === 200) status = (await fetch(`http://127.0.0.1:${port.toString()}/readyz`)).status;
    assert.equal(status, 503);
    const [code] = (await once(command.child, 'close')) as [number];
    assert.equal(code, 0);
    const tookMs = performance.now() - start;
    assert(tookMs < 8000, `${tookMs.toFixed(0)} ms`);
  });

  it('tells a client to go on with its body behind the checks that need none', async () => {
    const vendor = await serve((req, res) => req.resume().on('end', () => res.end('{}')));
    const command = run({
      IDSNAP_AUTHORIZE: 'anyone',
      IDSNAP_BIOMETRIC_KZ_API_KEY: API_KEY,
      IDSNAP_BIOMETRIC_KZ_BASE_URL: vendor,
    });
    const base = await command.base();
    const form = '--b\r\nContent-Disposition: form-data; name="country_code"\r\n\r\nkz\r\n--b--\r\n';
    const ask = async (contentType: string) => {
      const headers = { expect: '100-continue', 'content-type': contentType, 'content-length': form.length };
      const sent = httpRequest(`${base}${PARSE}`, { method: 'POST', headers }).on('error', () => undefined);
      let continued = false;
      sent.on('continue', () => {
        continued = true;
        sent.end(form);
      });
      sent.flushHeaders();
      const [response] = (await once(sent, 'response')) as [{ statusCode: number }];
      sent.destroy();
      return [response.statusCode, continued];
    };
    assert.deepEqual(await ask('text/plain'), [415, false]);
    assert.deepEqual(await ask('multipart/form-data; boundary=b'), [200, true]);
    const peer = dial(Number(new URL(base).port));
    peer.write(`POST ${PARSE} HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n`);
    peer.write('Content-Type: multipart/form-data; boundary=b\r\n\r\n');
    const [head] = (await once(peer, 'data')) as [Buffer];
    assert.match(head.toString(), /^HTTP\/1\.1 413 /);
  });
});

const vendorAt = (() => {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
})();

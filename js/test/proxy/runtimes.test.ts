import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createVerify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ProxyOptions } from 'idsnap/proxy';
import { runtimeOf } from './runtimes.mjs';
import { serve } from './servers.js';
import {
  ACCOUNTS,
  ADD_DOCUMENT,
  API_KEY,
  assertRefused,
  CARDS,
  CLIENT_ID,
  customerKeys,
  PARSE,
  RECOGNIZE,
  SECRET,
} from './support.js';

const SCRIPT = fileURLToPath(new URL('runtime-server.mjs', import.meta.url));

/** How the script is run, or nothing where the runtime is not to be had. */
async function command(name: 'deno' | 'bun', ...args: string[]): Promise<string[] | undefined> {
  const path = await runtimeOf(name);
  return path === undefined ? undefined : [path, ...args, SCRIPT];
}

const RUNTIMES: Readonly<Record<string, string[] | undefined>> = {
  Node: [process.execPath, SCRIPT],
  edge: [process.execPath, SCRIPT],
  Deno: await command('deno', 'run', '--no-prompt', '--allow-net', '--allow-env', '--allow-read'),
  Bun: await command('bun', 'run'),
};

interface Arrived {
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const LARGE = 'A'.repeat(1_000_000);
const BOUNDARY = 'boundary-of-tests';
const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const part = (name: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
const file = (name: string, content: string) => part(`${name}"; filename="a.jpg`, content);
const END = `--${BOUNDARY}--\r\n`;

for (const [name, run] of Object.entries(RUNTIMES)) {
  describe(`the proxy on ${name}`, { skip: run === undefined ? `${name} is not installed here` : false }, () => {
    const arrived: Arrived[] = [];
    let child: ChildProcess | undefined;
    let base = '';

    before(async () => {
      if (run === undefined) return;
      const vendor = await serve((req, res) => {
        const pieces: Buffer[] = [];
        req.on('error', () => undefined).on('data', (piece: Buffer) => pieces.push(piece));
        req.on('end', () => {
          if (!req.complete) return;
          arrived.push({ url: req.url ?? '', headers: req.headers, body: Buffer.concat(pieces) });
          res.setHeader('content-type', 'application/json').end(`{"document_id":"s-1","seen":"${SECRET}"}`);
        });
      });
      const at = <T extends object>(account: T) => ({ ...account, baseUrl: vendor });
      const options: ProxyOptions = {
        authorize: 'anyone',
        zoloz: at(ACCOUNTS.zoloz),
        beorg: at(ACCOUNTS.beorg),
        biometricKz: at(ACCOUNTS.biometricKz),
        cvs: at(ACCOUNTS.cvs),
        timeoutMs: 5000,
      };
      const [program = '', ...args] = run;
      child = spawn(program, [...args, JSON.stringify(options), name], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [port] = (await once(child.stdout ?? assert.fail(), 'data')) as [Buffer];
      base = `http://127.0.0.1:${port.toString().trim()}`;
    });

    after(() => {
      child?.kill('SIGKILL');
    });

    const post = (path: string, body: string, type = 'application/json', more: Record<string, string> = {}) =>
      fetch(`${base}${path}`, { method: 'POST', headers: { 'content-type': type, ...more }, body });

    it('signs the very bytes that it passes on', async () => {
      for (const body of ['{ "bizId" : "я" }', `{"frontPageImage":"${LARGE}"}`]) {
        assert.equal((await post(RECOGNIZE, body)).status, 200);
        const { headers, url, body: bytes } = arrived.at(-1) ?? assert.fail();
        assert.equal(bytes.toString(), body);
        const value = /^algorithm=RSA256, signature=(.+)$/.exec(String(headers['signature']))?.[1] ?? '';
        const verify = createVerify('RSA-SHA256').update(
          `POST ${url}\n${CLIENT_ID}.${String(headers['request-time'])}.`,
        );
        assert(verify.update(bytes).verify(customerKeys.publicKey, decodeURIComponent(value), 'base64'));
      }
    });

    it('adds what is secret to short bodies and to long ones', async () => {
      for (const image of ['AAAA', LARGE]) {
        assert.equal((await post(ADD_DOCUMENT, `{"images":["${image}"]}`)).status, 200);
        const upload = JSON.parse(arrived.at(-1)?.body.toString() ?? '') as Record<string, unknown>;
        assert.deepEqual(upload['images'], [image]);
        assert.deepEqual([upload['token'], upload['project_id']], [ACCOUNTS.beorg.token, 'PROJECT_1']);
        const form = file('frontside_image', image) + END;
        assert.equal((await post(PARSE, form, FORM_TYPE)).status, 200);
        assert.equal(arrived.at(-1)?.body.toString(), part('api_key', API_KEY) + form);
        assert.equal((await post(`${CARDS}?format_type=base64`, `{"img1":"${image}"}`)).status, 200);
        assert.equal(arrived.at(-1)?.headers.authorization, `Basic ${btoa(`user-for-tests:${SECRET}`)}`);
      }
    });

    it('tells the vendor how long a long body is', async () => {
      const form = file('frontside_image', LARGE) + END;
      assert.equal((await post(PARSE, form, FORM_TYPE)).status, 200);
      const { headers, body } = arrived.at(-1) ?? assert.fail();
      // Where a platform sends streams in chunks alone, the vendor must take those.
      if (headers['transfer-encoding'] !== 'chunked') assert.equal(headers['content-length'], body.length.toString());
    });

    it('refuses what may not pass, wherever it stands', async () => {
      const before = arrived.length;
      const refusals: [Promise<Response>, number, string][] = [
        [post('/nothing', '{}'), 404, 'not_found'],
        [fetch(`${base}${RECOGNIZE}`), 405, 'method_not_allowed'],
        [post(RECOGNIZE, '{"a":1,"a":2}'), 400, 'proxy_refused'],
        [post(ADD_DOCUMENT, '{"token":"x"}'), 400, 'secret_in_request'],
        [post(ADD_DOCUMENT, `{"images":["${LARGE}"],"token":"x"}`), 400, 'secret_in_request'],
        [post(PARSE, file('frontside_image', LARGE) + part('api_key', 'x') + END, FORM_TYPE), 400, 'secret_in_request'],
        [post(PARSE, file('frontside_image', LARGE), FORM_TYPE), 400, 'proxy_refused'],
        [post(RECOGNIZE, `"${'A'.repeat(12_000_001)}"`), 413, 'image_too_large'],
        [post(RECOGNIZE, 'x', 'text/plain'), 415, 'proxy_refused'],
      ];
      for (const [sent, status, code] of refusals) await assertRefused(await sent, status, code);
      assert.equal(arrived.length, before);
    });

    it('passes a second request with its key to nobody, and gives the first response', async () => {
      const before = arrived.length;
      const key = { 'idempotency-key': `attempt-of-tests-${name}` };
      const both = await Promise.all([1, 2].map(() => post(ADD_DOCUMENT, `{"images":["${LARGE}"]}`, undefined, key)));
      const texts = await Promise.all(both.map((response) => response.text()));
      assert.equal(texts[0], texts[1]);
      assert.equal(arrived.length, before + 1);
    });

    it('overwrites a secret that the vendor repeats', async () => {
      const text = await (await fetch(`${base}${CARDS}?get_thumb=true`)).text();
      assert.match(text, /"seen":"\*+"/);
    });
  });
}

// The packages that the command uses where they are installed: tracing and Redis.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { run, type Command } from './command-process.js';
import { hasRedis, startRedis, type RedisServer } from './redis-server.js';
import { serve } from './servers.js';
import { ADD_DOCUMENT, CARDS, SECRET, TOKEN } from './support.js';

const importing = (name: string) => ({ NODE_OPTIONS: `--import=${new URL(name, import.meta.url).href}` });
const CVS = { IDSNAP_CVS_API_KEY: 'user-for-tests', IDSNAP_CVS_API_SECRET: SECRET, IDSNAP_AUTHORIZE: 'anyone' };
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the spans of the command', () => {
  const traced = async (more: Record<string, string>): Promise<[Command, string]> => {
    const vendor = await serve((req, res) => {
      res.writeHead((req.url ?? '').includes('/ocr/') ? 503 : 200).end('{}');
    });
    const command = run({ ...CVS, ...importing('tracer.mjs'), IDSNAP_CVS_BASE_URL: vendor, ...more });
    return [command, await command.base()];
  };

  it('tell vendor, operation, status and the code of a failure, and nothing else', async () => {
    const [command, base] = await traced({});
    await fetch(`${base}/healthz`);
    await fetch(`${base}${CARDS}?get_thumb=true`, { headers: { traceparent: PARENT, cookie: 'session=of-anna' } });
    await command.line('span', 1);
    await fetch(`${base}/cvs/api/v2/ocr/card?get_thumb=true`);
    await command.line('span', 2);
    await fetch(`${base}${CARDS}?api_key=mine`);
    await command.line('span', 3);
    await fetch(`${base}/of/nobody`);
    await command.line('span', 4);
    const attributes = (status: number, operation: string, code?: string) => ({
      'http.request.method': 'GET',
      'http.response.status_code': status,
      'idsnap.vendor': operation === '' ? '' : 'cvs',
      'idsnap.operation': operation,
      ...(code === undefined ? {} : { 'error.type': code }),
    });
    const span = (name: string, rest: object) => ({
      message: 'span',
      name,
      kind: 1,
      parent: '',
      status: null,
      ends: 1,
      ...rest,
    });
    assert.deepEqual(
      command.lines.filter(({ message }) => message === 'span'),
      [
        span('cvs ekyc_cards', { parent: PARENT, attributes: attributes(200, 'ekyc_cards') }),
        span('cvs ocr_card', { status: 2, attributes: attributes(503, 'ocr_card') }),
        span('cvs ekyc_cards', { attributes: attributes(400, 'ekyc_cards', 'secret_in_request') }),
        span('GET', { attributes: attributes(404, '', 'not_found') }),
      ],
    );
    assert.doesNotMatch(command.text, new RegExp(`${SECRET}|of-anna|mine`));
  });

  it('stop no request and no metrics when tracing is broken', async () => {
    for (const kind of ['broken', 'full']) {
      const [command, base] = await traced({ TRACER: kind, IDSNAP_METRICS_PORT: '0' });
      const port = (await command.line('metrics')).port ?? 0;
      const statuses = await Promise.all(
        [1, 2].map(async () => (await fetch(`${base}${CARDS}?get_thumb=true`)).status),
      );
      assert.deepEqual(statuses, [200, 200], kind);
      const metrics = await (await fetch(`http://127.0.0.1:${port.toString()}/metrics`)).text();
      assert.match(metrics, /^idsnap_proxy_in_flight 0$/m, kind);
      assert.match(metrics, /^idsnap_proxy_requests_total\{.*\} 2$/m, kind);
    }
  });
});

describe('the command with Redis', { skip: hasRedis ? false : 'no redis-server is installed here' }, () => {
  let redis: RedisServer;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.stop());

  const BEORG = {
    IDSNAP_BEORG_TOKEN: TOKEN,
    IDSNAP_BEORG_MACHINE_UID: 'machine-for-tests',
    IDSNAP_BEORG_PROJECT_ID: 'PROJECT_1',
    IDSNAP_AUTHORIZE: 'anyone',
  };
  const submit = (base: string, key: string) =>
    fetch(`${base}${ADD_DOCUMENT}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: '{"images":["AAAA"]}',
    });

  for (const absent of ['ioredis', 'redis']) {
    it(`shares attempts and limits with others, without the package ${absent}`, async () => {
      let submissions = 0;
      const vendor = await serve((req, res) => {
        req.resume().on('end', () => res.end(`{"document_id":"s-${(submissions += 1).toString()}"}`));
      });
      const env = {
        ...BEORG,
        ...importing('without-package.mjs'),
        WITHOUT_PACKAGE: absent,
        IDSNAP_BEORG_BASE_URL: vendor,
        IDSNAP_REDIS_URL: redis.url,
        IDSNAP_TRUST_FORWARDED: 'true',
        IDSNAP_RATE_LIMIT: '4/3600',
      };
      const [one, two] = [run(env), run(env)];
      const bases = [await one.base(), await two.base()];
      const ask = async (turn: number) => {
        const base = bases[turn % 2] ?? '';
        const response = await fetch(`${base}${ADD_DOCUMENT}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': `attempt-of-tests-${absent}`,
            'x-forwarded-for': absent,
          },
          body: '{"images":["AAAA"]}',
        });
        return `${response.status.toString()} ${response.status === 200 ? await response.text() : ''}`;
      };
      const seen: string[] = [];
      for (let turn = 0; turn < 6; turn += 1) seen.push(await ask(turn));
      assert.deepEqual(seen, [...Array<string>(4).fill('200 {"document_id":"s-1"}'), '429 ', '429 ']);
      assert.equal(submissions, 1);
      for (const { child } of [one, two]) {
        child.kill('SIGTERM');
        const [code] = (await once(child, 'close')) as [number];
        assert.equal(code, 0);
      }
    });

    it(`refuses submissions and is not ready while Redis is gone, without the package ${absent}`, async () => {
      const own = await startRedis();
      let submissions = 0;
      const vendor = await serve((_, res) => {
        submissions += 1;
        res.end('{}');
      });
      const command = run({
        ...BEORG,
        ...importing('without-package.mjs'),
        WITHOUT_PACKAGE: absent,
        IDSNAP_BEORG_BASE_URL: vendor,
        IDSNAP_REDIS_URL: own.url,
      });
      const base = await command.base();
      assert.equal((await fetch(`${base}/readyz`)).status, 200);
      await own.stop();
      await command.line('the store failed');
      assert.equal((await fetch(`${base}/readyz`)).status, 503);
      assert.equal((await fetch(`${base}/healthz`)).status, 200);
      assert.equal((await submit(base, 'attempt-of-tests-gone')).status, 500);
      assert.equal(submissions, 0);
      command.child.kill('SIGTERM');
      const [code] = (await once(command.child, 'close')) as [number];
      assert.equal(code, 0);
    });
  }

  it('does not start with an address that is none of Redis, and shows it to nobody', async () => {
    for (const address of ['moon', 'http://user:password-of-tests@127.0.0.1/']) {
      const command = run({ ...BEORG, IDSNAP_REDIS_URL: address });
      const [code] = (await once(command.child, 'close')) as [number];
      assert.equal(code, 1);
      assert.match(command.text, /"reason":"[^"]*redisUrl/);
      assert.doesNotMatch(command.text, /password/);
    }
  });
});

// The proxy of the command, as far as it can be had without a process.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeService } from '../../src/proxy/command/service.js';
import type { ProxyLogEntry } from '../../src/proxy/index.js';
import { SECRET } from './support.js';

const CONFIG = {
  host: '127.0.0.1',
  port: 0,
  metricsPort: undefined,
  shutdownMs: 1000,
  redisUrl: undefined,
  authorize: 'anyone',
  rateLimit: undefined,
  trustForwarded: false,
  files: [],
};
const AT = { address: '203.0.113.7' };

describe('the log of a config', () => {
  it('takes the place of the lines, and what watches the requests is told all the same', async () => {
    const own: unknown[] = [];
    const lines: unknown[] = [];
    const ended: ProxyLogEntry<string>[] = [];
    const observer = {
      begin: () => (entry: ProxyLogEntry<string>) => {
        ended.push(entry);
      },
    };
    const log = (line: object) => own.push(line);
    const cvs = { apiKey: 'user-for-tests', apiSecret: SECRET };
    const options = { basePath: '/api/id', cvs, log, handover: { log } };
    const service = makeService({ ...CONFIG, options }, { observers: [observer], write: (line) => lines.push(line) });
    for (const path of ['nobody', 'handover/sessions/x']) {
      await service.handle(new Request(`http://127.0.0.1/api/id/${path}`), AT);
    }
    assert.equal(own.length, 2);
    assert.deepEqual(
      ended.map(({ vendor, status }) => [vendor, status]),
      [
        [undefined, 404],
        ['handover', 404],
      ],
    );
    assert.deepEqual(lines, []);
  });
});

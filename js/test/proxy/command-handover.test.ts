// The relay of a handover in the command.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createHandover } from 'idsnap/handover';
import { run } from './command-process.js';
import { SECRET } from './support.js';

const CVS = { IDSNAP_CVS_API_KEY: 'user-for-tests', IDSNAP_CVS_API_SECRET: SECRET, IDSNAP_AUTHORIZE: 'anyone' };

describe('the command', () => {
  it('is the relay of a handover where it is told to be, and logs and counts its requests', async () => {
    const env = {
      ...CVS,
      IDSNAP_AUTHORIZE: 'anyone',
      IDSNAP_BASE_PATH: '/api/id',
      IDSNAP_HANDOVER_MAX_PHOTO_BYTES: '9',
    };
    const command = run({ ...env, IDSNAP_HANDOVER: 'true', IDSNAP_METRICS_PORT: '0' });
    const endpoint = `${await command.base()}/api/id/handover`;
    const ends = createHandover({ endpoint, storage: null });
    const offer = await ends.offer({ kind: 'id1', sides: ['front'], url: 'https://shop.example/phone' });
    const accepted = await ends.accept(offer.url);
    const photo = (length: number) =>
      new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6).subarray(0, length)]);
    await assert.rejects(accepted.send('front', photo(10)), { code: 'image_too_large' });
    await accepted.send('front', photo(9));
    await accepted.finish();
    assert.equal((await offer.photos)[0]?.blob.size, 9);
    await command.line('handover', 6);
    const lines = command.lines.filter(({ message }) => message === 'handover');
    const told = (name: string) => lines.find(({ operation }) => operation === name);
    assert.deepEqual([told('open')?.['status'], told('open')?.['level']], [201, 'info']);
    assert.equal(told('claim')?.['status'], 200);
    assert.equal(lines.find(({ code }) => code !== undefined)?.['code'], 'image_too_large');
    const [, id = '', key = ''] = /#idsnap=1\.([^.]+)\.(.+)$/.exec(offer.url) ?? [];
    assert.ok(id !== '' && !command.text.includes(id) && !command.text.includes(key));
    offer.dispose();
    accepted.dispose();
    const metrics = `http://127.0.0.1:${((await command.line('metrics')).port ?? 0).toString()}/metrics`;
    const counted = async () => (await fetch(metrics)).text();
    const isOver = async () => /^idsnap_proxy_in_flight 0$/m.test(await counted());
    for (let tries = 0; tries < 200 && !(await isOver()); tries += 1) await pause(20);
    assert.ok(await isOver(), 'a request is not over');
    assert.match(await counted(), /requests_total\{vendor="handover",operation="open",status="201",code=""\} 1/);

    const without = run({ ...env, IDSNAP_HANDOVER: 'false' });
    const { status } = await fetch(`${await without.base()}/api/id/handover`, { method: 'POST' });
    assert.equal(status, 404);
  });

  it('says what is wrong with what the relay is told', async () => {
    const wrong: [env: Record<string, string>, reason: RegExp][] = [
      [{ IDSNAP_HANDOVER: 'yes' }, /^createProxy: the option handover is neither true nor an object/],
      [{ IDSNAP_HANDOVER_MAX_PICTURES: '2' }, /^createHandover: the option maxPictures is not known/],
    ];
    for (const [env, reason] of wrong) {
      const command = run({ ...CVS, ...env });
      const [code] = (await once(command.child, 'close')) as [number];
      assert.equal(code, 1);
      assert.match(command.lines[0]?.reason ?? '', reason);
    }
  });
});

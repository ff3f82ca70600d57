import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { createHandover, isIdSnapError } from 'idsnap/handover';
import { HANDOVER_CODES, handoverError } from '../../src/handover/errors.js';
import {
  ENDPOINT,
  ends,
  eventually,
  fetchTo,
  fileOf,
  OFFERED,
  openStore,
  preparedOf,
  relayWith,
  stepsOf,
  tab,
  until,
  type Between,
} from './support.js';

describe('a handover', () => {
  it('brings the photos to the computer as they were, and tells each step', async () => {
    const { store, entries } = openStore();
    const { computer, phone, tabs } = ends(relayWith({ store }));
    const offer = await computer.offer({ ...OFFERED, language: 'kk' });
    const accepted = await phone.accept(offer.url);
    assert.deepEqual([accepted.kind, accepted.sides, accepted.language], ['id1', ['front', 'back'], 'kk']);
    assert.match(accepted.code, /^\d{6}$/);
    await until(offer, 'code');
    assert.equal(offer.code, accepted.code);
    const front = await preparedOf('front');
    await accepted.send('front', front, { meta: { report: { sharpness: 0.9 } } });
    await accepted.send('back', fileOf('back'));
    await accepted.finish();
    const photos = await offer.photos;
    assert.deepEqual(
      photos.map(({ side, meta }) => [side, meta]),
      [
        ['front', { report: { sharpness: 0.9 } }],
        ['back', undefined],
      ],
    );
    const image = photos[0]?.image;
    assert.ok(image);
    assert.deepEqual(image.bytes(), front.bytes());
    assert.deepEqual({ ...image, blob: 0, bytes: 0, base64: 0 }, { ...front, blob: 0, bytes: 0, base64: 0 });
    assert.equal(await photos[1]?.blob.text(), await fileOf('back').text());
    assert.equal(photos[1]?.image, undefined);
    const steps = (await stepsOf(offer)).map((step) => ('side' in step ? `${step.step} ${step.side}` : step.step));
    assert.deepEqual(steps, ['waiting', 'phone_connected', 'code', 'side_done front', 'side_done back', 'done']);
    await eventually(() => [...entries].filter(([key]) => /:phone:\d/.test(key)).every(([, value]) => value === ''));
    assert.equal([...entries.keys()].filter((key) => /:phone:\d/.test(key)).length >= 4, true);
    assert.deepEqual([tabs.computer.items.size, tabs.phone.items.size], [0, 0]);
  });

  it('has what the computer says last outlive its page', async () => {
    const lasting: string[] = [];
    const note: Between = (request, pass) => {
      if (request.keepalive) lasting.push(`${request.method} ${new URL(request.url).pathname.split('/').at(-1)}`);
      return pass();
    };
    const { computer, phone } = ends(relayWith(), { computer: note });
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    await accepted.send('front', fileOf('front'));
    await accepted.finish();
    await offer.photos;
    await eventually(() => lasting.length === 2);
    assert.deepEqual(lasting, ['POST 2', 'POST end']);
  });

  it('does without a stream of events where something on the way holds it back', async () => {
    const held: Between = (request, pass) =>
      request.headers.get('accept') === 'text/event-stream' ? Promise.resolve(new Response('')) : pass();
    const { computer, phone, seen } = ends(relayWith(), { computer: held, phone: held });
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    await accepted.send('front', fileOf('front'));
    await accepted.finish();
    assert.equal((await offer.photos).length, 1);
    assert.ok(seen.computer.some(({ url }) => url.includes('?seen=')));
  });

  it('goes on after networks that were lost, and photos whose response was lost', async () => {
    const lost = new Set<string>();
    const flaky: Between = async (request, pass) => {
      const what = `${request.method} ${new URL(request.url).pathname.split('/').slice(4).join('/')}`;
      if (lost.has(what)) return pass();
      lost.add(what);
      const response = request.method === 'POST' ? await pass() : undefined;
      await response?.body?.cancel();
      throw new TypeError('fetch failed');
    };
    const { computer, phone } = ends(relayWith(), { computer: flaky, phone: flaky });
    const offer = await computer.offer(OFFERED);
    const accepted = await phone.accept(offer.url);
    for (const side of accepted.sides) await accepted.send(side, fileOf(side));
    await accepted.finish();
    assert.equal(await (await offer.photos)[0]?.blob.text(), await fileOf('front').text());
    assert.ok(lost.size >= 8, [...lost].join());
  });

  it('ends well where the computer has ended it before the response to the last message is there', async () => {
    let isLost = false;
    const late: Between = async (request, pass) => {
      const isManifest = request.method === 'POST' && request.url.endsWith('/2');
      const response = await pass();
      if (!isManifest || isLost) return response;
      isLost = true;
      await eventually(() => isDone);
      throw new TypeError('fetch failed');
    };
    let isDone = false;
    const note: Between = async (request, pass) => {
      const response = await pass();
      isDone ||= request.url.endsWith('/end');
      return response;
    };
    const { computer, phone } = ends(relayWith(), { computer: note, phone: late });
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    await accepted.send('front', fileOf('front'));
    await accepted.finish();
    assert.ok(isLost);
  });

  it('goes on with both pages reloaded', async () => {
    const { computer, phone, tabs } = ends(relayWith());
    const kept = { ...OFFERED, keep: 'person 1' };
    const first = await computer.offer(kept);
    const before = await phone.accept(first.url);
    await before.send('front', fileOf('front'));
    first.dispose();
    before.dispose();
    await assert.rejects(first.photos, { name: 'AbortError' });
    const second = await computer.offer(kept);
    assert.equal(second.url, first.url);
    const after = await phone.accept(first.url);
    assert.equal(after.code, before.code);
    assert.deepEqual(after.sent, ['front']);
    await after.send('front', fileOf('front'));
    await after.send('back', fileOf('back'));
    await after.finish();
    assert.deepEqual(
      (await second.photos).map(({ side }) => side),
      ['front', 'back'],
    );
    assert.deepEqual([tabs.computer.items.size, tabs.phone.items.size], [0, 0]);
    const third = await computer.offer(kept);
    assert.notEqual(third.url, first.url);
    third.dispose();
  });

  it('sends a side again whose call was aborted', async () => {
    const stop = new AbortController();
    const slow: Between = async (request, pass) => {
      if (request.method !== 'POST' || !request.url.endsWith('/1') || stop.signal.aborted) return pass();
      await pass();
      stop.abort();
      return new Promise(() => undefined);
    };
    const { computer, phone } = ends(relayWith(), { phone: slow });
    const offer = await computer.offer(OFFERED);
    const accepted = await phone.accept(offer.url);
    await assert.rejects(accepted.send('front', fileOf('front'), { signal: stop.signal }), { name: 'AbortError' });
    await assert.rejects(accepted.send('front', fileOf('other')), { code: 'invalid_field', field: 'side' });
    await accepted.send('back', fileOf('back'));
    await accepted.finish();
    assert.equal((await offer.photos).length, 2);
  });

  it('ends on both sides when one gives up', async () => {
    const { computer, phone } = ends(relayWith());
    const stop = new AbortController();
    const offer = await computer.offer({ ...OFFERED, signal: stop.signal });
    const accepted = await phone.accept(offer.url);
    stop.abort();
    await assert.rejects(offer.photos, { name: 'AbortError' });
    await eventually(() => accepted.signal.aborted);
    assert.equal((accepted.signal.reason as { code: string }).code, 'handover_ended');
    await assert.rejects(accepted.send('front', fileOf('front')), { code: 'handover_ended', category: 'handover' });

    const other = await computer.offer(OFFERED);
    const cancelled = await phone.accept(other.url);
    await cancelled.cancel();
    await assert.rejects(other.photos, { code: 'handover_ended' });
    assert.equal((await stepsOf(other)).at(-1)?.step, 'failed');
  });

  it('says what is wrong with an offer, a link, a side or what goes with it', async () => {
    const { computer, phone } = ends(relayWith());
    const bad = [
      { kind: 'ID 1' },
      { sides: [] },
      { sides: ['a', 'a'] },
      { url: 'https://x.example/#a' },
      { url: '//' },
    ];
    for (const wrong of bad) await assert.rejects(computer.offer({ ...OFFERED, ...wrong }), { code: 'invalid_field' });
    const offer = await computer.offer(OFFERED);
    const links = ['https://x.example/', offer.url.slice(0, -1), offer.url.replace('=1.', '=2.'), `${offer.url}A`];
    for (const link of links) await assert.rejects(phone.accept(link), { code: 'handover_link_invalid' });
    const accepted = await phone.accept(offer.url);
    await assert.rejects(accepted.send('back', fileOf('back')), { code: 'invalid_field', field: 'side' });
    await assert.rejects(accepted.send('front', fileOf('front'), { meta: 'm'.repeat(70_000) }), { field: 'meta' });
    await assert.rejects(accepted.finish(), { code: 'invalid_field' });
    offer.dispose();
    accepted.dispose();
    assert.throws(() => createHandover({ endpoint: '' }), { code: 'invalid_field' });
  });

  it('tells when there is no relay, no session with the page, or another server', async () => {
    const answers: [Between, string][] = [
      [() => Promise.resolve(new Response('', { status: 302 })), 'proxy_redirected'],
      [() => Promise.resolve(new Response('no', { status: 401 })), 'session_ended'],
      [() => Promise.resolve(new Response('<html>', { status: 404 })), 'proxy_refused'],
    ];
    for (const [between, code] of answers) {
      const { fetch } = fetchTo(relayWith(), between);
      await assert.rejects(createHandover({ endpoint: ENDPOINT, fetch }).offer(OFFERED), (error: unknown) => {
        assert.ok(isIdSnapError(error));
        assert.equal(error.code, code);
        return true;
      });
    }
  });

  it('asks for headers before each attempt', async () => {
    const { fetch, seen } = fetchTo(relayWith());
    const headers = (attempt: number) => ({ 'x-session': `s${attempt.toString()}` });
    const offer = await createHandover({ endpoint: ENDPOINT, fetch, headers, storage: tab() }).offer(OFFERED);
    offer.dispose();
    assert.equal(seen[0]?.headers['x-session'], 's1');
  });
});

describe('the QR code', () => {
  it('has its three finder patterns in a quiet zone', async () => {
    const offer = await ends(relayWith()).computer.offer(OFFERED);
    const { size, path } = await offer.qr();
    offer.dispose();
    assert.equal((size - 8) % 4, 1);
    const dark = new Set<string>();
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
      for (let at = 0; at < Number(width); at += 1) dark.add(`${Number(x) + at} ${y}`);
    }
    const finder = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];
    for (const [left, top] of [
      [4, 4],
      [size - 11, 4],
      [4, size - 11],
    ] as const) {
      const rows = finder.map((row, y) =>
        row
          .split('')
          .map((_, x) => (dark.has(`${left + x} ${top + y}`) ? '#' : '.'))
          .join(''),
      );
      assert.deepEqual(rows, finder);
    }
    assert.ok([...dark].every((at) => at.split(' ').every((n) => Number(n) >= 4 && Number(n) < size - 4)));
  });
});

describe('the codes of a handover', () => {
  it('say what the core publishes for them', async () => {
    const list = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    assert.ok(HANDOVER_CODES.length >= 14);
    for (const code of HANDOVER_CODES) {
      const { category, retryable, advice } = handoverError(code, '');
      assert.ok(list.includes(`| \`${code}\` | ${category} | ${retryable ? 'yes' : 'no'} | ${advice} |`), code);
    }
  });
});

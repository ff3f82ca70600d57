import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHandover, type AcceptedHandover } from 'idsnap/handover';
import { ENDPOINT, ends, eventually, fetchTo, fileOf, JPEG, OFFERED, relayWith, tab, type Between } from './support.js';

const ARRIVED = { code: 'invalid_field', field: 'side', advice: /An earlier photo of this side has arrived already/ };

/** A photo of 400 bytes that no other name has. */
const photo = (name: string): Blob => fileOf(name, 400);

/** A page of the phone whose storage is a copy of another tab's, as that of a duplicated tab is. */
function tabOf(relay: ReturnType<typeof relayWith>, items: ReadonlyMap<string, string>, between?: Between) {
  const storage = tab();
  for (const [key, value] of items) storage.setItem(key, value);
  return { storage, phone: createHandover({ endpoint: ENDPOINT, fetch: fetchTo(relay, between).fetch, storage }) };
}

/** Both ends, the phone's in two tabs. */
async function twoTabs() {
  const relay = relayWith();
  const { computer, phone, tabs } = ends(relay);
  const offer = await computer.offer(OFFERED);
  const first = await phone.accept(offer.url);
  const second = await tabOf(relay, tabs.phone.items).phone.accept(offer.url);
  return { offer, first, second };
}

async function textsOf(photos: Promise<readonly { readonly blob: Blob }[]>): Promise<string[]> {
  return Promise.all((await photos).map(({ blob }) => blob.text()));
}

describe('two tabs of one phone', () => {
  it('are one phone: what arrived counts, and whoever has another photo is told', async () => {
    const { offer, first, second } = await twoTabs();
    assert.equal(first.code, second.code);
    await first.send('front', photo('front 1'));
    await assert.rejects(second.send('front', photo('front 2')), ARRIVED);
    assert.deepEqual(second.sent, ['front']);
    await second.send('front', photo('front 1'));
    await second.send('back', photo('back 2'));
    await assert.rejects(first.send('back', photo('back 1')), ARRIVED);
    await Promise.all([first.finish(), second.finish()]);
    assert.deepEqual(await textsOf(offer.photos), [await photo('front 1').text(), await photo('back 2').text()]);
  });

  it('lose nothing when both send at once', async () => {
    const { offer, first, second } = await twoTabs();
    const pages: [AcceptedHandover, string][] = [
      [first, 'one'],
      [second, 'two'],
    ];
    const sent = await Promise.allSettled(pages.map(([page, name]) => page.send('front', photo(name))));
    const winner = sent.findIndex(({ status }) => status === 'fulfilled');
    assert.deepEqual(sent.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await second.send('back', photo('back'));
    await second.finish();
    assert.equal((await textsOf(offer.photos))[0], await photo(pages[winner]?.[1] ?? '').text());
  });
});

describe('a phone that is reloaded while a photo is on its way', () => {
  /** What happens to a page whose first photo the network holds back until `land` is called. */
  async function reloaded() {
    let land: (() => Promise<Response>) | undefined;
    const held: Between = async (request, pass) => {
      if (request.method !== 'POST' || !request.url.endsWith('/1')) return pass();
      const copy = request.clone();
      land ??= () => relay(new Request(copy.url, { method: 'POST', headers: copy.headers, body: bytes }));
      const bytes = await request.arrayBuffer();
      return new Promise(() => undefined);
    };
    const relay = relayWith();
    const { computer, phone, tabs } = ends(relay, { phone: held });
    const offer = await computer.offer(OFFERED);
    const before = await phone.accept(offer.url);
    before.send('front', photo('old')).catch(() => undefined);
    await eventually(() => land !== undefined);
    before.dispose();
    return { relay, offer, land: () => land?.(), items: tabs.phone.items };
  }

  it('finds the photo that arrived after all, and goes on with it', async () => {
    const { relay, offer, land, items } = await reloaded();
    const { phone } = tabOf(relay, items);
    const after = await phone.accept(offer.url);
    assert.deepEqual(after.sent, []);
    await land();
    await assert.rejects(after.send('front', photo('new')), ARRIVED);
    await after.send('front', photo('old'));
    await after.send('back', photo('back'));
    await after.finish();
    assert.equal((await textsOf(offer.photos))[0], await photo('old').text());
  });

  it('knows it at once where it arrived before', async () => {
    const { relay, offer, land, items } = await reloaded();
    await land();
    const after = await tabOf(relay, items).phone.accept(offer.url);
    assert.deepEqual(after.sent, ['front']);
    await after.send('back', photo('back'));
    await after.finish();
    assert.equal((await textsOf(offer.photos))[0], await photo('old').text());
  });

  it('keeps to the new photo where the old one comes too late', async () => {
    const { relay, offer, land, items } = await reloaded();
    const after = await tabOf(relay, items).phone.accept(offer.url);
    await after.send('front', photo('new'));
    assert.equal((await land())?.status, 409);
    await after.send('back', photo('back'));
    await after.finish();
    assert.equal((await textsOf(offer.photos))[0], await photo('new').text());
  });

  it('finds out that the computer has all', async () => {
    const { computer, phone, tabs } = ends(relayWith());
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const before = await phone.accept(offer.url);
    await before.send('front', photo('front'));
    const items = new Map(tabs.phone.items);
    await before.finish();
    assert.equal((await offer.photos).length, 1);
    for (const [key, value] of items) tabs.phone.setItem(key, value);
    const after = await phone.accept(offer.url);
    assert.deepEqual(after.sent, ['front']);
    await after.finish();
    assert.equal(tabs.phone.items.size, 0);
  });
});

describe('a session that is over', () => {
  it('is told as such to a phone that comes back, or comes first', async () => {
    const relay = relayWith();
    const { computer, phone } = ends(relay);
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    await accepted.send('front', photo('front'));
    await accepted.finish();
    await offer.photos;
    await eventually(() => accepted.sent.length === 1);
    await assert.rejects(phone.accept(offer.url), { code: 'handover_ended', status: 410 });

    const cancelled = await computer.offer(OFFERED);
    const other = await phone.accept(cancelled.url);
    await other.cancel();
    await assert.rejects(cancelled.photos, { code: 'handover_ended' });
    await assert.rejects(phone.accept(cancelled.url), { code: 'handover_ended' });

    const stop = new AbortController();
    let isOver = false;
    const note: Between = async (request, pass) => {
      const response = await pass();
      isOver ||= request.url.endsWith('/end');
      return response;
    };
    const early = await ends(relay, { computer: note }).computer.offer({ ...OFFERED, signal: stop.signal });
    stop.abort();
    await assert.rejects(early.photos, { name: 'AbortError' });
    await eventually(() => isOver);
    await assert.rejects(phone.accept(early.url), { code: 'handover_ended' });
  });
});

describe('what is no photo', () => {
  it('is not handed over, whatever its type says', async () => {
    const { computer, phone } = ends(relayWith());
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    for (const text of [
      '',
      '<html><script>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'GIF89a',
      '\0\0\0\x18ftypmp42',
    ]) {
      const file = new Blob([text], { type: 'image/jpeg' });
      await assert.rejects(accepted.send('front', file), { code: 'not_an_image', category: 'image' }, text);
    }
    await accepted.send('front', new Blob([JPEG], { type: 'text/html' }));
    await accepted.finish();
    assert.equal((await offer.photos)[0]?.blob.type, 'image/jpeg');
  });

  it('is every file that begins as no image does', async () => {
    const { imageTypeOf } = await import('../../src/handover/image-type.js');
    const heads: [string, string | undefined][] = [
      ['\xff\xd8\xff\xe1', 'image/jpeg'],
      ['\xff\xd8', undefined],
      ['\x89PNG\r\n\x1a\n....', 'image/png'],
      ['\x89PNG\n', undefined],
      ['RIFF....WEBPVP8 ', 'image/webp'],
      ['RIFF....WAVE', undefined],
      ['\0\0\0\x1cftypheic\0\0\0\0mif1heic', 'image/heic'],
      ['\0\0\0\x1cftypmif1\0\0\0\0mif1avif', 'image/avif'],
      ['\0\0\0\x18ftypmif1\0\0\0\0mif1miaf', 'image/heif'],
      ['\0\0\0\x18ftypisom\0\0\0\0isommp42', undefined],
      ['%PDF-1.7', undefined],
    ];
    for (const [head, type] of heads) assert.equal(imageTypeOf(Buffer.from(head, 'latin1')), type, head);
  });
});

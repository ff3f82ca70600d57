import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryStore } from 'idsnap/proxy';
import { assertRejected, ends, eventually, fileOf, OFFERED, relayWith } from './support.js';

describe('time and size', () => {
  it('end a session after its time, on both sides and for phones that come too late', async () => {
    const { computer, phone } = ends(relayWith({ expiresMs: 1500 }));
    const offer = await computer.offer(OFFERED);
    const accepted = await phone.accept(offer.url);
    await assertRejected(offer, 'handover_expired');
    await eventually(() => accepted.signal.aborted);
    await assert.rejects(accepted.send('front', fileOf('front')), { code: 'handover_expired' });
    await assert.rejects(ends(relayWith()).phone.accept(offer.url), { code: 'handover_expired' });
  });

  it('end a session by the page’s own clock where the relay never lets go', async () => {
    const store = memoryStore({ now: () => 0 });
    const { computer } = ends(relayWith({ expiresMs: 300, store, now: () => new Date(0) }));
    await assertRejected(await computer.offer(OFFERED), 'handover_expired');
  });

  it('refuse a photo that is a byte too long, and take one that just fits', async () => {
    const maxPhotoBytes = 50_000;
    const { computer, phone } = ends(relayWith({ maxPhotoBytes }));
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    const tooLong = fileOf('front', maxPhotoBytes + 70_000);
    await assert.rejects(accepted.send('front', tooLong), { code: 'image_too_large', category: 'image', status: 413 });
    await accepted.send('front', fileOf('front', maxPhotoBytes), { meta: 'm'.repeat(60_000) });
    await accepted.finish();
    assert.equal((await offer.photos)[0]?.blob.size, maxPhotoBytes);
  });
});

describe('what a tab keeps', () => {
  it('is the secrets of the session alone', async () => {
    const { computer, phone, tabs } = ends(relayWith());
    const offer = await computer.offer({ ...OFFERED, keep: 'p' });
    const accepted = await phone.accept(offer.url);
    await accepted.send('front', fileOf('front'));
    const kept = JSON.stringify([...tabs.computer.items, ...tabs.phone.items]);
    assert.ok(kept.length < 2000 && !kept.includes('plaintext'));
    offer.dispose();
    accepted.dispose();
  });
});

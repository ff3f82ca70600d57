import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HandoverOffer } from 'idsnap/handover';
import type { HandoverLogEntry } from 'idsnap/proxy';
import { fromBase64Url, joined, toBase64Url } from '../../src/handover/bytes.js';
import { deriveKeys, seal, sealJson, type Keys, type Place } from '../../src/handover/keys.js';
import { photoPlace } from '../../src/handover/messages.js';
import { entryOf, packPhoto } from '../../src/handover/photo.js';
import {
  assertRejected,
  ENDPOINT,
  ends,
  fetchTo,
  fileOf,
  OFFERED,
  openStore,
  preparedOf,
  relayWith,
  secretsOf,
  until,
  type Between,
} from './support.js';

/** A handover of both sides by an honest phone, through a relay that lies to the computer. */
async function handedOver(computerWay: Between): Promise<HandoverOffer> {
  const { computer, phone } = ends(relayWith(), { computer: computerWay });
  const offer = await computer.offer(OFFERED);
  const accepted = await phone.accept(offer.url);
  const sending = (async () => {
    for (const side of accepted.sides) await accepted.send(side, fileOf(side));
    await accepted.finish();
  })();
  await assertRejected(offer, 'handover_tampered');
  await assert.rejects(sending, { code: 'handover_ended' });
  return offer;
}

/** Messages of the phone that a relay has seen so far, as the computer would get them. */
const numberOf = (request: Request): number | undefined => {
  const number = /\/[\w-]{22}\/(\d+)$/.exec(new URL(request.url).pathname)?.[1];
  return request.method === 'GET' && number !== undefined ? Number(number) : undefined;
};

/** Has the computer get message `other` where it asks for `wanted`, once that is there. */
const insteadOf =
  (wanted: number, other: number): Between =>
  async (request, pass) => {
    if (numberOf(request) !== wanted) return pass();
    const response = await pass();
    if (!response.ok) return response;
    for (;;) {
      const swapped = await relayOf(request, other);
      if (swapped.ok) return swapped;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

let relayOf: (request: Request, number: number) => Promise<Response>;

/** The same with a relay that can be asked for any message. */
async function swapped(wanted: number, other: number): Promise<void> {
  const relay = relayWith();
  relayOf = (request, number) => {
    const url = request.url.replace(/\d+$/, number.toString());
    return relay(new Request(url, { headers: request.headers }));
  };
  const { computer, phone } = ends(relay, { computer: insteadOf(wanted, other) });
  const offer = await computer.offer(OFFERED);
  const accepted = await phone.accept(offer.url);
  const sending = (async () => {
    for (const side of accepted.sides) await accepted.send(side, fileOf(side));
    await accepted.finish();
  })();
  sending.catch(() => undefined);
  await assertRejected(offer, 'handover_tampered');
}

/** A phone of one's own making, with the link: it may write what it likes. */
async function forgedPhone(offer: HandoverOffer, relay: ReturnType<typeof relayWith>) {
  const secrets = secretsOf(offer);
  const keys = await deriveKeys(secrets);
  const token = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  const { fetch } = fetchTo(relay);
  const headers = { 'x-idsnap-handover': token };
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ join: keys.join, token });
  await fetch(`${ENDPOINT}/${keys.id}/claim`, { method: 'POST', headers: json, body });
  const write = (number: number, bytes: Uint8Array<ArrayBuffer>) =>
    fetch(`${ENDPOINT}/${keys.id}/${number.toString()}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: bytes,
    });
  const hello: Place = { id: keys.id, writer: 'phone', number: 0 };
  await write(0, await sealJson(keys, hello, { nonce: token }));
  return { keys, write };
}

const SUBJECT = { kind: 'id1', sides: ['front', 'back'] };

/** A photo sealed for its place, and its entry in the manifest. */
async function photoOf(keys: Keys, order: number, file: Blob, place = photoPlace(keys.id, SUBJECT, order)) {
  const plain = await packPhoto(file, undefined);
  return { sealed: await seal(keys, place, plain), entry: await entryOf(SUBJECT.sides[order] ?? '', plain) };
}

describe('what the relay and its logs see', () => {
  it('holds no plaintext, key or token, in the store, in requests or in the log', async () => {
    const { store, entries } = openStore();
    const log: HandoverLogEntry[] = [];
    const { computer, phone, seen, tabs } = ends(relayWith({ store, log: (entry) => log.push(entry) }));
    const offer = await computer.offer({ ...OFFERED, sides: ['front'], language: 'vi', keep: 'p' });
    const accepted = await phone.accept(offer.url);
    const kept = [...tabs.computer.items.values(), ...tabs.phone.items.values()];
    const tokens = kept.map((text) => (JSON.parse(text) as { token: string }).token);
    await accepted.send('front', fileOf('front'), { meta: 'what only the pages know' });
    await accepted.finish();
    await offer.photos;
    const { id, key } = secretsOf(offer);
    const requests = [...seen.computer, ...seen.phone];
    assert.ok(requests.length > 8 && log.length === requests.length && tokens.length === 2);
    const stored = [...entries].flat().map(textsOf);
    const bodies = requests.map(({ body }) => textsOf(body.toString('latin1')));
    const addresses = requests.flatMap(({ url, headers }) => [decodeURIComponent(url), JSON.stringify(headers)]);
    const plain = ['plaintext', 'what only the pages', '"front"', '"id1"', '"vi"', 'image/jpeg', 'manifest'];
    for (const text of [...stored, ...bodies, ...addresses].flat())
      for (const secret of plain) assert.ok(!text.includes(secret), secret);
    for (const secret of [key, fromBase64Url(key)]) {
      const forms = typeof secret === 'string' ? [secret] : [Buffer.from(secret ?? []).toString('latin1')];
      for (const form of forms) {
        for (const text of [...stored, ...bodies, ...addresses].flat()) assert.ok(!text.includes(form), 'the key');
      }
    }
    const told = JSON.stringify(log);
    for (const secret of [id, key, ...tokens]) {
      assert.ok(!told.includes(secret));
      assert.ok(!stored.flat().some((text) => text.includes(secret)));
    }
    assert.ok(!seen.phone.some(({ url }) => tokens.some((token) => url.includes(token))));
  });

  it('finds the plaintext where there is some, so the search can fail', () => {
    assert.ok(textsOf(Buffer.from('xx plaintext').toString('base64')).some((text) => text.includes('plaintext')));
  });
});

/** A text, and what it holds in base64. */
const textsOf = (text: string): string[] => [text, Buffer.from(text, 'base64').toString('latin1')];

describe('whoever is not the phone', () => {
  it('learns nothing from a session, token or key that was guessed', async () => {
    const relay = relayWith();
    const { computer, phone, seen } = ends(relay);
    const offer = await computer.offer(OFFERED);
    const { id } = secretsOf(offer);
    const guess = toBase64Url(new Uint8Array(32).fill(7));
    const { fetch } = fetchTo(relay);
    const ask = async (path: string, init: RequestInit = {}) => {
      const headers = { 'x-idsnap-handover': guess, 'content-type': 'application/json' };
      const response = await fetch(`${ENDPOINT}/${path}`, { headers, ...init });
      return `${response.status.toString()} ${await response.text()}`;
    };
    const claim = { method: 'POST', body: JSON.stringify({ join: guess, token: guess }) };
    const unknown = toBase64Url(new Uint8Array(16));
    const refusals = await Promise.all([
      ...['', '/0', '/1'].flatMap((tail) => [ask(`${unknown}${tail}`), ask(`${id}${tail}`)]),
      ...[unknown, id].flatMap((one) => [ask(`${one}/claim`, claim), ask(`${one}/end`, { method: 'POST' })]),
    ]);
    assert.equal(new Set(refusals).size, 1, refusals.join('\n'));
    assert.match(refusals[0] ?? '', /^404 .*handover_expired/);
    const wrongKey = offer.url.replace(/\.[\w-]{43}$/, `.${guess}`);
    await assert.rejects(phone.accept(wrongKey), { code: 'handover_expired' });
    assert.ok(seen.phone.length > 0);
    // None of it took the place of the phone.
    const accepted = await phone.accept(offer.url);
    accepted.dispose();
    offer.dispose();
  });

  it('is refused as the second phone, which both hear of, and the first goes on', async () => {
    const relay = relayWith();
    const { computer, phone } = ends(relay);
    const second = ends(relay).phone;
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    await assert.rejects(second.accept(offer.url), { code: 'handover_taken', category: 'handover', status: 409 });
    await until(offer, 'refused');
    await accepted.send('front', fileOf('front'));
    await accepted.finish();
    assert.equal((await offer.photos).length, 1);
  });

  it('has another code with a QR code of their own', async () => {
    const relay = relayWith();
    const codes = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const { computer, phone } = ends(relay);
        const offer = await computer.offer(OFFERED);
        const accepted = await phone.accept(offer.url);
        accepted.dispose();
        offer.dispose();
        return accepted.code;
      }),
    );
    assert.equal(new Set(codes).size, 4, codes.join());
  });

  it('cannot choose the nonce that makes the code once it knows the phone’s', async () => {
    const relay = relayWith();
    const { phone } = ends(relay);
    const key = { id: toBase64Url(crypto.getRandomValues(new Uint8Array(16))), key: toBase64Url(new Uint8Array(32)) };
    const keys = await deriveKeys(key);
    const token = toBase64Url(new Uint8Array(32).fill(1));
    const { fetch } = fetchTo(relay);
    const place = { id: key.id, writer: 'computer', number: 0 } as const;
    const offer = await sealJson(keys, place, { ...SUBJECT, commitment: toBase64Url(new Uint8Array(32)) });
    const body = JSON.stringify({ session: key.id, token, join: keys.join, offer: toBase64Url(offer) });
    await fetch(ENDPOINT, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const accepting = phone.accept(`https://evil.example/#idsnap=1.${key.id}.${key.key}`);
    const welcome = await sealJson(keys, { ...place, number: 1 }, { nonce: toBase64Url(new Uint8Array(32).fill(9)) });
    const headers = { 'x-idsnap-handover': token, 'content-type': 'application/octet-stream' };
    await fetch(`${ENDPOINT}/${key.id}/1`, { method: 'POST', headers, body: welcome });
    await assert.rejects(accepting, { code: 'handover_tampered' });
  });
});

describe('a relay that lies', () => {
  const changed = (at: (length: number) => number): Between => {
    return async (request, pass) => {
      const response = await pass();
      if (numberOf(request) !== 1 || !response.ok) return response;
      const bytes = new Uint8Array(await response.arrayBuffer());
      const index = at(bytes.length);
      bytes[index] = (bytes[index] ?? 0) ^ 1;
      return new Response(bytes);
    };
  };

  for (const [what, at] of Object.entries({
    version: () => 0,
    type: () => 1,
    nonce: () => 5,
    ciphertext: () => 40,
    tag: (length: number) => length - 1,
  })) {
    it(`is found out when it changes the ${what} of a photo`, async () => {
      await handedOver(changed(at));
    });
  }

  it('is found out when it shortens a photo', async () => {
    await handedOver(async (request, pass) => {
      const response = await pass();
      if (numberOf(request) !== 1 || !response.ok) return response;
      return new Response((await response.arrayBuffer()).slice(0, -20));
    });
  });

  it('is found out when it swaps the sides, repeats one, or leaves one out', async () => {
    await swapped(1, 2);
    await swapped(2, 1);
    await swapped(2, 3);
  });

  it('is found out when it repeats the hello, or ends with a photo', async () => {
    await swapped(1, 0);
    await swapped(3, 2);
  });

  it('is found out when it replays a photo of another session with the same key', async () => {
    const relay = relayWith();
    const { computer } = ends(relay);
    const offer = await computer.offer(OFFERED);
    const { keys, write } = await forgedPhone(offer, relay);
    const other = { ...photoPlace(keys.id, SUBJECT, 0), id: toBase64Url(new Uint8Array(16)) };
    await write(1, (await photoOf(keys, 0, fileOf('front'), other)).sealed);
    await assertRejected(offer, 'handover_tampered');
  });

  it('only delays when it keeps messages to itself: the session expires, and nothing was accepted', async () => {
    const relay = relayWith({ expiresMs: 1500 });
    const keeps: Between = async (request, pass) =>
      numberOf(request) === 2 ? Response.json({ proxy: { code: 'not_found' } }, { status: 404 }) : pass();
    const { computer, phone } = ends(relay, { computer: keeps });
    const offer = await computer.offer(OFFERED);
    const accepted = await phone.accept(offer.url);
    for (const side of accepted.sides) await accepted.send(side, fileOf(side));
    await assert.rejects(accepted.finish(), { code: 'handover_expired' });
    await assertRejected(offer, 'handover_expired');
  });

  it('cannot tell the phone that the computer has all', async () => {
    const claims: Between = async (request, pass) => {
      const response = await pass();
      if (numberOf(request) === 2) return new Response(new Uint8Array(60).fill(1));
      if (request.method !== 'GET' || numberOf(request) !== undefined) return response;
      const state = { computer: 3, phone: 4, refused: 0, ended: true, expiresInMs: 1000 };
      return request.headers.get('accept') === 'text/event-stream'
        ? new Response(`data: ${JSON.stringify(state)}\n\n`, { headers: { 'content-type': 'text/event-stream' } })
        : Response.json(state);
    };
    const relay = relayWith();
    const { computer } = ends(relay);
    const offer = await computer.offer(OFFERED);
    let lies = false;
    const { phone } = ends(relay, { phone: (request, pass) => (lies ? claims(request, pass) : pass()) });
    const accepted = await phone.accept(offer.url);
    for (const side of accepted.sides) await accepted.send(side, fileOf(side));
    lies = true;
    await assert.rejects(accepted.finish(), { code: 'handover_tampered' });
    offer.dispose();
  });
});

describe('a phone that lies', () => {
  it('is found out when the photos are not those of its manifest', async () => {
    for (const manifest of [
      (entries: object[]) => entries.slice(0, 1),
      (entries: object[]) => [...entries].reverse(),
      (entries: object[]) => [entries[0], entries[0]],
      () => undefined,
    ]) {
      const relay = relayWith();
      const { computer } = ends(relay);
      const offer = await computer.offer(OFFERED);
      const { keys, write } = await forgedPhone(offer, relay);
      const photos = [await photoOf(keys, 0, fileOf('front')), await photoOf(keys, 1, fileOf('back'))];
      for (const [order, { sealed }] of photos.entries()) await write(order + 1, sealed);
      const place: Place = { id: keys.id, writer: 'phone', number: 3 };
      await write(3, await sealJson(keys, place, { photos: manifest(photos.map(({ entry }) => entry)) }));
      await assertRejected(offer, 'handover_tampered');
    }
  });

  it('is found out when it says what no image is, or nothing', async () => {
    for (const facts of [
      { mimeType: 'text/html' },
      { width: '<script>' },
      { byteLength: 1 },
      { sha256: 'a'.repeat(64) },
      { path: 7 },
    ]) {
      const relay = relayWith();
      const offer = await ends(relay).computer.offer(OFFERED);
      const { keys, write } = await forgedPhone(offer, relay);
      const image = Object.assign(await preparedOf('front'), facts);
      const sealed = await seal(keys, photoPlace(keys.id, SUBJECT, 0), await packPhoto(image, undefined));
      await write(1, sealed);
      await assertRejected(offer, 'handover_tampered');
    }
    const relay = relayWith();
    const offer = await ends(relay).computer.offer({ ...OFFERED, sides: ['front'] });
    const { keys, write } = await forgedPhone(offer, relay);
    await write(1, await seal(keys, photoPlace(keys.id, { kind: 'id1', sides: ['front'] }, 0), new Uint8Array(3)));
    await assertRejected(offer, 'handover_tampered');
  });

  it('cannot have a page with scripts taken for a photo', async () => {
    const relay = relayWith();
    const offer = await ends(relay).computer.offer({ ...OFFERED, sides: ['front'] });
    const { keys, write } = await forgedPhone(offer, relay);
    const head = new TextEncoder().encode(JSON.stringify({ type: 'image/jpeg' }));
    const length = Uint8Array.of(head.length, 0, 0, 0);
    const plain = joined(length, head, new TextEncoder().encode('<script>'));
    await write(1, await seal(keys, photoPlace(keys.id, { kind: 'id1', sides: ['front'] }, 0), plain));
    await assertRejected(offer, 'handover_tampered');
  });
});

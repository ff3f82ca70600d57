import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createClient, dispose } from 'idsnap';
import type { Client } from 'idsnap';
import { createProxy } from 'idsnap/proxy';
import { createSandbox } from 'idsnap/sandbox';
import type { SandboxOptions } from 'idsnap/sandbox';
import { noisePng } from './fixtures.js';

const photo = noisePng(640, 400);
const poll = { firstMs: 1, intervalMs: 5 };

/** A client whose requests go through the proxy to the simulated vendors. */
async function clientOn(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await createSandbox({ latencyMs: 0, ...options });
  const proxy = createProxy({ ...sandbox.credentials, basePath: '/id', fetch: sandbox.fetch });
  const fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> => proxy(new Request(url, init));
  return createClient({ endpoint: 'https://app.example/id', fetch, retry: { firstMs: 1 } });
}

describe('through the proxy to the sandbox', () => {
  let client: Client;
  before(async () => {
    client = await clientOn();
  });
  after(dispose);

  it('has ZOLOZ recognize a document', async () => {
    const { documents, verdict } = await client.zoloz.recognize({ front: photo, docType: '00000001003' });
    assert.equal(documents.length, 1);
    assert.equal(documents[0]?.kind, 'passport');
    assert.equal(verdict.accepted, true);
  });

  it('has ZOLOZ recognize a document in two steps', async () => {
    const { data, documents, prepared } = await client.zoloz.recognizeAsync(
      { front: photo, docType: '00000001003' },
      { poll },
    );
    assert.equal(data.resultCode, 'SUCCESS');
    assert.equal(documents.length, 1);
    assert.equal(prepared.length, 1);
  });

  it('has ZOLOZ echo a body', async () => {
    const { data } = await client.zoloz.authenticationTest({ body: { hello: 'world' } });
    assert.deepEqual(data.body, { hello: 'world' });
  });

  it('has Beorg recognize two documents', async () => {
    const documents = ['PASSPORT', 'SNILS'].map((type) => ({ image: photo, type }));
    const result = await client.beorg.recognize({ documents }, { poll });
    assert.equal(result.documents.length, 2);
    assert.equal(result.data.documents.length, 2);
    assert.equal(result.prepared.length, 2);
  });

  it('has Biometric.kz read both sides', async () => {
    const result = await client.biometricKz.parseDocument({ countryCode: 'kz', front: photo, back: photo });
    assert.equal(result.documents[0]?.personalNumber?.value.length, 12);
    assert.ok(result.documents[0].images.face?.bytes instanceof Uint8Array);
  });

  it('has CVS read both sides, as files and as base64', async () => {
    for (const form of ['file', 'base64'] as const) {
      const { documents, data } = await client.cvs.cards({ form, front: photo, back: photo });
      assert.ok(documents.length > 0, form);
      assert.ok(data.items.length > 0, form);
    }
  });

  it('tells what a vendor found against a photo as a verdict, not as an error', async () => {
    const blurred = await clientOn({ scenario: { zoloz: 'blur' } });
    const { verdict } = await blurred.zoloz.recognize({ front: photo, docType: '00000001003' });
    assert.equal(verdict.accepted, false);
    assert.deepEqual(
      verdict.reasons.map(({ code }) => code),
      ['image_blurred'],
    );
  });

  it('tells what stops a vendor as an error', async () => {
    const down = await clientOn({ scenario: { cvs: 'server_error' } });
    await assert.rejects(down.cvs.card({ image: photo }), { category: 'vendor', vendor: 'cvs' });
  });
});

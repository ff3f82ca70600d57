import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createClient, dispose } from 'idsnap';
import type { Client } from 'idsnap';
import { createProxy } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { createSandbox } from 'idsnap/sandbox';
import type { SandboxOptions } from 'idsnap/sandbox';
import { noisePng } from '../fixtures.js';

const photo = noisePng(640, 400);
const poll = { firstMs: 1, intervalMs: 5 };

const servers: Server[] = [];

/** A client whose requests go over real connections through the proxy to the simulated vendors. */
async function clientOn(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await createSandbox({ latencyMs: 0, ...options });
  const proxy = createProxy({
    ...sandbox.credentials,
    cvs: { ...sandbox.credentials.cvs, allowImageUrls: true },
    authorize: 'anyone',
    basePath: '/id',
    fetch: sandbox.fetch,
  });
  const server = createServer(toNodeHandler(proxy));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  return createClient({ endpoint: `http://127.0.0.1:${port}/id`, retry: { firstMs: 1 } });
}

function stop(): void {
  dispose();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
}

describe('through the proxy to the sandbox', () => {
  let client: Client;
  before(async () => {
    client = await clientOn();
  });
  after(stop);

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

  it('has Biometric.kz process several files', async () => {
    const { data } = await client.biometricKz.processDocument({ files: [photo, photo] });
    assert.ok(Object.keys(data.fields).length > 0);
  });

  it('has CVS read one side by each path and form, a PDF among them', async () => {
    const pdf = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
    for (const operation of ['card', 'ocrCard'] as const) {
      for (const form of ['file', 'base64'] as const) {
        const { data } = await client.cvs[operation]({ form, image: photo });
        assert.ok(data.items.length > 0, `${operation} ${form}`);
      }
      const { data, prepared } = await client.cvs[operation]({ image: pdf });
      assert.deepEqual([data.items[0]?.valid, prepared.length], [undefined, 0], operation);
      const byUrl = await client.cvs[operation]({ form: 'url', imageUrl: 'https://images.example/front.jpg?a=1&b=é' });
      assert.ok(byUrl.data.items.length > 0, `${operation} url`);
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

// Failures between the proxy and the vendor, and of the way to the proxy, as the real proxy tells of them.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { dispose, isIdSnapError } from 'idsnap';
import { createProxy } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { plainPng } from '../fixtures.js';
import { serve } from '../proxy/servers.js';
import { clientOf, json, nowhere, PROXYS, server, settling, TRANSPORTS } from './support.js';

const documents = [{ image: plainPng(40, 30), type: 'PASSPORT', key: 'a' }];
const result = { document_id: 's-3', documents: [{ key: 'a', type: 'PASSPORT', data: {}, metadata: {} }] };

after(dispose);

/** A proxy in front of a vendor at an address. */
function proxyOf(baseUrl: string): Promise<string> {
  const beorg = { token: 'token-for-tests-0001', machineUid: 'machine-for-tests', projectId: 'PROJECT_1', baseUrl };
  return serve(toNodeHandler(createProxy({ beorg, authorize: 'anyone' })));
}

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  describe(`a failure behind the proxy by ${name}`, () => {
    it('is asked through until the vendor is ready', async () => {
      let asked = 0;
      const vendor = await server(({ method }, response) => {
        if (method === 'POST') json(response, { document_id: 's-3' });
        else if (++asked <= 3) response.destroy();
        else json(response, result);
      });
      const client = clientOf(await proxyOf(vendor.endpoint), { ...transport, retry: { attempts: 1 } });
      const { data } = await client.beorg.recognize({ documents }, { poll: { firstMs: 1, intervalMs: 5 } });
      assert.deepEqual([data.documentId, asked], ['s-3', 4]);
    });

    it('is one of the vendor where nobody listens there, and carries what is needed to go on', async () => {
      let requests = 0;
      const listening = { ...transport, onRequest: () => (requests += 1) };
      const client = clientOf(await proxyOf(await nowhere()), listening);
      const asking = await settling(client.beorg.getResult({ documentId: 's-3' }));
      assert.ok(isIdSnapError(asking.error));
      const { code, category, retryable } = asking.error;
      assert.deepEqual([code, category, retryable, requests], ['vendor_unavailable', 'vendor', true, 3]);
      const { error } = await settling(client.beorg.addDocument({ documents }));
      assert.ok(isIdSnapError(error));
      assert.deepEqual([error.code, error.resume?.operation, requests], ['vendor_unavailable', 'addDocument', 4]);
    });

    it('gives nobody the result of another submission', async () => {
      let asked = 0;
      const vendor = await server(({ method }, response) => {
        if (method === 'POST') json(response, { document_id: 's-3' });
        else json(response, ++asked < 4 ? { ...result, document_id: 's-4' } : result);
      });
      const client = clientOf(await proxyOf(vendor.endpoint), transport);
      const { error } = await settling(client.beorg.getResult({ documentId: 's-3' }));
      assert.ok(isIdSnapError(error));
      assert.deepEqual([error.code, error.retryable, error.vendor], ['answer_unreadable', true, 'beorg']);
      assert.doesNotMatch(JSON.stringify(error.info), /s-[34]/);
      const poll = { firstMs: 1, intervalMs: 5 };
      const { data } = await client.beorg.recognize({ documents }, { poll });
      assert.deepEqual([data.documentId, asked], ['s-3', 4]);
    });

    it('is one of the network where the proxy did not get the whole upload in time', async () => {
      const { endpoint, seen } = await server((_, response) => {
        json(response, { proxy: { code: 'proxy_refused', message: 'the body arrived too slowly' } }, 408, PROXYS);
      });
      const client = clientOf(endpoint, transport);
      const { error } = await settling(client.beorg.addDocument({ documents }));
      assert.ok(isIdSnapError(error));
      const { code, category, retryable, resume } = error;
      assert.deepEqual([code, category, retryable, seen.length], ['deadline_exceeded', 'network', true, 1]);
      assert.ok(resume !== undefined, 'the proxy responded, so the outcome is known');
      await settling(client.beorg.getResult({ documentId: 's-3' }));
      assert.equal(seen.length, 4);
    });
  });
}

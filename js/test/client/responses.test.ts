// Responses that are none: redirects, pages, floods.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { dispose, isIdSnapError } from 'idsnap';
import type { IdSnapError } from 'idsnap';
import { createProxy } from 'idsnap/proxy';
import { plainPng } from '../fixtures.js';
import { clientOf, json, server, settling, TRANSPORTS } from './support.js';
import type { Responder } from './support.js';

const passport = { front: plainPng(40, 30), docType: '00000001003' };

after(dispose);

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  describe(`what comes in place of a response, by ${name}`, () => {
    async function failureOf(
      respond: Responder,
      options: object = {},
    ): Promise<{ error: IdSnapError; requests: number }> {
      const { endpoint, seen } = await server(respond);
      const { error } = await settling(clientOf(endpoint, { ...transport, ...options }).zoloz.recognize(passport));
      assert.ok(isIdSnapError(error), String(error));
      return { error, requests: seen.length };
    }

    it('is no redirect that is followed', async () => {
      const other = await server((_, response) => {
        json(response, {}, 200, { 'access-control-allow-origin': '*' });
      });
      for (const status of [301, 302, 303, 307, 308]) {
        const { error, requests } = await failureOf((_, response) => {
          response.writeHead(status, { location: `${other.endpoint}/elsewhere` }).end();
        });
        assert.deepEqual([error.code, error.retryable, requests], ['proxy_redirected', false, 1], `${status}`);
      }
      assert.equal(other.seen.length, 0, 'the photo stayed here');
    });

    it('is no page of the network’s own', async () => {
      const pages: [number, string, string][] = [
        [200, 'text/html', '<!doctype html><title>Sign in to the network</title>'],
        [200, 'application/json', '\n<html>'],
        [511, 'text/html', '<html>'],
      ];
      for (const [status, type, page] of pages) {
        const { error, requests } = await failureOf((_, response) => {
          response.writeHead(status, { 'content-type': type }).end(page);
        });
        assert.deepEqual([error.code, error.retryable, requests], ['unexpected_page', false, 1], page);
      }
    });

    it('is nothing longer than the client takes', async () => {
      const flood: Responder = (_, response) => {
        const write = (): boolean => !response.destroyed && response.write('x'.repeat(65_536));
        response.on('drain', write);
        while (write());
      };
      const { error, requests } = await failureOf(flood, { maxResponseBytes: 1_000_000 });
      assert.deepEqual([error.code, error.info.limit, requests], ['response_too_large', 1_000_000, 1]);
      const text = JSON.stringify({ result: { resultStatus: 'F', resultCode: 'X' } });
      for (const [maxResponseBytes, code] of [
        [text.length, 'vendor_unknown'],
        [text.length - 1, 'response_too_large'],
      ] as const) {
        const respond: Responder = (_, response) => response.end(text);
        assert.equal((await failureOf(respond, { maxResponseBytes })).error.code, code);
      }
    });
  });
}

describe('a fetch of the caller’s that follows redirects all the same', () => {
  it('is found out', async () => {
    const target = await server((_, response) => {
      json(response, {});
    });
    const { endpoint } = await server((_, response) => {
      response.writeHead(307, { location: target.endpoint }).end();
    });
    const fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
      globalThis.fetch(url, { ...init, redirect: 'follow' });
    const { error } = await settling(clientOf(endpoint, { fetch }).beorg.getResult({ documentId: 's-1' }));
    assert.ok(isIdSnapError(error) && error.code === 'proxy_redirected', String(error));
  });
});

describe('the proxy', () => {
  it('says to whoever asks for the head of an address that no redirect stands there', async () => {
    const authorize = (): never => assert.fail('the head is nobody’s');
    const account = { token: 'token-for-tests-0001', machineUid: 'machine-for-tests', projectId: 'PROJECT_1' };
    const proxy = createProxy({ beorg: account, authorize });
    const { status, body } = await proxy(new Request('https://app.example/beorg/api', { method: 'HEAD' }));
    assert.deepEqual([status, body], [204, null]);
    const foreign = { method: 'HEAD', headers: { origin: 'https://other.example' } };
    assert.equal((await proxy(new Request('https://app.example/beorg/api', foreign))).status, 403);
  });
});

// A request is sent only with an MRZ that can be read, where that is required; what was read is compared with the response.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { adviceFor, dispose, readMrz } from 'idsnap';
import type { CallOptions, MrzReading } from 'idsnap';
import { plainPng } from '../fixtures.js';
import { failure } from '../failure.js';
import { accepted, clientOf, json, passport, server, TRANSPORTS } from './support.js';

after(dispose);

let file: Uint8Array<ArrayBuffer>;
let reading: MrzReading;
before(async () => {
  file = new Uint8Array(await readFile(new URL('../../../zone/tests/fixtures/card-on-a-table.png', import.meta.url)));
  reading = await readMrz(file);
});

/** What ZOLOZ responds with, for a passport with this number. */
const numbered = (number: string): object => ({ ...accepted, ocrResult: { ID_NUMBER: number } });

describe('a request that has to have an MRZ', () => {
  it('is not sent without one, whichever way it is asked for', async () => {
    const { endpoint, seen } = await server((_, response) => {
      json(response, accepted);
    });
    const [requiring, plain] = [clientOf(endpoint, { requireMrz: true }), clientOf(endpoint)];
    for (const call of [
      () => requiring.zoloz.recognize(passport),
      () => requiring.zoloz.recognizeAsync(passport),
      () => requiring.zoloz.build.recognize(passport),
      () => plain.zoloz.recognize(passport, { requireMrz: true }),
      () => plain.zoloz.recognize(passport, { requireMrz: true, mrz: null }),
    ]) {
      const error = await failure(call());
      assert.deepEqual([error.code, error.category, error.retryable], ['mrz_unreadable', 'image', false]);
      assert.notEqual(await adviceFor(error, 'ru'), error.advice);
    }
    assert.equal(seen.length, 0);
    assert.equal((await requiring.zoloz.recognize(passport, { requireMrz: false })).verdict.accepted, true);
  });

  it('is sent with one, and compared with the response', async () => {
    const number = reading.mrz?.documentNumber ?? '';
    for (const [name, transport] of Object.entries(TRANSPORTS)) {
      const { endpoint, seen } = await server((_, response) => {
        json(response, numbered(number));
      });
      const client = clientOf(endpoint, { requireMrz: true, ...transport });
      const { documents, verdict } = await client.zoloz.recognize({ ...passport, front: file });
      const ours = documents[0]?.checks.filter(({ source }) => source === 'device');
      const found = ours?.map(({ kind, status, vendorCode }) => [kind, status, vendorCode]);
      const expected = [
        ['mrz_format', 'passed', 'mrz'],
        ['mrz_visual_consistency', 'passed', 'documentNumber'],
      ];
      assert.deepEqual(found, expected, name);
      assert.deepEqual([verdict.accepted, seen.length], [true, 1]);
    }
  });
});

describe('a reading that is given', () => {
  const answered = async (options: CallOptions, number: string) => {
    const { endpoint } = await server((_, response) => {
      json(response, numbered(number));
    });
    return clientOf(endpoint).zoloz.recognize(passport, options);
  };

  it('fulfils what is required, and speaks against a response that differs', async () => {
    for (const mrz of [reading, [null, reading]]) {
      const { documents, verdict } = await answered({ requireMrz: true, mrz }, 'B7654321');
      assert.equal(
        documents[0]?.checks.some(({ source, status }) => source === 'device' && status === 'failed'),
        true,
      );
      assert.equal(verdict.accepted, false);
      const reasons = verdict.reasons.map(({ code, vendorCode }) => [code, vendorCode]);
      assert.deepEqual(reasons, [['document_inconsistent', 'mrz.documentNumber']]);
    }
  });

  it('says nothing where it is not proved', async () => {
    const none = await readMrz(plainPng(40, 30));
    const { documents, verdict } = await answered({ mrz: [null, none] }, 'B7654321');
    assert.equal(
      documents[0]?.checks.some(({ source }) => source === 'device'),
      false,
    );
    assert.equal(verdict.accepted, true);
  });

  it('that is none is refused before anything is sent', async () => {
    const { endpoint, seen } = await server((_, response) => {
      json(response, accepted);
    });
    const odd = { ...reading, mrz: { ...reading.mrz, surname: 7 } } as unknown as MrzReading;
    for (const [mrz, field] of [
      [{}, 'options.mrz'],
      [[7], 'options.mrz'],
      [odd, 'mrz.surname'],
    ] as unknown as [MrzReading, string][]) {
      const error = await failure(clientOf(endpoint).zoloz.recognize(passport, { mrz }));
      assert.deepEqual([error.code, error.field], ['invalid_field', field]);
    }
    assert.equal(seen.length, 0);
  });
});

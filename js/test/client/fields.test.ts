// Whatever is wrong is named as the caller wrote it.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { analyzeImage, createClient, dispose, isIdSnapError, prepareImage, prepareImages } from 'idsnap';
import type { CallOptions, PrepareOptions } from 'idsnap';
import { noisePng, plainPng } from '../fixtures.js';

const good = plainPng(40, 30);
const empty = new Uint8Array(0);
const unreadable = new Blob([good]);
unreadable.arrayBuffer = () => Promise.reject(new Error('gone'));

async function refusal(promise: Promise<unknown>): Promise<[string, string | undefined]> {
  const error: unknown = await promise.then(
    () => assert.fail('expected a refusal'),
    (reason: unknown) => reason,
  );
  assert.ok(isIdSnapError(error), String(error));
  assert.ok(error.message.startsWith(error.field ?? '-'), error.message);
  return [error.code, error.field];
}

const client = createClient({ endpoint: 'https://app.example/id', fetch: () => assert.fail('nothing is to be sent') });

describe('what is wrong with an image', () => {
  after(dispose);

  it('names it among the images to prepare', async () => {
    assert.deepEqual(await refusal(prepareImage(empty)), ['empty_image', 'source']);
    assert.deepEqual(await refusal(analyzeImage(empty)), ['empty_image', 'source']);
    assert.deepEqual(await refusal(prepareImages([good, empty])), ['empty_image', 'sources[1]']);
    assert.deepEqual(await refusal(prepareImages([empty])), ['empty_image', 'sources[0]']);
    assert.deepEqual(await refusal(prepareImages([good, unreadable])), ['source_unreadable', 'sources[1]']);
    assert.deepEqual(await refusal(prepareImages([good, noisePng(90, 90)], { maxBytes: 300 })), [
      'over_budget',
      'sources[1]',
    ]);
  });

  it('names it in the request of every vendor', async () => {
    const documents = [good, good, empty].map((image) => ({ image, type: 'PASSPORT' }));
    const calls: [Promise<unknown>, string][] = [
      [client.zoloz.recognize({ front: good, back: empty, docType: '00600000001' }), 'request.back'],
      [client.beorg.addDocument({ documents }), 'request.documents[2].image'],
      [client.biometricKz.parseDocument({ back: empty, countryCode: 'kz' }), 'request.back'],
      [client.biometricKz.processDocument({ files: [good, empty] }), 'request.files[1]'],
      [client.cvs.cards({ front: empty, back: good }), 'request.front'],
      [client.cvs.card({ image: empty }), 'request.image'],
    ];
    for (const [call, field] of calls) assert.deepEqual(await refusal(call), ['empty_image', field]);
    const damaged = plainPng(50, 50).slice(0, 60);
    assert.deepEqual(await refusal(client.cvs.cards({ front: good, back: damaged })), [
      'damaged_image',
      'request.back',
    ]);
    assert.deepEqual(await refusal(client.cvs.card({ image: unreadable })), ['source_unreadable', 'request.image']);
  });
});

describe('what is wrong with an option', () => {
  after(dispose);

  const cases: [unknown, string, string][] = [
    [{ quality: 0 }, 'invalid_field', 'quality'],
    [{ maxBytes: '1' }, 'invalid_field', 'maxBytes'],
    [{ maxEdge: Number.NaN }, 'invalid_field', 'maxEdge'],
    [{ minQuality: 91 }, 'invalid_field', 'minQuality'],
    [{ cropMargin: 2 }, 'invalid_field', 'cropMargin'],
    [{ limits: { size: { max: 0, unit: 'bytes', scope: 'image' }, formats: [] } }, 'invalid_field', 'limits.size.max'],
    [{ limits: { formats: ['image/png'] }, maxEdge: 5 }, 'invalid_field', 'limits.formats'],
    [{ limits: { formats: [good] } }, 'invalid_field', 'limits.formats[0]'],
    [{ maxEdeg: 1 }, 'unknown_option', 'maxEdeg'],
    [{ signal: 1 }, 'invalid_field', 'signal'],
  ];

  it('names it among those of an image', async () => {
    for (const [options, code, field] of cases) {
      assert.deepEqual(await refusal(prepareImage(good, options as PrepareOptions)), [code, `options.${field}`]);
    }
    const analysis = analyzeImage(good, { thresholds: { maxGlare: 7 } });
    assert.deepEqual(await refusal(analysis), ['invalid_field', 'options.thresholds.maxGlare']);
  });

  it('names it among those of a call', async () => {
    for (const [prepare, code, field] of cases) {
      const call = client.cvs.card({ image: good }, { prepare } as CallOptions);
      assert.deepEqual(await refusal(call), [code, `options.prepare.${field}`]);
    }
    const call = client.cvs.card({ image: good }, { prepare: 5 } as unknown as CallOptions);
    assert.deepEqual(await refusal(call), ['invalid_field', 'options.prepare']);
  });
});

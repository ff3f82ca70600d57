// Reading the MRZ of an image in Node: the zone, how it is asked for, and frames.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { analyzeImage, dispose, isIdSnapError, readMrz } from 'idsnap';
import type { MrzReading } from 'idsnap';
import { CALLS } from '../../src/engine/calls.js';
import { load } from '../../src/engine/loader.js';
import type { FrameReported } from '../../src/engine/protocol.js';
import type { FrameMrzInput } from '../../pkg/idsnap.js';
import { plainPng } from '../fixtures.js';

const LINES = ['PWPIESKIKABEK<<FRIZAH<ZAHWANQUI<<<<<<<<<<<<<', 'ZVAU0O2<<6PIE8608044F291016179331<<<<<<<<<32'];
const file = (name: string): URL => new URL(`../../../zone/tests/fixtures/${name}`, import.meta.url);

let passport: Uint8Array<ArrayBuffer>;
before(async () => {
  passport = new Uint8Array(await readFile(file('passport-flat.png')));
});
after(dispose);

describe('readMrz', () => {
  it('reads and proves the zone, the same from every kind of source', async () => {
    const reading = await readMrz(passport);
    assert.equal(reading.status, 'valid');
    assert.deepEqual(reading.lines, LINES);
    assert.equal(reading.format, 'TD3');
    assert.equal(reading.mrz?.surname, 'SKIKABEK');
    assert.equal(reading.mrz.dateOfBirth?.iso, '1986-08-04');
    assert.deepEqual(reading.candidates, []);
    assert.deepEqual(
      reading.confidence.map((line) => line.length),
      [44, 44],
    );
    assert.ok(reading.quad !== null && reading.quad.topRight.x > reading.quad.topLeft.x);
    for (const source of [new Blob([passport]), passport.slice().buffer]) {
      assert.deepEqual(await readMrz(source), reading);
    }
    assert.equal(passport.length > 0, true, 'the source is not taken away');
  });

  it('gives no zone for an image without one, and none of another format', async () => {
    const none: MrzReading = {
      status: 'none',
      mrz: null,
      format: null,
      lines: [],
      confidence: [],
      likelihood: 0,
      quad: null,
      candidates: [],
    };
    assert.deepEqual(await readMrz(plainPng(320, 200)), none);
    assert.deepEqual(await readMrz(passport, { formats: ['TD1', 'TD2'] }), none);
  });

  it('says what is wrong with the options or the image', async () => {
    const refused = async (promise: Promise<unknown>): Promise<unknown[]> => {
      const error: unknown = await promise.catch((reason: unknown) => reason);
      return isIdSnapError(error) ? [error.code, error.field] : [error];
    };
    const wrong = { region: 1 } as unknown as undefined;
    assert.deepEqual(await refused(readMrz(passport, wrong)), ['unknown_option', 'options.region']);
    const format = { formats: ['TD9'] } as unknown as undefined;
    assert.deepEqual(await refused(readMrz(passport, format)), ['invalid_field', 'options.formats[0]']);
    const flag = { mrz: 1 } as unknown as undefined;
    assert.deepEqual(await refused(analyzeImage(passport, flag)), ['invalid_field', 'options.mrz']);
    assert.deepEqual(await refused(readMrz(Uint8Array.of(1, 2, 3))), ['not_an_image', 'source']);
  });

  it('tells what it is at, and stops when it is told to', async () => {
    const phases: string[] = [];
    await readMrz(passport, { onProgress: ({ phase }) => phases.push(phase) });
    assert.deepEqual([...new Set(phases)], ['read', 'decode']);
    const stopping = readMrz(passport, { signal: AbortSignal.abort() });
    await assert.rejects(stopping, { name: 'AbortError' });
    const pending = readMrz(passport);
    dispose();
    await assert.rejects(pending, { name: 'AbortError' });
    assert.equal((await readMrz(passport)).status, 'valid');
  });
});

describe('analyzeImage with the MRZ', () => {
  it('gives what both calls give', async () => {
    const { mrz, ...analysis } = await analyzeImage(passport, { mrz: true });
    assert.deepEqual(mrz, await readMrz(passport));
    assert.deepEqual(analysis, await analyzeImage(passport));
    assert.equal('mrz' in (await analyzeImage(passport, { mrz: false })), false);
  });
});

describe('a frame', () => {
  /** Red, green, blue and alpha, with what is given for each place. */
  const frame = (level: (x: number, y: number) => number): Parameters<typeof CALLS.analyzeFrame>[1] => {
    const [width, height] = [640, 360];
    const rgba = new Uint8Array(width * height * 4);
    for (let at = 0; at < width * height; at += 1) {
      rgba.fill(level(at % width, Math.floor(at / width)), at * 4, at * 4 + 3);
    }
    return { rgba, width, height };
  };
  const analyzed = async (mrz?: FrameMrzInput): Promise<FrameReported> =>
    CALLS.analyzeFrame(
      { signal: new AbortController().signal, report: () => undefined },
      frame(() => 120),
      {},
      mrz,
    );

  before(async () => {
    const at = (name: string): { url: string } => ({ url: new URL(`../../pkg/${name}`, import.meta.url).href });
    const sources = { first: at('idsnap_bg.wasm'), part: (part: string) => at(`idsnap_${part}_bg.wasm`) };
    await load(sources, async (url) => new Uint8Array(await readFile(url)));
  });

  it('is searched for a zone where that is asked for, every fourth time', async () => {
    assert.equal('mrz' in (await analyzed()), false);
    let { mrz } = await analyzed({});
    assert.deepEqual(mrz, { zone: 'none', memory: { zone: 'none', place: null, frames: 1 } });
    const counts: (number | undefined)[] = [];
    for (let time = 0; time < 4; time += 1) {
      ({ mrz } = await analyzed(mrz && { memory: mrz.memory }));
      counts.push(mrz?.memory.frames);
    }
    assert.deepEqual(counts, [2, 3, 0, 1]);
  });
});

// The handover in the element, as far as it needs no browser: texts, cameras, and what becomes of a phone's photo.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCameraPoor } from '../../src/capture/element/handover/cameras.js';
import { loadTexts } from '../../src/capture/element/handover/texts.js';
import { en } from '../../src/capture/locales/handover/en.js';
import { HANDOVER_KEYS } from '../../src/capture/locales/handover/keys.js';
import { initialMachine } from '../../src/capture/session/machine.js';
import { settingsOf } from '../../src/capture/session/settings.js';
import { transition } from '../../src/capture/session/transition.js';
import { analysis } from './support.js';

const words = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the texts of a handover', () => {
  for (const language of ['kk', 'ky', 'ru', 'uz', 'vi']) {
    it(`are all there in ${language}, with what is filled in`, async () => {
      const texts = await loadTexts(language);
      assert.deepEqual(Object.keys(texts), [...HANDOVER_KEYS]);
      for (const key of HANDOVER_KEYS) {
        assert.notEqual(texts[key], en[key], `${key} is English`);
        assert.deepEqual(words(texts[key]), words(en[key]), key);
      }
    });
  }

  it('are English where there is no such language', async () => {
    assert.deepEqual(Object.entries(await loadTexts('xx')), Object.entries(en));
  });
});

describe('the cameras of a computer', () => {
  const camera = (
    told?: { width?: number; facing?: string },
    kind: MediaDeviceKind = 'videoinput',
  ): MediaDeviceInfo => {
    const capabilities = told && { width: { max: told.width ?? 0 }, facingMode: told.facing ? [told.facing] : [] };
    const known = capabilities ? { getCapabilities: () => capabilities } : {};
    return { kind, deviceId: '', groupId: '', label: '', toJSON: () => '', ...known };
  };
  const microphone = camera(undefined, 'audioinput');
  const CASES: [string, MediaDeviceInfo[], boolean][] = [
    ['none', [], true],
    ['a microphone alone', [microphone], true],
    ['one of which nothing is told: that above the screen', [camera()], true],
    ['two of which nothing is told', [camera(), camera()], false],
    ['one of few pixels', [camera({ width: 1280 })], true],
    ['one of many pixels', [camera({ width: 1920 })], false],
    ['one of many pixels that looks at the person', [camera({ width: 3840, facing: 'user' })], true],
    ['a poor one and a good one', [camera({ width: 640 }), camera({ width: 3840 }), microphone], false],
  ];
  for (const [what, devices, isPoor] of CASES) {
    it(`are ${isPoor ? 'poor' : 'good'}: ${what}`, async () => {
      assert.equal(await isCameraPoor({ enumerateDevices: () => Promise.resolve(devices) }), isPoor);
    });
  }

  it('are poor where the browser tells nothing', async () => {
    assert.ok(await isCameraPoor({}));
    assert.ok(await isCameraPoor({ enumerateDevices: () => Promise.reject(new Error('not allowed')) }));
  });
});

describe('a photo of a phone', () => {
  const reviewOf = (rung: 'phone' | 'file') => {
    const file = new Blob();
    const [taking] = transition(initialMachine(settingsOf({})), ['useFile', file, rung]);
    const still = { file, analysis: { ...analysis(), hints: ['BLUR' as const] }, measured: true };
    const reviewed = { ...still, print: undefined, isRepeated: false, rung };
    const [{ state }] = transition(taking, ['taken', taking.job, { reviewed, url: '' }]);
    return state.review;
  };

  it('is judged like any other, and may be used, for its person was warned on the phone', () => {
    const { rung, warnings, acceptable } = reviewOf('phone') ?? {};
    assert.deepEqual({ rung, warnings, acceptable }, { rung: 'phone', warnings: ['BLUR'], acceptable: true });
    assert.equal(reviewOf('file')?.acceptable, false, 'any other is refused at first');
  });
});

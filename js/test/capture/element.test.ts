// The parts of <id-capture> that need no browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clampPoint, insetQuad, isConvex } from '../../src/capture/element/corner-geometry.js';
import type { Point, Quad } from '../../src/capture/analysis.js';
import { matrixOf, placeCutout } from '../../src/capture/element/cutout.js';
import type { Cutout } from '../../src/capture/element/cutout.js';
import { pointsOf } from '../../src/capture/element/geometry.js';
import { unlessInApp } from '../../src/capture/camera/refusal.js';
import { place } from '../../src/capture/element/placement.js';
import {
  errorText,
  hintText,
  isSameModel,
  modelOf,
  screenOf,
  stepText,
  toneOf,
} from '../../src/capture/element/model.js';
import { knownLocale, loadStrings, registerCaptureLocale } from '../../src/capture/element/strings.js';
import { en as screens } from '../../src/capture/locales/en.js';
import { hints } from '../../src/capture/locales/hints/en.js';
import { HINT_KEYS, KEYS } from '../../src/capture/locales/keys.js';
import { labels } from '../../src/capture/locales/labels.js';
import type { CaptureState } from '../../src/capture/types.js';
import { analysis, scene } from './support.js';

const STATE: CaptureState = {
  phase: 'live',
  rung: 'live',
  side: 'front',
  step: 0,
  steps: 1,
  shutter: false,
  auto: true,
  cameras: [],
  results: [],
};
const english = { ...screens, ...hints };
const ALL_KEYS = [...KEYS, ...HINT_KEYS];
const LOCALES = ['kk', 'ky', 'ru', 'uz', 'vi'];
const QUAD = {
  topLeft: { x: 10, y: 10 },
  topRight: { x: 90, y: 12 },
  bottomRight: { x: 88, y: 60 },
  bottomLeft: { x: 12, y: 58 },
};

describe('the element without a browser', () => {
  it('can be imported, and defines nothing', async () => {
    const { IdCaptureElement, defineIdCapture } = await import('idsnap/capture');
    assert.equal(typeof IdCaptureElement, 'function');
    assert.doesNotThrow(() => {
      defineIdCapture();
      new IdCaptureElement();
    });
  });
});

describe('texts', () => {
  for (const tag of LOCALES) {
    it(`are complete in ${tag}, with the same names in braces, and none is left in English`, async () => {
      const strings = await loadStrings(tag);
      const names = (of: string): string[] => [...of.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
      for (const key of ALL_KEYS) {
        const [text, translated = ''] = [english[key], strings[key]];
        assert.deepEqual(names(translated), names(text), key);
        assert.notEqual(translated, text, key);
        assert.notEqual(translated, '', key);
        assert.equal(translated.endsWith('…'), text.endsWith('…'), key);
      }
      assert.deepEqual(Object.keys(strings).sort(), [...ALL_KEYS].sort());
    });
  }

  it('are the labels of the controls until a language was loaded', () => {
    for (const [key, text] of Object.entries(labels)) assert.equal(english[key as keyof typeof labels], text);
  });

  it('fall back from the region to the language to English', () => {
    assert.deepEqual(['kk-Cyrl-KZ', 'RU', 'vi-VN', 'fr'].map(knownLocale), ['kk', 'ru', 'vi', 'en']);
  });

  it('of the page’s own may be few, and may fail to load', async () => {
    registerCaptureLocale('fr', { title: 'Photographiez' });
    assert.deepEqual(await loadStrings('fr-CA'), { ...english, title: 'Photographiez' });
    registerCaptureLocale('it', () => Promise.reject(new Error('offline')));
    assert.deepEqual(await loadStrings('it'), english);
  });
});

describe('what a state shows', () => {
  it('has one screen for each phase', () => {
    const phases = ['idle', 'starting', 'live', 'capturing', 'review', 'preparing', 'done', 'blocked'] as const;
    const screens = phases.map((phase) => screenOf({ ...STATE, phase }));
    assert.deepEqual(screens, ['intro', 'busy', 'live', 'busy', 'review', 'busy', 'done', 'choice']);
  });

  it('offers the camera again after a file, unless something speaks against the camera', () => {
    assert.equal(screenOf({ ...STATE, phase: 'idle', rung: 'file' }), 'intro');
    assert.equal(screenOf({ ...STATE, phase: 'idle', rung: 'native', reason: 'failed_tries' }), 'choice');
    assert.equal(screenOf({ ...STATE, rung: 'native', reason: 'failed_tries' }), 'live', 'the video still runs');
  });

  it('tells what to do before there is a hint', () => {
    assert.equal(hintText(STATE, english), english.hint_NO_DOCUMENT);
    assert.equal(hintText({ ...STATE, hint: 'GLARE' }, english), english.hint_GLARE);
    assert.equal(hintText({ ...STATE, step: 1 }, english), english.hint_SAME_SIDE);
    assert.equal(hintText({ ...STATE, step: 1, hint: 'NO_DOCUMENT' }, english), english.hint_NO_DOCUMENT);
  });

  it('counts the steps', () => {
    assert.equal(stepText({ ...STATE, step: 1, steps: 3 }, english), 'Step 2 of 3');
  });

  it('has a tone of its own for searching, adjusting and holding still', () => {
    assert.equal(toneOf(STATE), 'search');
    assert.equal(toneOf({ ...STATE, hint: 'BLUR', corners: QUAD }), 'adjust');
    assert.equal(toneOf({ ...STATE, hint: 'HOLD_STILL', corners: QUAD }), 'good');
    assert.equal(toneOf({ ...STATE, hint: 'PUT_DOWN', corners: QUAD }), 'good');
  });

  it('names an error of a file, and no other in detail', async () => {
    const shown = { strings: english, isIncomplete: false };
    const { IdSnapError } = await import('../../src/errors.js');
    const of = (code: 'damaged_image' | 'too_many_pixels' | 'engine_failed'): string | undefined => {
      const info = {
        code,
        category: code === 'engine_failed' ? 'engine' : 'image',
        message: '',
        retryable: false,
        advice: '',
      } as const;
      return errorText({ ...shown, error: new IdSnapError(info) });
    };
    assert.equal(of('damaged_image'), english.error_file);
    assert.equal(of('too_many_pixels'), english.error_large);
    assert.equal(of('engine_failed'), english.error_other);
    assert.equal(errorText({ ...shown, isIncomplete: true }), english.error_other);
    assert.equal(errorText(shown), undefined);
  });
});

describe('a photo in the format of an iPhone', () => {
  it('has its remedy told, by the words of the core', async () => {
    const { analyzeImage, isIdSnapError } = await import('idsnap');
    const { IdSnapError } = await import('../../src/errors.js');
    const toldOf = async (first: string): Promise<string | undefined> => {
      const file = new Uint8Array(200);
      file.set(new TextEncoder().encode(first));
      const cause: unknown = await analyzeImage(file).catch((error: unknown) => error);
      assert.ok(isIdSnapError(cause));
      // The package and its source have each a class of their own.
      const error = new IdSnapError(cause.info);
      return errorText({ error, strings: english, isIncomplete: false });
    };
    assert.equal(await toldOf('\0\0\0\u0018ftypheic\0\0\0\0mif1heic'), english.error_heic);
    assert.equal(await toldOf('GIF89a'), english.error_file);
  });
});

describe('a browser inside an app', () => {
  const reasonIn = (userAgent: string): unknown =>
    unlessInApp({ secure: true, framed: false, userAgent, touch: true })('unsupported');
  const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)';

  it('is known by what it calls itself', () => {
    for (const userAgent of [
      `${SAFARI} Mobile/15E148 Instagram 330.0.0`,
      `${SAFARI} Mobile/21F79 [FBAN/FBIOS;FBAV/465.0]`,
      `${SAFARI} Mobile/15E148 MicroMessenger/8.0.49`,
      `${SAFARI} Mobile/15E148 Zalo iOS/230`,
      `${SAFARI} Mobile/15E148`,
      `${ANDROID} Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 Telegram`,
      `${ANDROID.replace(')', '; wv)')} Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36`,
    ]) {
      assert.equal(reasonIn(userAgent), 'in_app_browser', userAgent);
    }
  });

  it('is none of the browsers that people have', () => {
    for (const userAgent of [
      `${SAFARI} Version/17.5 Mobile/15E148 Safari/604.1`,
      `${SAFARI} CriOS/125.0 Mobile/15E148 Safari/604.1`,
      `${ANDROID} Chrome/125.0.0.0 Mobile Safari/537.36`,
      'Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
    ]) {
      assert.equal(reasonIn(userAgent), 'unsupported', userAgent);
    }
  });
});

describe('the structure of the view', () => {
  const { capture } = scene();
  const modelFor = (
    state: CaptureState,
    editing = { isEditing: false, isIncomplete: false },
  ): ReturnType<typeof modelOf> =>
    modelOf({ capture: { ...capture, state }, strings: english, document: 'id1', crops: false, feedback: '' }, editing);
  const given = modelFor(STATE);
  /** The capture is the same object in the element, and another one in each of these models. */
  const isSame = (state: Partial<CaptureState>): boolean =>
    isSameModel({ ...modelFor({ ...STATE, ...state }), capture: given.capture }, given);
  const camera = { deviceId: '', label: '', width: 1, height: 1, facesUser: false };
  const zoom = { min: 1, max: 4, step: 1, value: 1 };

  it('stays while only the video and what is drawn over it change', () => {
    assert.ok(isSame({ hint: 'BLUR', corners: QUAD, camera, permission: 'granted', cameras: [camera] }));
    const zoomed = modelFor({ ...STATE, zoom });
    assert.ok(isSameModel({ ...modelFor({ ...STATE, zoom: { ...zoom, value: 3 } }), capture: zoomed.capture }, zoomed));
  });

  it('is built anew for everything that it shows', async () => {
    const { IdSnapError, infoOf } = await import('../../src/errors.js');
    const { width, height } = camera;
    const verdict = { measured: true, warnings: [], warningsLeft: 2, acceptable: true };
    const changes: Partial<CaptureState>[] = [
      ...[{ phase: 'idle' as const }, { rung: 'tap' as const }, { reason: 'slow_device' as const }],
      ...[{ side: 'back' as const }, { step: 1 }, { steps: 2 }, { shutter: true }, { torch: false }],
      ...[{ results: [] }, { error: new IdSnapError(infoOf('engine_failed', '')) }, { cameras: [camera, camera] }],
      { review: { url: '', width, height, analysis: analysis(), corners: null, rung: 'live', ...verdict } },
    ];
    for (const change of changes) assert.ok(!isSame(change), Object.keys(change).join());
    assert.ok(!isSameModel(given, undefined), 'and for the first time');
    const edited = modelFor(STATE, { isEditing: true, isIncomplete: false });
    assert.ok(!isSameModel({ ...edited, capture: given.capture }, given));
    assert.ok(!isSameModel({ ...given, strings: { ...english } }, given), 'another language');
  });
});

describe('the cutout', () => {
  const photo = { width: 4000, height: 3000 };
  /** Where the browser puts a point of the photo. */
  const mapped = ({ x, y }: Point, cutout: Cutout, scale: number): number[] => {
    const m = matrixOf(cutout, scale);
    const at = (row: number): number => (m[row] ?? 0) * x + (m[row + 4] ?? 0) * y + (m[row + 12] ?? 0);
    return [at(0) / at(3), at(1) / at(3)].map((value) => Math.round(value * 1000) / 1000);
  };

  it('shows a tilted document as a rectangle of its own size, with a margin', () => {
    const corners: Quad = {
      topLeft: { x: 1000, y: 800 },
      topRight: { x: 3000, y: 800 },
      bottomRight: { x: 3200, y: 2000 },
      bottomLeft: { x: 800, y: 2000 },
    };
    const cutout = placeCutout(photo, corners);
    const height = Math.hypot(200, 1200);
    assert.ok(Math.abs(cutout.width - 2376) < 1e-9 && Math.abs(cutout.height - height - 176) < 1e-9);
    const [left, right] = [44, 1144];
    const [top, bottom] = [44, Math.round((88 + height) * 500) / 1000];
    const places = [corners.topLeft, corners.topRight, corners.bottomRight, corners.bottomLeft];
    assert.deepEqual(
      places.map((point) => mapped(point, cutout, 0.5)),
      [
        [left, top],
        [right, top],
        [right, bottom],
        [left, bottom],
      ],
    );
    const middle = mapped({ x: 2000, y: 1400 }, cutout, 1);
    assert.equal(middle[0], 1188);
    assert.ok((middle[1] ?? 0) > 88 + height / 2, 'what is farther away is made larger');
  });

  it('is the whole photo where no corners are known', () => {
    const cutout = placeCutout(photo, null);
    assert.deepEqual([cutout.width, cutout.height], [4000, 3000]);
    assert.deepEqual(mapped({ x: 400, y: 3000 }, cutout, 0.1), [40, 300]);
  });
});

describe('geometry', () => {
  it('fills the box unless nearly half of the picture would be out of sight', () => {
    const tall = { width: 360, height: 640 };
    assert.deepEqual(place({ width: 720, height: 1280 }, tall), { fit: 'cover', scale: 0.5, left: 0, top: 0 });
    assert.equal(place({ width: 960, height: 1280 }, tall).fit, 'cover');
    // Before a passport page what is cut off counts more.
    assert.equal(place({ width: 720, height: 1280 }, tall, true).fit, 'cover');
    assert.equal(place({ width: 960, height: 1280 }, tall, true).fit, 'contain');
    assert.deepEqual(place({ width: 1280, height: 720 }, tall), {
      fit: 'contain',
      scale: 0.28125,
      left: 0,
      top: 218.75,
    });
  });

  it('puts corners where the picture lies', () => {
    assert.equal(pointsOf(QUAD, { scale: 2, left: -5, top: 1 }), '15,21 175,25 171,121 19,117');
  });

  it('keeps a point inside the picture', () => {
    assert.deepEqual(clampPoint({ x: -3, y: 99 }, { width: 100, height: 70 }), { x: 0, y: 70 });
  });

  it('tells a card from a folded outline', () => {
    assert.ok(isConvex(QUAD));
    assert.ok(isConvex(insetQuad({ width: 100, height: 70 })));
    assert.ok(!isConvex({ ...QUAD, topLeft: { x: 95, y: 5 } }), 'crossed');
    assert.ok(!isConvex({ ...QUAD, topLeft: { x: 60, y: 45 } }), 'dented');
  });
});

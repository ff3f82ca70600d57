import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Lazy } from '../../src/capture/parts/lazy.js';
import { BACK } from './devices.js';
import { FakePlatform, liveScene, only, scene, watching } from './support.js';

const missing = (): Promise<never> => Promise.reject(new Error('offline'));

describe('code that is loaded on demand', () => {
  it('is asked for once ahead of its use, and again when it is needed and did not come', async () => {
    let asked = 0;
    const lazy = new Lazy(() => ((asked += 1) < 3 ? missing() : Promise.resolve('code')));
    void lazy.prefetch();
    assert.equal(await lazy.prefetch(), undefined);
    assert.equal(asked, 1);
    assert.equal(await lazy.get(), undefined);
    assert.deepEqual([await lazy.get(), await lazy.get(), asked], ['code', 'code', 3]);
  });

  it('is not asked for before the start, nor what a capture of one side does without', async () => {
    const platform = watching();
    const asked: string[] = [];
    const { loadCamera, loadGuidance, loadLenses, loadSameSide } = platform;
    let cameraAsked = 0;
    platform.loadCamera = () => ((cameraAsked += 1), loadCamera());
    platform.loadGuidance = () => (asked.push('guidance'), loadGuidance());
    platform.loadLenses = () => (asked.push('lenses'), loadLenses());
    platform.loadSameSide = () => (asked.push('same side'), loadSameSide());
    const { capture, video } = scene({}, platform);
    await platform.advance(1000);
    assert.deepEqual([asked, cameraAsked], [[], 0]);
    void capture.start(video);
    await platform.advance(1000);
    assert.deepEqual(asked, ['guidance', 'lenses']);
    assert.equal(cameraAsked, 1);
  });
});

describe('the engine', () => {
  it('is started while the camera opens, in a turn of its own, and not before', async () => {
    const { capture, video, platform } = scene({}, watching());
    await platform.advance(1000);
    assert.equal(platform.sdk.starts, 0);
    let come = (): void => undefined;
    const { loadCamera } = platform;
    const coming = new Promise<void>((resolve) => (come = resolve));
    platform.loadCamera = () => coming.then(loadCamera);
    void capture.start(video);
    assert.equal(platform.sdk.starts, 0, 'within the task of the start');
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual([capture.state.phase, platform.sdk.starts], ['starting', 1]);
    come();
    await platform.advance(1000);
    assert.deepEqual([capture.state.phase, platform.sdk.starts], ['live', 1]);
  });
});

describe('without the code', () => {
  it('of the camera, a file is the way on, and the camera can be tried again', async () => {
    const platform = watching();
    const { loadCamera } = platform;
    platform.loadCamera = missing;
    const { capture, video } = await liveScene({}, platform);
    assert.deepEqual([capture.state.phase, capture.state.reason], ['blocked', 'camera_timeout']);
    await capture.useFile(new Blob(['photo']));
    assert.equal(capture.state.phase, 'review');
    capture.retake();
    platform.loadCamera = loadCamera;
    void capture.start(video);
    await platform.advance(100);
    assert.deepEqual([capture.state.phase, capture.state.reason], ['live', undefined]);
  });

  it('of the camera, nothing is opened once the capture was stopped', async () => {
    const platform = watching();
    const { loadCamera } = platform;
    let come = (): void => undefined;
    const coming = new Promise<void>((resolve) => (come = resolve));
    platform.loadCamera = () => coming.then(loadCamera);
    const { capture } = await liveScene({}, platform);
    assert.equal(capture.state.phase, 'starting');
    capture.stop();
    come();
    await platform.advance(1000);
    assert.deepEqual([capture.state.phase, platform.media.requests.length], ['idle', 0]);
  });

  it('of the guidance, the shutter takes the frame', async () => {
    const platform = new FakePlatform();
    platform.loadGuidance = missing;
    const { capture, events } = await liveScene({}, platform);
    const { phase, rung, reason, shutter, error } = capture.state;
    assert.deepEqual([phase, rung, reason, shutter, error], ['live', 'tap', 'analysis_failed', true, undefined]);
    await capture.shoot();
    assert.equal(capture.state.review?.rung, 'tap');
    assert.equal(platform.openSnapshots, 0);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['ready'],
    );
  });

  it('of the guidance, nothing is guided once the capture was stopped', async () => {
    const platform = new FakePlatform();
    let come = (): void => undefined;
    const { loadGuidance } = platform;
    const coming = new Promise<void>((resolve) => (come = resolve));
    platform.loadGuidance = () => coming.then(loadGuidance);
    const { capture } = await liveScene({}, platform);
    assert.deepEqual([capture.state.phase, capture.state.rung], ['live', 'live'], 'while it is waited for');
    capture.stop();
    come();
    await platform.advance(1000);
    assert.equal(platform.sdk.frames, 0);
    assert.equal(platform.timers, 0, 'nor is a frame waited for');
  });

  it('that knows lenses, the browser’s choice is used', async () => {
    const platform = watching({ ...BACK, label: 'Back Ultra Wide Camera' }, { ...BACK, deviceId: 'main' });
    platform.loadLenses = missing;
    const made = await liveScene({}, platform);
    assert.equal(only(made).camera.deviceId, 'back');
    assert.equal(made.capture.state.phase, 'live');
  });

  it('that tells sides apart, every picture is a new side', async () => {
    const platform = new FakePlatform();
    platform.loadSameSide = missing;
    const { capture } = await liveScene({ sides: ['front', 'back'] }, platform);
    for (let side = 0; side < 2; side += 1) {
      await capture.shoot();
      assert.deepEqual(capture.state.review?.warnings, []);
      await capture.accept();
    }
    assert.equal(capture.state.phase, 'done');
  });
});

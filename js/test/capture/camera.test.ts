import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BACK, domError } from './devices.js';
import type { FakeCamera } from './devices.js';
import type { FakePlatform } from './support.js';
import { liveScene, only, scene, watching } from './support.js';

describe('the camera', () => {
  it('is asked for in the highest resolution, from the back', async () => {
    const made = await liveScene({}, watching());
    assert.deepEqual(made.platform.media.requests, [
      { width: { ideal: 3840 }, height: { ideal: 2160 }, facingMode: { ideal: 'environment' } },
    ]);
    assert.deepEqual(made.capture.state.camera, {
      ...{ deviceId: 'back', label: 'camera2 0, facing back', width: 1280, height: 720, facesUser: false },
    });
  });

  it('is asked for less when it cannot do so much', async () => {
    for (const name of ['OverconstrainedError', 'NotReadableError']) {
      const platform = watching();
      platform.media.answer = ({ width }) =>
        (width as { ideal?: number } | undefined)?.ideal === 1280 ? undefined : Promise.reject(domError(name));
      const { capture } = await liveScene({}, platform);
      const widths = platform.media.requests.map(({ width }) => (width as { ideal: number }).ideal);
      assert.deepEqual(widths, [3840, 1920, 1280], name);
      assert.equal(capture.state.phase, 'live');
    }
  });

  it('is not asked for again when the person has refused', async () => {
    const platform = watching();
    refuse('NotAllowedError', 'denied')(platform);
    await liveScene({}, platform);
    assert.equal(platform.media.requests.length, 1);
  });

  it('is changed for the main lens on the back, which is remembered', async () => {
    const wide = { ...BACK, deviceId: 'wide', label: 'Back Ultra Wide Camera' };
    const main = { ...BACK, deviceId: 'main', label: 'Back Camera' };
    const made = await liveScene({}, watching(wide, { ...BACK, deviceId: 'front', label: 'Front Camera' }, main));
    assert.equal(only(made).camera.deviceId, 'main');
    assert.equal(made.platform.lens, 'main');
    const again = await liveScene({}, Object.assign(watching(wide, main), { lens: 'main' }));
    assert.equal(again.platform.media.tracks.length, 1, 'opened at once');
    assert.equal(only(again).camera.deviceId, 'main');
  });

  it('is changed for a lens that focuses', async () => {
    const fixed = { ...BACK, label: 'camera2 0, facing back', capabilities: { focusMode: ['manual'] } };
    const other = {
      ...{ ...BACK, deviceId: 'focusing', label: 'camera2 2, facing back' },
      capabilities: { focusMode: ['continuous', 'manual'] },
    };
    const made = await liveScene({}, watching(fixed, other));
    assert.equal(only(made).camera.deviceId, 'focusing');
    assert.deepEqual(only(made).applied, [{ advanced: [{ focusMode: 'continuous' }] }]);
  });

  it('that was remembered but is gone is replaced', async () => {
    const made = await liveScene({}, Object.assign(watching(), { lens: 'gone' }));
    assert.equal(only(made).camera.deviceId, 'back');
    assert.equal(made.capture.state.phase, 'live');
  });

  it('that was named is used before the one that was remembered, and no choice of the browser is remembered', async () => {
    const named = watching(BACK, { deviceId: 'wide', label: 'Back Ultra Wide' });
    const made = await liveScene({ deviceId: 'wide' }, Object.assign(named, { lens: 'back' }));
    assert.deepEqual([only(made).camera.deviceId, named.lens], ['wide', 'back']);
    const plain = await liveScene({}, watching());
    assert.equal(plain.platform.lens, undefined);
  });

  it('that shows no frame yet is let go of without a word', async () => {
    const platform = watching();
    platform.isFrozen = true;
    const { capture } = await liveScene({}, platform);
    assert.equal(platform.media.on.length, 1);
    capture.stop();
    await platform.advance(10_000);
    assert.deepEqual([capture.state.phase, capture.state.reason, platform.media.on.length], ['idle', undefined, 0]);
  });

  it('that was named is used, whatever it is', async () => {
    const made = await liveScene({ deviceId: 'wide' }, watching(BACK, { deviceId: 'wide', label: 'Back Ultra Wide' }));
    assert.equal(only(made).camera.deviceId, 'wide');
  });

  it('can be switched, and the choice is remembered', async () => {
    const made = await liveScene({}, watching(BACK, { ...BACK, deviceId: 'two', label: 'camera2 2, facing back' }));
    assert.deepEqual(
      made.capture.state.cameras.map(({ deviceId }) => deviceId),
      ['back', 'two'],
    );
    void made.capture.switchCamera();
    await made.platform.advance(100);
    assert.equal(only(made).camera.deviceId, 'two');
    assert.equal(made.platform.lens, 'two');
    assert.equal(made.capture.state.camera?.deviceId, 'two');
  });

  it('that cannot focus near is zoomed, and only then', async () => {
    const zoom = { min: 1, max: 8, step: 0.1 };
    const camera = (near: number): FakeCamera => ({
      ...{ ...BACK, settings: { zoom: 1 } },
      capabilities: { zoom, focusDistance: { min: near } },
    });
    const far = await liveScene({}, watching(camera(0.2)));
    // A lens that focuses from 0.2 m on, for a card that is held at 0.11 m.
    assert.equal(far.capture.state.zoom?.value, 0.2 / 0.11);
    const near = await liveScene({}, watching(camera(0.08)));
    assert.equal(near.capture.state.zoom?.value, 1);
    const front = await liveScene({}, watching({ ...camera(0.2), facingMode: 'user' }));
    assert.equal(front.capture.state.zoom?.value, 1, 'nobody holds a card before a lens that faces them');
    const fixed = watching({ ...camera(0.2), capabilities: { zoom: { min: 1, max: 1 } } });
    assert.equal((await liveScene({}, fixed)).capture.state.zoom, undefined, 'a zoom that cannot be moved is none');
    await near.capture.setZoom(99);
    assert.equal(near.capture.state.zoom.value, 8);
  });

  it('has a lamp only if it says so, and the lamp goes off with it', async () => {
    const without = await liveScene({}, watching());
    await without.capture.setTorch(true);
    assert.equal(without.capture.state.torch, undefined);
    const made = await liveScene({}, watching({ ...BACK, capabilities: { torch: true } }));
    const track = only(made);
    assert.equal(made.capture.state.torch, false);
    await made.capture.setTorch(true);
    assert.equal(made.capture.state.torch, true);
    made.capture.stop();
    assert.deepEqual(track.applied.at(-1), { advanced: [{ torch: false }] });
    assert.equal(made.capture.state.torch, undefined);
  });

  it('is off after a stop, and the screen may sleep', async () => {
    const made = await liveScene({}, watching());
    assert.equal(made.platform.awake, 1);
    const track = only(made);
    made.capture.stop();
    assert.deepEqual(track.applied, [], 'there is no lamp to turn off');
    assert.equal(made.platform.media.on.length, 0);
    assert.equal(made.video.srcObject, null);
    assert.equal(made.platform.awake, 0);
    assert.deepEqual([made.capture.state.phase, made.capture.state.camera], ['idle', undefined]);
  });

  it('that was let go of before it came is turned off when it comes', async () => {
    const platform = watching();
    let open = (): void => undefined;
    platform.media.gate = new Promise((resolve) => (open = resolve));
    const { capture, video } = scene({}, platform);
    void capture.start(video);
    await platform.advance(10);
    capture.stop();
    open();
    await platform.advance(1000);
    assert.equal(platform.media.tracks.length, 1);
    assert.equal(platform.media.on.length, 0);
    assert.equal(capture.state.phase, 'idle');
  });

  it('that was let go of before it came is not searched for among others', async () => {
    const platform = watching(
      { ...BACK, label: 'Back Ultra Wide Camera' },
      { ...BACK, deviceId: 'main', label: 'Back Camera' },
    );
    let open = (): void => undefined;
    platform.media.gate = new Promise((resolve) => (open = resolve));
    const { capture, video } = scene({}, platform);
    void capture.start(video);
    await platform.advance(10);
    capture.stop();
    open();
    await platform.advance(1000);
    assert.deepEqual([platform.media.requests.length, platform.media.on.length], [1, 0]);
    assert.equal(platform.lens, undefined, 'and none is remembered');
  });

  it('that was let go of while its lens was chosen or set is turned off, and so is its lamp', async () => {
    for (const waitsFor of ['the code', 'the lens']) {
      const platform = watching({ ...BACK, capabilities: { torch: true, focusMode: ['continuous'] } });
      let come = (): void => undefined;
      const coming = new Promise<void>((resolve) => (come = resolve));
      const { loadLenses } = platform;
      if (waitsFor === 'the code') platform.loadLenses = () => coming.then(loadLenses);
      else platform.media.applying = coming;
      const { capture, video } = scene({}, platform);
      void capture.start(video);
      await platform.advance(10);
      assert.equal(platform.media.on.length, 1, waitsFor);
      capture.stop();
      come();
      await platform.advance(1000);
      assert.equal(platform.media.on.length, 0, waitsFor);
      assert.equal(video.srcObject, null, waitsFor);
      assert.equal(capture.state.phase, 'idle', waitsFor);
    }
  });

  it('is not asked for when it is let go of at once', async () => {
    const { platform, capture, video } = scene({}, watching());
    void capture.start(video);
    capture.stop();
    await platform.advance(1000);
    assert.equal(platform.media.requests.length, 0);
  });

  it('is one, when a component is mounted twice', async () => {
    for (const waitMs of [0, 10]) {
      const platform = watching();
      let open = (): void => undefined;
      platform.media.gate = new Promise((resolve) => (open = resolve));
      const made = scene({}, platform);
      void made.capture.start(made.video);
      await platform.advance(waitMs);
      made.capture.stop();
      void made.capture.start(made.video);
      await platform.advance(waitMs);
      open();
      await platform.advance(1000);
      only(made);
      assert.equal(made.capture.state.phase, 'live');
    }
  });
});

function refuse(name: string, permission: PermissionState): (platform: FakePlatform) => void {
  return (platform) => {
    platform.asked.state = permission;
    platform.media.answer = () => Promise.reject(domError(name));
  };
}

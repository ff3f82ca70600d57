import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BACK } from './devices.js';
import type { FakeTrack } from './devices.js';
import { fakeVideo, FRAME_MS, liveScene, only, watching } from './support.js';
import type { Scene } from './support.js';

describe('a running camera', () => {
  it('that is pulled out is replaced by another', async () => {
    const made = await liveScene({}, watching(BACK, { ...BACK, deviceId: 'other', label: 'USB camera' }));
    made.platform.media.cameras.shift();
    only(made).end();
    await made.platform.advance(200);
    assert.equal(only(made).camera.deviceId, 'other');
    assert.equal(made.capture.state.phase, 'live');
  });

  it('that is pulled out for good is told of', async () => {
    const made = await liveScene({}, watching());
    made.platform.media.cameras = [];
    made.platform.media.tracks[0]?.end();
    made.platform.media.dispatchEvent(new Event('devicechange'));
    await made.platform.advance(200);
    assert.deepEqual([made.capture.state.phase, made.capture.state.reason], ['blocked', 'camera_ended']);
    assert.equal(made.capture.state.camera, undefined);
  });

  it('that is lost again and again is let go', async () => {
    const made = await liveScene({}, watching());
    for (let losses = 0; losses < 10; losses += 1) {
      made.platform.media.on[0]?.end();
      await made.platform.advance(100);
    }
    assert.equal(made.capture.state.reason, 'camera_ended');
    assert.equal(made.platform.media.tracks.length, 4);
  });

  it('is told of when it is plugged in', async () => {
    const made = await liveScene({}, watching());
    made.platform.media.cameras.push({ deviceId: 'new', label: 'USB camera' });
    made.platform.media.dispatchEvent(new Event('devicechange'));
    await made.platform.advance(10);
    assert.equal(made.capture.state.cameras.length, 2);
  });

  it('that is muted by a call goes on afterwards, or is opened again', async () => {
    for (const [lasts, opened] of [
      [1000, 1],
      [3000, 2],
    ] as const) {
      const made = await liveScene({}, watching());
      const track = only(made);
      track.muted = true;
      track.dispatchEvent(new Event('mute'));
      await made.platform.advance(lasts);
      track.muted = false;
      await made.platform.advance(3000);
      assert.equal(made.platform.media.tracks.length, opened);
      assert.equal(made.capture.state.phase, 'live');
    }
  });

  it('is not looked at while the page is hidden', async () => {
    const made = await liveScene({}, watching());
    const { platform } = made;
    await platform.advance(300);
    await platform.show(false);
    assert.equal(made.capture.state.hint, undefined);
    const { frames } = platform.sdk;
    await platform.advance(60_000);
    assert.ok(platform.sdk.frames <= frames + 1, 'no more than the one under way');
    await platform.show(true);
    await platform.advance(1000);
    assert.ok(platform.sdk.frames > frames + 3);
    assert.equal(platform.media.tracks.length, 1, 'the camera is the same');
  });

  it('that is dead, mute, frozen or black when the page comes back is opened again, once', async () => {
    const deaths: ((made: Scene, track: FakeTrack) => void)[] = [
      (_made, track) => {
        track.stop();
      },
      (_made, track) => {
        track.muted = true;
      },
      ({ platform }) => {
        platform.isFrozen = true;
      },
      ({ platform }) => {
        platform.light = 0;
      },
    ];
    for (const [index, die] of deaths.entries()) {
      const made = await liveScene({}, watching());
      const { platform } = made;
      await platform.show(false);
      die(made, only(made));
      // iOS tells of a return in one or more of these ways.
      platform.view.dispatchEvent(new Event('pageshow'));
      platform.page.visibilityState = 'visible';
      platform.view.dispatchEvent(new Event('pageshow'));
      platform.view.dispatchEvent(new Event('focus'));
      platform.page.dispatchEvent(new Event('visibilitychange'));
      await platform.advance(1500);
      platform.isFrozen = false;
      platform.light = 128;
      await platform.advance(1500);
      assert.equal(platform.media.tracks.length, 2, `case ${index}`);
      only(made);
      assert.equal(made.capture.state.phase, 'live', `case ${index}`);
      assert.equal(made.capture.state.hint, 'BLUR', `case ${index}: the guidance goes on`);
    }
  });

  it('that died while the page was hidden is opened again, whatever the browser tells of the return', async () => {
    for (const event of ['visibilitychange', 'pageshow', 'focus']) {
      const made = await liveScene({}, watching());
      const { platform } = made;
      await platform.show(false);
      only(made).stop();
      platform.page.visibilityState = 'visible';
      const target = event === 'visibilitychange' ? platform.page : platform.view;
      target.dispatchEvent(new Event(event));
      await platform.advance(500);
      assert.equal(platform.media.on.length, 1, event);
    }
  });

  it('whose video stands still is opened again', async () => {
    const made = await liveScene({}, watching());
    made.platform.isFrozen = true;
    await made.platform.advance(6500);
    made.platform.isFrozen = false;
    await made.platform.advance(500);
    assert.equal(made.platform.media.tracks.length, 2);
    assert.equal(made.capture.state.phase, 'live');
  });

  it('that is lost behind a hidden page is not opened before the page is seen', async () => {
    const made = await liveScene({}, watching());
    const { platform } = made;
    await platform.show(false);
    only(made).end();
    await platform.advance(5000);
    assert.equal(platform.media.requests.length, 1);
    await platform.show(true);
    await platform.advance(200);
    assert.equal(platform.media.requests.length, 2);
    only(made);
  });

  it('that was looked at while another took its place does nothing to the other', async () => {
    for (const light of [0, 128]) {
      const made = await liveScene({}, watching(BACK, { ...BACK, deviceId: 'two', label: 'camera2 2, facing back' }));
      const { platform, capture } = made;
      const { snapshot } = platform;
      let come = (): void => undefined;
      const coming = new Promise<void>((resolve) => (come = resolve));
      await platform.show(false);
      platform.snapshot = (video) => coming.then(() => snapshot(video));
      await platform.show(true);
      await platform.advance(FRAME_MS);
      platform.snapshot = snapshot;
      void capture.switchCamera('two');
      await platform.advance(200);
      const told = made.states.length;
      platform.light = light;
      come();
      await platform.advance(0);
      platform.light = 128;
      await platform.advance(500);
      assert.deepEqual([platform.media.tracks.length, only(made).camera.deviceId], [2, 'two'], `light ${light}`);
      const since = made.states.slice(told).map(({ camera }) => camera?.deviceId);
      assert.ok(
        since.every((deviceId) => deviceId === 'two'),
        since.join(),
      );
    }
  });

  it('that was replaced has no say any more', async () => {
    const made = await liveScene({}, watching(BACK, { ...BACK, deviceId: 'two', label: 'camera2 2, facing back' }));
    const old = only(made);
    void made.capture.switchCamera('two');
    await made.platform.advance(200);
    old.end();
    await made.platform.advance(200);
    assert.deepEqual([made.platform.media.tracks.length, only(made).camera.deviceId], [2, 'two']);
  });

  it('is black at 8 of 255 and below, and alive above', async () => {
    for (const [light, opened] of [
      [8, 2],
      [9, 1],
    ] as const) {
      const made = await liveScene({}, watching());
      await made.platform.show(false);
      made.platform.light = light;
      await made.platform.show(true);
      await made.platform.advance(200);
      assert.equal(made.platform.media.tracks.length, opened, `light ${light}`);
    }
  });

  it('may be lost anew after another start', async () => {
    const made = await liveScene({}, watching());
    for (let round = 0; round < 2; round += 1) {
      for (let losses = 0; losses < 3; losses += 1) {
        made.platform.media.on[0]?.end();
        await made.platform.advance(100);
      }
      assert.equal(made.capture.state.phase, 'live', `round ${round}`);
      void made.capture.start(made.video);
      await made.platform.advance(100);
    }
  });

  it('says nothing and keeps the screen awake once while it is opened again', async () => {
    const made = await liveScene({}, watching());
    const { platform, capture } = made;
    await platform.advance(300);
    assert.equal(capture.state.hint, 'BLUR');
    let open = (): void => undefined;
    platform.media.gate = new Promise((resolve) => (open = resolve));
    only(made).end();
    await platform.advance(200);
    assert.deepEqual([capture.state.phase, capture.state.hint], ['live', undefined]);
    open();
    await platform.advance(200);
    await platform.show(false);
    await platform.show(true);
    await platform.advance(200);
    assert.equal(platform.awake, 1);
  });

  it('that is muted when it is let go of leaves no timer', async () => {
    const made = await liveScene({}, watching());
    only(made).dispatchEvent(new Event('mute'));
    made.capture.stop();
    await made.platform.advance(made.platform.sdk.analysisMs);
    assert.equal(made.platform.timers, 0);
  });

  it('is not judged by a frame from before the page was hidden', async () => {
    const platform = watching();
    platform.sdk.analysisMs = 300;
    const made = await liveScene({}, platform);
    assert.equal(platform.sdk.frames, 1, 'the frame is under way');
    await platform.show(false);
    await platform.advance(1000);
    assert.equal(made.capture.state.hint, undefined);
    assert.equal(platform.openSnapshots, 0, 'and it is given back');
  });

  it('keeps its guidance when the phone is turned', async () => {
    const made = await liveScene({}, watching());
    await made.platform.advance(300);
    Object.assign(only(made).settings, { width: 720, height: 1280 });
    await made.platform.advance(300);
    assert.equal(made.capture.state.hint, 'BLUR');
    assert.deepEqual([made.capture.state.camera?.width, made.capture.state.camera?.height], [720, 1280]);
  });

  it('says that it is ready once for each start', async () => {
    const made = await liveScene({}, watching());
    await made.platform.show(false);
    await made.platform.show(true);
    await made.platform.advance(500);
    only(made).end();
    await made.platform.advance(500);
    assert.equal(made.events.filter(({ type }) => type === 'ready').length, 1);
  });

  it('moves to another video when it is started there', async () => {
    const made = await liveScene({}, watching());
    const other = fakeVideo();
    void made.capture.start(other);
    await made.platform.advance(4 * FRAME_MS);
    only(made);
    assert.equal(made.video.srcObject, null);
    assert.notEqual(other.srcObject, null);
  });
});

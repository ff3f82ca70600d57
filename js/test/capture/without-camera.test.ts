import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BACK, domError } from './devices.js';
import { FakePlatform, liveScene, scene, watching } from './support.js';

describe('without a camera', () => {
  const fails: [string, (platform: FakePlatform) => void, string][] = [
    ['denied', refuse('NotAllowedError', 'denied'), 'permission_denied'],
    ['dismissed', refuse('NotAllowedError', 'prompt'), 'permission_dismissed'],
    ['in use', refuse('NotReadableError', 'granted'), 'camera_in_use'],
    ['in use, as some browsers say it', refuse('AbortError', 'granted'), 'camera_in_use'],
    ['forbidden by a policy, as an error', refuse('SecurityError', 'prompt'), 'policy_blocked'],
    ['not there', (platform) => void platform.media.cameras.splice(0), 'no_camera'],
    ['unknown to the browser', withoutDevices, 'unsupported'],
    [
      'in a page without encryption',
      (platform) => {
        withoutDevices(platform);
        change(platform, { secure: false });
      },
      'insecure_context',
    ],
    [
      'forbidden by a policy',
      (platform) => {
        change(platform, { allowed: false });
      },
      'policy_blocked',
    ],
    [
      'refused in a frame before anybody could answer',
      (platform) => {
        refuse('NotAllowedError', 'prompt')(platform);
        change(platform, { framed: true, allowed: undefined });
      },
      'policy_blocked',
    ],
    [
      'missing in a browser inside an app',
      (platform) => {
        withoutDevices(platform);
        change(platform, { userAgent: 'Mozilla/5.0 (iPhone) Mobile/15E148 [FBAN/FBIOS]' });
      },
      'in_app_browser',
    ],
  ];
  for (const [name, arrange, reason] of fails) {
    it(`says ${reason} when it is ${name}, and offers the camera app`, async () => {
      const platform = new FakePlatform();
      arrange(platform);
      const { capture } = await liveScene({}, platform);
      assert.deepEqual([capture.state.phase, capture.state.reason, capture.state.rung], ['blocked', reason, 'native']);
      assert.equal(platform.timers, 0);
    });
  }

  it('is dismissed in a frame when the person had the time to answer', async () => {
    const platform = new FakePlatform();
    change(platform, { framed: true, allowed: undefined });
    platform.media.answer = async () => {
      await new Promise<void>((resolve) => platform.after(200, resolve));
      throw domError('NotAllowedError');
    };
    const { capture } = await liveScene({}, platform);
    await platform.advance(300);
    assert.equal(capture.state.reason, 'permission_dismissed');
  });

  it('is not told of a refusal after it was let go of', async () => {
    const platform = watching();
    let refuseNow = (): void => undefined;
    platform.media.answer = () =>
      new Promise(
        (_, reject) =>
          (refuseNow = () => {
            reject(domError('NotAllowedError'));
          }),
      );
    const { capture } = await liveScene({}, platform);
    capture.stop();
    refuseNow();
    await platform.advance(100);
    assert.deepEqual([capture.state.phase, capture.state.reason], ['idle', undefined]);
  });

  it('offers a file where there is no camera app', async () => {
    const platform = new FakePlatform();
    platform.hasDevices = false;
    change(platform, { touch: false });
    const { capture } = await liveScene({}, platform);
    assert.equal(capture.state.rung, 'file');
  });

  it('can be tried again', async () => {
    const platform = watching();
    refuse('NotReadableError', 'granted')(platform);
    const made = await liveScene({}, platform);
    platform.media.answer = undefined;
    void made.capture.start(made.video);
    assert.equal(made.capture.state.phase, 'blocked', 'until the drafts were looked at');
    await platform.advance(100);
    assert.deepEqual([made.capture.state.phase, made.capture.state.reason], ['live', undefined]);
  });

  it('goes on by itself when the person allows it in the settings', async () => {
    const platform = watching();
    refuse('NotAllowedError', 'denied')(platform);
    const { capture } = await liveScene({}, platform);
    assert.equal(capture.state.permission, 'denied');
    platform.media.answer = undefined;
    platform.asked.change('granted');
    await platform.advance(100);
    assert.deepEqual([capture.state.phase, capture.state.permission], ['live', 'granted']);
  });

  it('goes on after the review of a file when it was allowed meanwhile', async () => {
    const platform = watching();
    refuse('NotAllowedError', 'denied')(platform);
    const { capture } = await liveScene({}, platform);
    await capture.useFile(new Blob(['photo']));
    platform.media.answer = undefined;
    platform.asked.change('granted');
    await platform.advance(100);
    assert.deepEqual([capture.state.phase, platform.media.on.length], ['review', 0], 'not behind the picture');
    capture.retake();
    await platform.advance(100);
    assert.equal(capture.state.phase, 'live');
  });

  it('goes on by itself when one is plugged in, and not for other devices', async () => {
    const platform = watching();
    platform.media.cameras = [];
    const { capture } = await liveScene({}, platform);
    assert.equal(capture.state.reason, 'no_camera');
    platform.media.dispatchEvent(new Event('devicechange'));
    await platform.advance(100);
    assert.equal(capture.state.phase, 'blocked', 'that was a microphone');
    platform.media.cameras = [BACK];
    platform.media.dispatchEvent(new Event('devicechange'));
    platform.media.dispatchEvent(new Event('devicechange'));
    await platform.advance(100);
    assert.deepEqual([capture.state.phase, capture.state.reason], ['live', undefined]);
    assert.equal(platform.media.tracks.length, 1, 'opened once, though a camera with a microphone is told of twice');
  });

  it('goes on when one that was pulled out is plugged in again, but not after a stop', async () => {
    for (const isStopped of [false, true]) {
      const platform = watching();
      const { capture } = await liveScene({}, platform);
      platform.media.cameras = [];
      platform.media.tracks[0]?.end();
      await platform.advance(200);
      assert.equal(capture.state.reason, 'camera_ended');
      if (isStopped) capture.stop();
      platform.media.cameras = [BACK];
      platform.media.dispatchEvent(new Event('devicechange'));
      await platform.advance(100);
      assert.equal(capture.state.phase, isStopped ? 'idle' : 'live');
    }
  });

  it('gives up waiting for an answer that never comes, and takes one that comes late', async () => {
    const platform = watching();
    let open = (): void => undefined;
    platform.media.gate = new Promise((resolve) => (open = resolve));
    const { capture, video } = scene({}, platform);
    void capture.start(video);
    await platform.advance(29_000);
    assert.deepEqual([capture.state.phase, capture.state.permission], ['starting', 'prompt']);
    await platform.advance(2000);
    assert.deepEqual([capture.state.phase, capture.state.reason], ['blocked', 'camera_timeout']);
    open();
    await platform.advance(100);
    assert.deepEqual([capture.state.phase, capture.state.reason], ['live', undefined]);
  });

  it('waits less long where nobody is asked', async () => {
    const platform = watching();
    platform.asked.state = 'granted';
    platform.media.gate = new Promise(() => undefined);
    const { capture, video } = scene({}, platform);
    void capture.start(video);
    await platform.advance(11_000);
    assert.equal(capture.state.reason, 'camera_timeout');
  });
});

function withoutDevices(platform: FakePlatform): void {
  platform.hasDevices = false;
}

function refuse(name: string, permission: PermissionState): (platform: FakePlatform) => void {
  return (platform) => {
    platform.asked.state = permission;
    platform.media.answer = () => Promise.reject(domError(name));
  };
}

function change(platform: FakePlatform, facts: Partial<FakePlatform['pageFacts']>): void {
  platform.pageFacts = { ...platform.pageFacts, ...facts };
}

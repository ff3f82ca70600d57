// A capture whose engine is lost while it runs, in a real browser with a fake camera.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDemo } from './support.mjs';

let demo;
before(async () => {
  demo = await startDemo({ flags: ['--use-fake-device-for-media-stream'] });
});
after(() => demo.close());

describe('a worker that is ended without a word while it looks at a frame', () => {
  it('leaves no hint, and another takes its place', async () => {
    const { page } = await demo.open({ permissions: ['camera'] });
    await page.evaluate(() => {
      const { postMessage } = Worker.prototype;
      let frames = 0;
      Worker.prototype.postMessage = function (message, ...rest) {
        postMessage.call(this, message, ...rest);
        if (message.name === 'analyzeFrame') frames += 1;
        if (frames !== 10) return;
        frames += 1;
        this.terminate();
        globalThis.endedMs = performance.now();
      };
    });
    const seen = await page.evaluate(async () => {
      const { createCapture } = await import(new URL('idsnap/capture.js', location.href).href);
      const capture = createCapture({ shutterAfterMs: 600_000 });
      const hints = [];
      capture.addEventListener('hint', ({ detail }) => {
        if (globalThis.endedMs) hints.push([detail, performance.now() - globalThis.endedMs]);
      });
      await capture.start(document.createElement('video'));
      while (hints.length < 2 && performance.now() < 60_000) await new Promise((done) => setTimeout(done, 100));
      const { phase, rung } = capture.state;
      capture.dispose();
      return { hints, phase, rung };
    });
    const [[gone, goneMs], [back, backMs]] = seen.hints;
    assert.deepEqual(
      [gone, typeof back, seen.phase, seen.rung],
      [null, 'string', 'live', 'live'],
      JSON.stringify(seen),
    );
    assert.ok(goneMs < 6_000 && backMs > 11_000 && backMs < 30_000, JSON.stringify(seen.hints));
    await page.context().close();
  });
});

describe('a page that gets none of the code beside the capture', () => {
  for (const isSilent of [false, true]) {
    it(`says that there is no camera, and a file is the way on${isSilent ? ', also where nothing answers' : ''}`, async () => {
      const { page } = await demo.open({ permissions: ['camera'] });
      await page.evaluate(async () => {
        globalThis.captureModule = await import(new URL('idsnap/capture.js', location.href).href);
      });
      await page.route('**/idsnap/*', (route) => (isSilent ? undefined : route.abort()));
      await page.clock.install();
      await page.evaluate(() => {
        const element = Object.assign(document.createElement('id-capture'), { lang: 'en' });
        element.setAttribute('draft', 'anna');
        document.body.replaceChildren(element);
        void element.start();
      });
      const state = () => page.evaluate(() => document.querySelector('id-capture').state);
      for (let second = 0; second < 40 && (await state()).phase !== 'blocked'; second += 1)
        await page.clock.runFor(1_000);
      const { phase, reason } = await state();
      assert.deepEqual([phase, reason], ['blocked', 'camera_timeout']);
      await page.clock.runFor(1_000);
      await page.locator('id-capture').getByRole('button', { name: 'Upload a photo' }).waitFor();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.context().close();
    });
  }
});

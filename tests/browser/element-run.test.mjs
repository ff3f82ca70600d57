// <id-capture> with its real engine, from the first click to the prepared photo: by a camera that the page draws itself.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drawnCamera } from './drawn-camera.mjs';
import { startDemo } from './support.mjs';

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

async function openCapture(attributes) {
  const { page, log } = await demo.open();
  await page.evaluate(drawnCamera, { width: 1280, height: 720 });
  await page.evaluate(async (given) => {
    await import('./idsnap/capture.js');
    globalThis.heard = [];
    const element = document.createElement('id-capture');
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    for (const name of ['ready', 'hint', 'captured', 'error']) {
      element.addEventListener(`id-capture:${name}`, ({ detail }) => globalThis.heard.push([name, detail]));
    }
    document.body.replaceChildren(element);
  }, attributes);
  return { page, log, element: page.locator('id-capture') };
}

describe('a whole capture', () => {
  it('guides to the card, takes the photo by itself and hands it over prepared', async () => {
    const { page, log, element } = await openCapture({ limits: 'zoloz', crop: '0.05', lang: 'en' });
    await element.getByRole('button', { name: 'Use the camera' }).click();
    await element.getByText('Fit the document into the frame').waitFor({ timeout: 30_000 });
    await page.evaluate(() => (globalThis.scene.width = 300));
    await element.getByText('Move closer').waitFor({ timeout: 30_000 });
    await page.evaluate(() => (globalThis.scene.width = 900));
    await element.getByRole('heading', { name: 'Is everything easy to read?' }).waitFor({ timeout: 30_000 });
    await element.getByRole('button', { name: 'Use this photo' }).click();
    await element.getByRole('heading', { name: 'All done' }).waitFor({ timeout: 30_000 });
    const [names, result] = await page.evaluate(() => {
      const { results, complete } = globalThis.heard.find(([name]) => name === 'captured')[1];
      const [{ side, image, report }] = results;
      const { width, height, mimeType, base64Length } = image;
      const { overridden, rung, warnings } = report;
      return [
        globalThis.heard.map(([name]) => name),
        { complete, side, width, height, mimeType, base64Length, overridden, rung, warnings },
      ];
    });
    assert.ok(names.includes('ready') && names.includes('hint') && !names.includes('error'), names.join(' '));
    const { width, height, base64Length, ...rest } = result;
    assert.deepEqual(rest, {
      complete: true,
      side: 'front',
      mimeType: 'image/jpeg',
      overridden: false,
      rung: 'live',
      warnings: [],
    });
    // The card was drawn 900 px wide and 567.5 high; 5 % of its longer side was asked for as a margin on every side. Each
    // of two corners may be 2 pixels away.
    assert.ok(Math.abs(width - 990) <= 4 && Math.abs(height - 657.5) <= 4, `${width} x ${height}`);
    assert.ok(base64Length <= 5_000_000);
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });

  it('goes on with a file when there is no camera', async () => {
    const { page, element } = await openCapture({ lang: 'en', sides: 'front' });
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
    });
    await element.getByRole('button', { name: 'Use the camera' }).click();
    await element.getByText('No camera was found').waitFor({ timeout: 30_000 });
    const base64 = await page.evaluate(async () => {
      const { exampleCard } = await import('./example.js');
      const bytes = new Uint8Array(await (await exampleCard('front')).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    });
    const chooser = page.waitForEvent('filechooser');
    await element.getByRole('button', { name: 'Upload a photo' }).click();
    await (await chooser).setFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') });
    await element.getByRole('button', { name: 'Use this photo' }).click({ timeout: 30_000 });
    await element.getByRole('heading', { name: 'All done' }).waitFor({ timeout: 30_000 });
    const heard = await page.evaluate(() =>
      globalThis.heard.map(([name, { reason, complete }]) => [name, reason ?? complete]),
    );
    assert.deepEqual(heard, [
      ['error', 'no_camera'],
      ['captured', true],
    ]);
    await page.context().close();
  });

  it('says what is wrong with a file, and waits for another', async () => {
    const { page, element } = await openCapture({ lang: 'en' });
    const chooser = page.waitForEvent('filechooser');
    await element.getByRole('button', { name: 'Upload a photo' }).click();
    await (await chooser).setFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo at all') });
    await element.locator('.error').waitFor({ timeout: 30_000 });
    assert.match(await element.locator('.error').textContent(), /Choose a JPEG or PNG/);
    assert.ok(await element.getByRole('button', { name: 'Upload a photo' }).isVisible());
    await page.context().close();
  });
});

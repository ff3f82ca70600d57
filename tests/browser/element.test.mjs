// <id-capture> in a real browser, its engine scripted: everything that a person can do with it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openGallery, showState } from './gallery.mjs';
import { startDemo } from './support.mjs';

const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1000, height: 700 } };

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

const open = (options = PHONE) => openGallery(demo.browser, demo.url, options);
const element = (page) => page.locator('gallery-capture');
const calls = (page) => page.evaluate(() => document.querySelector('gallery-capture').scripted.calls);
const stateNames = (page) => page.evaluate(() => globalThis.gallery.names);
const focused = (page) =>
  page.evaluate(() => {
    const inside = document.querySelector('gallery-capture').shadowRoot.activeElement;
    return inside && `${inside.className} ${inside.textContent}`.trim();
  });

describe('the focus', () => {
  it('goes to what is new when it was inside, and stays where it is otherwise', async () => {
    const { page } = await open();
    await showState(page, 'intro');
    await element(page).getByRole('button', { name: 'Use the camera' }).focus();
    await showState(page, 'starting');
    assert.match(await focused(page), /Starting the camera/);
    await showState(page, 'live searching');
    assert.match(await focused(page), /^live/);
    await showState(page, 'review');
    assert.match(await focused(page), /Is everything easy to read/);
    await page.evaluate(() => document.querySelector('gallery-capture').shadowRoot.activeElement.blur());
    await showState(page, 'done');
    assert.equal(await focused(page), null);
    await page.context().close();
  });

  it('stays on a control that stays', async () => {
    const { page } = await open();
    await showState(page, 'live searching');
    await element(page).getByRole('button', { name: 'Upload a photo' }).focus();
    await showState(page, 'live shutter');
    assert.match(await focused(page), /upload/);
    await page.context().close();
  });

  it('passes every control of the live view in the order of reading', async () => {
    const { page } = await open();
    await showState(page, 'live zoom');
    const order = [];
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Tab');
      order.push((await focused(page)).split(' ').slice(0, 2).join(' ').trim());
    }
    assert.deepEqual(order, ['round close', 'round light', 'zoom', 'upload Upload', 'shutter', 'round switch']);
    await page.context().close();
  });
});

describe('the live view', () => {
  it('is laid out while the camera opens, out of sight and out of reach, and is the same once it runs', async () => {
    const { page, log } = await open();
    await showState(page, 'starting');
    await page.evaluate(() => {
      const { scripted } = document.querySelector('gallery-capture');
      // They are told as soon as the camera is there, before it runs.
      scripted.set({ ...scripted.state, cameras: [{}, {}] });
    });
    const live = element(page).locator('.live');
    await live.waitFor({ state: 'attached' });
    assert.equal(await live.isVisible(), false);
    const size = await live.evaluate((node) => {
      node.isTheFirst = true;
      return [node.clientWidth, node.clientHeight].map((length) => length > 200);
    });
    assert.deepEqual(size, [true, true], 'laid out');
    assert.equal(await element(page).getByRole('group').count(), 0, 'not read out');
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Tab');
      assert.doesNotMatch((await focused(page)) ?? '', /shutter|switch/);
    }
    await showState(page, 'live searching');
    await live.waitFor({ state: 'visible' });
    assert.equal(await live.evaluate((node) => node.isTheFirst), true);
    assert.equal(await element(page).locator('.busy').count(), 0);
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });
});

describe('the photo under review', () => {
  const look = () => {
    const root = document.querySelector('gallery-capture').shadowRoot;
    const [view, image, button] = ['.window', '.raw', '.magnify'].map((name) => root.querySelector(name));
    const { review } = document.querySelector('gallery-capture').state;
    const matrix = new DOMMatrix(getComputedStyle(image).transform);
    const corners = Object.values(review.corners).map(({ x, y }) => {
      const { x: across, y: down, w } = matrix.transformPoint(new DOMPoint(x, y));
      return [across / w / view.scrollWidth, down / w / view.scrollHeight].map((part) => Math.round(part * 100) / 100);
    });
    const { clientWidth, scrollWidth, scrollLeft, scrollTop, tabIndex } = view;
    const scroll = [Math.round(scrollLeft), Math.round(scrollTop)];
    const pressed = button.getAttribute('aria-pressed');
    return { corners, enlarged: scrollWidth / clientWidth, scroll, tabIndex, pressed };
  };

  it('is the document, cut out and seen straight, and can be enlarged where it is tapped, and by the button', async () => {
    const { page } = await openGallery(demo.browser, demo.url, { viewport: { width: 360, height: 640 } });
    await showState(page, 'review');
    await page.locator('gallery-capture .magnify').waitFor();
    const small = await page.evaluate(look);
    assert.deepEqual([small.enlarged, small.tabIndex, small.pressed], [1, -1, 'false']);
    const [left, top] = small.corners[0];
    assert.ok(left > 0.02 && left < 0.05 && top > 0.03 && top < 0.08, `${left}, ${top}`);
    assert.deepEqual(small.corners, [
      [left, top],
      [1 - left, top],
      [1 - left, 1 - top],
      [left, 1 - top],
    ]);
    const { width, height } = await page.locator('gallery-capture .window').boundingBox();
    await page.locator('gallery-capture .window').click({ position: { x: width * 0.25, y: height * 0.75 } });
    const large = await page.evaluate(look);
    assert.ok(large.enlarged >= 2 && large.enlarged <= 4, `${large.enlarged}`);
    assert.deepEqual([large.tabIndex, large.pressed, large.corners], [0, 'true', small.corners]);
    const expected = [0.25 * width * large.enlarged - width / 2, 0.75 * height * large.enlarged - height / 2];
    for (const [index, at] of large.scroll.entries()) assert.ok(Math.abs(at - expected[index]) < 3, `${large.scroll}`);
    await page.locator('gallery-capture .magnify').click();
    assert.deepEqual(await page.evaluate(look), small);
    await showState(page, 'review covered');
    const mark = page.locator('gallery-capture .mark');
    await mark.waitFor();
    assert.equal(await mark.getAttribute('aria-label'), 'A part is covered: at the bottom, on the left');
    const [ring, box] = [
      await mark.locator('.ring').boundingBox(),
      await page.locator('gallery-capture .window').boundingBox(),
    ];
    const part = [(ring.x + ring.width / 2 - box.x) / box.width, (ring.y + ring.height / 2 - box.y) / box.height];
    assert.ok(part[0] > 0 && part[0] < 1 / 3 && part[1] > 2 / 3 && part[1] < 1, `${part}`);
    await page.context().close();
  });
});

describe('corners by hand', () => {
  const openEditor = async (page) => {
    await showState(page, 'review', { crop: '' });
    await element(page).getByRole('button', { name: 'Adjust the corners' }).click();
  };

  it('are moved by keys alone', async () => {
    const { page } = await open();
    await showState(page, 'review', { crop: '' });
    const adjust = element(page).getByRole('button', { name: 'Adjust the corners' });
    for (let presses = 0; presses < 10 && !(await adjust.evaluate((node) => node.matches(':focus'))); presses += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    const corner = element(page).getByRole('slider', { name: 'Top left corner' });
    assert.ok(await corner.evaluate((node) => node.matches(':focus')), 'the first corner has the focus');
    for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) await page.keyboard.press(key);
    assert.ok(await corner.evaluate((node) => node.matches(':focus')), 'Tab goes from corner to corner and back');
    const before = await corner.getAttribute('aria-valuetext');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await corner.getAttribute('aria-valuetext'), before);
    await page.keyboard.press('Enter');
    const [, corners] = (await calls(page)).find(([name]) => name === 'setCorners');
    const found = await page.evaluate(
      () => document.querySelector('gallery-capture').scripted.state.review.corners.topLeft,
    );
    // A step is a 400th of the longer side, here 4 px: ten of them to the right, one down.
    assert.deepEqual(corners.topLeft, { x: found.x + 40, y: found.y + 4 });
    assert.match(await focused(page), /Is everything easy to read/);
    await page.context().close();
  });

  it('stay as they were after Escape', async () => {
    const { page } = await open();
    await openEditor(page);
    await element(page).getByRole('slider', { name: 'Bottom right corner' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Escape');
    assert.ok((await calls(page)).every(([name]) => name !== 'setCorners'));
    await element(page).getByRole('heading', { name: 'Is everything easy to read?' }).waitFor();
    await page.context().close();
  });

  it('follow the finger, with a loupe', async () => {
    const { page } = await open();
    await openEditor(page);
    const handle = element(page).getByRole('slider', { name: 'Bottom left corner' });
    const { x, y, width, height } = await handle.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 20, y + height / 2 - 10, { steps: 4 });
    assert.ok(await element(page).locator('.loupe').isVisible());
    await page.mouse.up();
    assert.ok(await element(page).locator('.loupe').isHidden());
    const after = await handle.boundingBox();
    assert.ok(Math.abs(after.x - x - 20) < 1.5 && Math.abs(after.y - y + 10) < 1.5, JSON.stringify(after));
    await element(page).getByRole('button', { name: 'Apply' }).click();
    assert.ok((await calls(page)).some(([name]) => name === 'setCorners'));
    await page.context().close();
  });

  it('cannot be folded over each other', async () => {
    const { page } = await open();
    await openEditor(page);
    const corner = element(page).getByRole('slider', { name: 'Top left corner' });
    await corner.focus();
    for (let presses = 0; presses < 60; presses += 1) await page.keyboard.press('Shift+ArrowRight');
    const across = Number(await corner.getAttribute('aria-valuenow'));
    // The top right corner is at 89 %; the outline would fold beyond it.
    assert.ok(across > 50 && across < 90, `${across} %`);
    await page.context().close();
  });
});

describe('a file', () => {
  const PNG = { name: 'card.png', mimeType: 'image/png', buffer: Buffer.from([137, 80, 78, 71]) };

  it('is asked for with the token that brings the camera back, in Chromium on Android alone', async () => {
    const agents = [
      ['Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36', /allowCamera/],
      ['Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0', /^image\/\*,\.heic,\.heif$/],
      ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1', /^image\/\*,\.heic,\.heif$/],
    ];
    for (const [userAgent, expected] of agents) {
      const { page } = await open({ ...PHONE, userAgent });
      await showState(page, 'intro');
      const accept = await element(page).locator('input:not([capture])').first().getAttribute('accept');
      assert.match(accept, expected, userAgent);
      await page.context().close();
    }
  });

  for (const [button, from] of [
    ['Upload a photo', 'file'],
    ['Take a photo', 'native'],
  ]) {
    it(`goes to the capture from “${button}”`, async () => {
      const { page } = await open();
      await showState(page, 'blocked no_camera');
      const chooser = page.waitForEvent('filechooser');
      await element(page).getByRole('button', { name: button }).click();
      await (await chooser).setFiles(PNG);
      const used = (await calls(page)).find(([name]) => name === 'useFile');
      assert.equal(used[2], from);
      await page.context().close();
    });
  }

  it('is offered in every state that waits for a photo', async () => {
    const { page } = await open(DESKTOP);
    const waiting = (await stateNames(page)).filter((name) => /^(intro|starting|live|blocked|file)/.test(name));
    assert.ok(waiting.length > 25);
    for (const name of waiting) {
      await showState(page, name);
      assert.ok(await element(page).getByRole('button', { name: 'Upload a photo' }).isVisible(), name);
    }
    await page.context().close();
  });

  it('may be dropped or pasted', async () => {
    const { page } = await open(DESKTOP);
    await showState(page, 'intro');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'card.png', { type: 'image/png' }));
      const target = document.querySelector('gallery-capture').shadowRoot.querySelector('.text');
      const send = (type) =>
        target.dispatchEvent(
          new DragEvent(type, { dataTransfer: data, bubbles: true, composed: true, cancelable: true }),
        );
      send('dragover');
      globalThis.invited = document.querySelector('gallery-capture').shadowRoot.querySelector('.drop').hidden === false;
      send('drop');
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    assert.ok(await page.evaluate(() => globalThis.invited));
    assert.equal((await calls(page)).filter(([name]) => name === 'useFile').length, 2);
    await page.context().close();
  });

  it('is not taken from a paste into a text field, or during a review', async () => {
    const { page } = await open(DESKTOP);
    const paste = () =>
      page.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File(['x'], 'card.png', { type: 'image/png' }));
        const field = document.querySelector('textarea') ?? document.body;
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      });
    await showState(page, 'review');
    await paste();
    await showState(page, 'intro');
    await page.evaluate(() => document.body.append(document.createElement('textarea')));
    await paste();
    assert.ok((await calls(page)).every(([name]) => name !== 'useFile'));
    await page.context().close();
  });
});

describe('attributes that ask for what there is not', () => {
  it('are told of at once, and can be mended', async () => {
    const { page, log } = await open();
    const seen = await page.evaluate(async () => {
      const told = [];
      document.addEventListener('id-capture:error', ({ detail }) => told.push([detail.error.code, detail.error.field]));
      const seen = [];
      for (const [name, wrong, right] of [
        ['limits', 'nope', 'zoloz'],
        ['document', 'passport', 'id3'],
        ['sides', '', 'front'],
        ['strictness', 'hard', 'normal'],
        ['mrz', 'yes', 'off'],
        ['crop', 'wide', '0.1'],
        ['shutter-after-ms', 'soon', '5000'],
      ]) {
        const element = document.createElement('id-capture');
        element.setAttribute(name, wrong);
        document.querySelector('main').replaceChildren(element);
        const before = element.state?.phase;
        element.setAttribute(name, right);
        await new Promise((done) => setTimeout(done));
        seen.push([...told.splice(0).flat(), before, element.state?.phase]);
      }
      return seen;
    });
    const fields = ['limits', 'document', 'sides', 'strictness', 'mrz', 'crop.margin', 'shutterAfterMs'];
    assert.deepEqual(
      seen,
      fields.map((field) => ['invalid_field', `options.${field}`, undefined, 'idle']),
    );
    assert.equal(log.problems.length, fields.length, 'and each is an error of the page');
    await page.context().close();
  });
});

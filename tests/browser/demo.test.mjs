// The demo in a real browser: a photo in, a typed document out, for each vendor; and everything that can go wrong.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { phonePhoto, png, startDemo } from './support.mjs';

const VENDORS = [
  { id: 'zoloz', limit: { unit: 'base64', max: 5_000_000 } },
  { id: 'beorg', limit: { unit: 'bytes', max: 5_000_000 } },
  { id: 'biometric_kz', limit: { unit: 'bytes', max: 5_000_000 } },
  { id: 'cvs', limit: { unit: 'bytes', max: 5_000_000 } },
];

let demo;
let photo;
before(async () => {
  demo = await startDemo();
  photo = await phonePhoto();
});
after(() => demo.close());

const give = (page, side, file) => page.locator(`#drop-${side} input:not([capture])`).setInputFiles(file);
const prepared = (page, side) => page.locator(`#side-${side}[data-prepared]`).waitFor({ timeout: 30_000 });

describe('the whole path', () => {
  for (const vendor of VENDORS) {
    it(`reads a document from 12 megapixel photos through ${vendor.id}`, async () => {
      const { page, log } = await demo.open();
      await page.locator(`input[value=${vendor.id}]`).check({ force: true });
      for (const side of ['front', 'back']) {
        await give(page, side, photo);
        await prepared(page, side);
      }
      await page.locator('#recognize').click();
      await page.locator('.banner.good').waitFor({ timeout: 60_000 });
      const rows = await page.locator('table.document').first().locator('tbody tr').allInnerTexts();
      const fields = ['documentNumber', 'dateOfBirth'].map((key) =>
        page.locator(`#field-${key} td`).first().innerText(),
      );
      const [number, birth] = await Promise.all(fields);
      assert.match(number, /\w{6,}/, rows.join('\n'));
      assert.match(birth, /^\d{4}-\d\d-\d\d$/, rows.join('\n'));
      assertUploads(log.requests, vendor);
      assert.deepEqual(log.problems, []);
      await page.context().close();
    });
  }

  function assertUploads(requests, vendor) {
    const foreign = requests
      .map((request) => request.url())
      .filter((url) => !url.startsWith(demo.url) && !url.startsWith('blob:'));
    assert.deepEqual(foreign, [], 'requests go to the page’s own origin alone');
    const uploads = requests.filter((request) => request.method() === 'POST');
    assert.ok(uploads.length > 0, 'something was uploaded');
    for (const upload of uploads) {
      assert.ok(upload.url().startsWith(`${demo.url}api/success/${vendor.id}/`), upload.url());
      const body = upload.postDataBuffer();
      const images = vendor.limit.unit === 'base64' ? 1 : 2;
      const size = vendor.id === 'beorg' ? (body.length * 3) / 4 : body.length;
      assert.ok(size <= vendor.limit.max * images + 5_000, `${size} bytes to ${vendor.id}`);
    }
  }
});

describe('the MRZ of a prepared photo', () => {
  it('is marked, proved and filled into a form, and nothing is sent for it', async () => {
    const { page, log } = await demo.open();
    await give(page, 'front', fileURLToPath(new URL('../../zone/tests/fixtures/card-on-a-table.png', import.meta.url)));
    await prepared(page, 'front');
    await page.locator('#side-front .read-mrz').click();
    await page.locator('#side-front .marked polygon.proved').waitFor({ timeout: 20_000 });
    const value = (name) => page.locator(`#side-front .from-mrz [name=${name}]`).inputValue();
    assert.deepEqual([await value('surname'), await value('date-of-birth')], ['KAXI', '1977-01-17']);
    assert.equal(await page.locator('#side-front .mrz dd', { hasText: 'holds' }).count(), 4);
    const [picture, marked] = await Promise.all(
      ['img', 'polygon'].map((name) => page.locator(`#side-front .marked ${name}`).boundingBox()),
    );
    // The zone is in the lower half of the picture.
    const inside = (from, length, { start, size }) => from >= start - 2 && from + length <= start + size + 2;
    const where = JSON.stringify({ picture, marked });
    assert.ok(inside(marked.x, marked.width, { start: picture.x, size: picture.width }), where);
    assert.ok(inside(marked.y, marked.height, { start: picture.y, size: picture.height }), where);
    assert.ok(marked.y > picture.y + picture.height / 2, where);
    assert.equal(log.requests.filter((request) => request.method() === 'POST').length, 0);
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });
});

/** Counts the pictures that the page has the worker prepare for a vendor. */
function countPreparations() {
  globalThis.preparations = 0;
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function counted(message, ...rest) {
    // Another preparation, to 320 px, tells the two sides apart.
    if (message.name === 'prepare' && message.input.some((part) => /zoloz/.test(part))) globalThis.preparations += 1;
    return postMessage.call(this, message, ...rest);
  };
}

describe('photos come in every way', () => {
  it('takes a dropped photo', async () => {
    const { page } = await demo.open();
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'dropped.jpg', { type: 'image/jpeg' }));
      const drop = document.querySelector('#drop-front');
      drop.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, photo.buffer.toString('base64'));
    await prepared(page, 'front');
    await page.context().close();
  });

  it('takes a pasted photo for the side that is still empty', async () => {
    const { page } = await demo.open();
    await give(page, 'front', photo);
    await prepared(page, 'front');
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'pasted.jpg', { type: 'image/jpeg' }));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
    }, photo.buffer.toString('base64'));
    await prepared(page, 'back');
    await page.context().close();
  });

  it('offers an example card that is recognized', async () => {
    const { page, log } = await demo.open();
    const recognize = page.locator('#recognize');
    assert.match(await page.locator('#recognize-reason').innerText(), /^Give a photo/);
    await recognize.evaluate((button) => {
      button.addEventListener('click', () => {
        button.dataset.ready = document.querySelectorAll('.side[data-prepared]').length;
      });
    });
    // Within the click nothing has been drawn yet.
    const atOnce = await page.locator('#example').evaluate((button) => {
      button.click();
      return ['recognize', 'recognize-reason']
        .map((id) => document.getElementById(id))
        .map((node) => node.disabled ?? node.textContent);
    });
    assert.deepEqual(atOnce, [true, 'The photos are being prepared…']);
    await recognize.click({ timeout: 30_000 });
    assert.equal(await recognize.getAttribute('data-ready'), '2', 'it is enabled when both sides are ready');
    assert.equal(await page.locator('#recognize-reason').innerText(), '');
    await page.locator('.banner.good').waitFor({ timeout: 60_000 });
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });

  it('takes front and back from the camera’s dialog, here as files, and they are recognized', async () => {
    const { page, log } = await demo.open();
    await page.evaluate(countPreparations);
    await page.locator('#camera').click();
    const capture = page.locator('id-capture');
    for (const side of ['front', 'back']) {
      await capture.getByRole('button', { name: 'Upload a photo' }).waitFor();
      const base64 = await page.evaluate(async (name) => {
        const { exampleCard } = await import('./example.js');
        const bytes = new Uint8Array(await (await exampleCard(name)).arrayBuffer());
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      }, side);
      const chooser = page.waitForEvent('filechooser');
      await capture.getByRole('button', { name: 'Upload a photo' }).click();
      const buffer = Buffer.from(base64, 'base64');
      await (await chooser).setFiles({ name: `${side}.jpg`, mimeType: 'image/jpeg', buffer });
      await capture.getByRole('button', { name: 'Use this photo' }).click({ timeout: 30_000 });
    }
    await capture.waitFor({ state: 'detached', timeout: 30_000 });
    for (const side of ['front', 'back']) {
      await prepared(page, side);
      assert.deepEqual(
        await page.locator(`#side-${side} img`).count(),
        1,
        'the prepared photo, not prepared once more',
      );
    }
    assert.equal(await page.evaluate(() => globalThis.preparations), 2);
    await page.locator('#recognize').click();
    await page.locator('.banner.good').waitFor({ timeout: 60_000 });
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });

  it('meets a limit of 200,000 base64 characters and shows how', async () => {
    const { page } = await demo.open();
    await page.locator('#settings summary').click();
    await page.locator('#max-base64').selectOption('200000');
    await give(page, 'front', photo);
    await prepared(page, 'front');
    const shown = await page.locator('#side-front dl.facts').last().innerText();
    const characters = Number(/([\d,]+) characters/.exec(shown)[1].replaceAll(',', ''));
    assert.ok(characters <= 200_000 && characters >= 194_000, shown);
    await page.context().close();
  });
});

describe('what goes wrong is told and costs nothing', () => {
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(400)]);
  const files = [
    ['a text file', 'not_an_image', Buffer.from('This is no photo, it is a text of some length.')],
    ['an empty file', 'empty_image', Buffer.alloc(0)],
    ['a header of 60,000 x 60,000 pixels', 'too_many_pixels', png(60_000, 60_000, Buffer.alloc(8))],
    ['a HEIC photo that this browser cannot read', 'unsupported_format', heic],
  ];
  for (const [name, code, buffer] of files) {
    it(`says what is wrong with ${name}, and takes the next photo`, async () => {
      const { page, log } = await demo.open();
      await give(page, 'front', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer });
      await page.locator('#side-front .banner.bad').waitFor();
      assert.equal(await page.locator('#side-front dd').first().textContent(), code);
      assert.ok(await page.locator('#recognize').isDisabled());
      await give(page, 'front', photo);
      await prepared(page, 'front');
      assert.equal(await page.locator('#side-front .banner.bad').count(), 0);
      assert.deepEqual(
        log.problems.filter((text) => /security policy/i.test(text)),
        [],
      );
      await page.context().close();
    });
  }

  it('gives advice in the language that is chosen, of a photo and of a verdict', async () => {
    const { page } = await demo.open();
    await page.locator('#settings summary').click();
    await page.locator('#advice-language').selectOption('ru');
    await give(page, 'front', { name: 'photo.heic', mimeType: 'image/heic', buffer: heic });
    await page.locator('#side-front .banner.bad strong[lang=ru]', { hasText: 'Наиболее совместимые' }).waitFor();
    await page.locator('#advice-language').selectOption('vi');
    await page.locator('#side-front .banner.bad strong[lang=vi]', { hasText: 'Tương thích nhất' }).waitFor();
    await page.locator('#scenario').selectOption('blur');
    await give(page, 'front', photo);
    await page.locator('#recognize').click();
    await page.locator('#result .banner.bad strong', { hasText: 'Ảnh bị mờ' }).waitFor();
    await page.context().close();
  });

  it('names a truncated photo', async () => {
    const { page } = await demo.open();
    await give(page, 'front', { ...photo, buffer: photo.buffer.subarray(0, 200) });
    await page.locator('#side-front .banner.bad').waitFor();
    assert.equal(await page.locator('#side-front dd').first().textContent(), 'damaged_image');
    await page.context().close();
  });

  it('shows the vendor’s judgement as advice', async () => {
    const { page } = await demo.open();
    await page.locator('#settings summary').click();
    await page.locator('#scenario').selectOption('blur');
    await give(page, 'front', photo);
    await page.locator('#recognize').click();
    await page.locator('#result .banner.bad').waitFor({ timeout: 30_000 });
    assert.match(await page.locator('#result .banner.bad').innerText(), /blurred/);
    await page.context().close();
  });

  it('is usable after the proxy could not be reached', async () => {
    const { page } = await demo.open();
    await give(page, 'front', photo);
    await prepared(page, 'front');
    await page.context().setOffline(true);
    await page.locator('#recognize').click();
    await page.locator('#result .banner.bad').waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('#result dd').first().textContent(), 'network_unreachable');
    await page.context().setOffline(false);
    await page.locator('#recognize').click();
    await page.locator('.banner.good').waitFor({ timeout: 60_000 });
    await page.context().close();
  });

  it('stops when it is cancelled', async () => {
    const { page } = await demo.open();
    await page.locator('input[value=beorg]').check({ force: true });
    await give(page, 'front', photo);
    await prepared(page, 'front');
    await page.locator('#recognize').click();
    await page.locator('#cancel').click();
    await page.locator('#progress').waitFor({ state: 'hidden' });
    assert.ok(await page.locator('#recognize').isEnabled());
    assert.equal(await page.locator('#result').innerText(), '');
    await page.context().close();
  });
});

describe('the page', () => {
  it('fits a phone without scrolling sideways', async () => {
    const { page } = await demo.open({
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
    });
    await page.locator('#example').click();
    await prepared(page, 'back');
    await page.locator('#recognize').click();
    await page.locator('.banner.good').waitFor({ timeout: 60_000 });
    const [width, room] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    assert.ok(width <= room, `${width} px in ${room} px`);
    await page.context().close();
  });

  it('gives every button and choice at least 44 px of height', async () => {
    const { page } = await demo.open();
    const heights = await page
      .locator('button:visible, select:visible, .drop label:visible, .vendors label:visible')
      .evaluateAll((nodes) => nodes.map((node) => [node.textContent, node.getBoundingClientRect().height]));
    assert.ok(heights.length > 8);
    assert.deepEqual(
      heights.filter(([, height]) => height < 44),
      [],
    );
    await page.context().close();
  });

  it('keeps its settings in the address and for the next visit, and obeys a link', async () => {
    const { page } = await demo.open();
    await page.goto(`${demo.url}?vendor=cvs&answer=warning_1&edge=1920&document=nothing`);
    const chosen = () =>
      page.evaluate(() => [
        document.querySelector('[name=vendor]:checked').value,
        ...['scenario', 'max-edge', 'document-type'].map((id) => document.getElementById(id).value),
      ]);
    assert.deepEqual(await chosen(), ['cvs', 'warning_1', '1920', 'file']);
    await page.locator('#max-edge').selectOption('1280');
    assert.match(page.url(), /\?vendor=cvs&document=file&answer=warning_1&edge=1280&advice=en$/);
    await page.goto(demo.url);
    assert.deepEqual(await chosen(), ['cvs', 'warning_1', '1280', 'file']);
    await page.context().close();
  });
});

describe('the playground', () => {
  it('prepares by the options, shows their code, the wire and what quality costs', async () => {
    const { page, log } = await demo.open();
    await page.goto(`${demo.url}playground.html?maxEdge=800&limits=cvs`);
    await page.locator('#example').click();
    await page.locator('.compare').waitFor({ timeout: 30_000 });
    assert.match(await page.locator('#code').innerText(), /limits: 'cvs',\n {2}maxEdge: 800,/);
    assert.match(await page.locator('#facts').innerText(), /800 × 600/);
    await page.locator('#vendor').selectOption('cvs');
    await page.locator('#send').click();
    await page.locator('#wire .banner.good').waitFor({ timeout: 30_000 });
    const [request, response] = await page.locator('#wire pre').allTextContents();
    assert.match(request, /^POST \/api\/success\/cvs\/[\s\S]*name="img"; filename="image.jpg"[\s\S]*… a file …/);
    assert.match(response, /^200[\s\S]*errorCode/);
    await page.locator('#plot circle').nth(9).waitFor({ state: 'attached', timeout: 30_000 });
    const quality = page.getByLabel('Quality, 1 to 100', { exact: true });
    await quality.fill('101');
    assert.equal(await page.locator('#wrong-quality').innerText(), 'Left out: it takes a whole number from 1 to 100.');
    await quality.fill('80');
    assert.equal(await page.locator('#wrong-quality').textContent(), '');
    assert.match(await page.locator('#code').innerText(), /quality: 80/);
    await page
      .locator('#file')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo') });
    await page.locator('#result .banner.bad').waitFor();
    assert.equal(await page.locator('#plot').innerHTML(), '', 'no plot of the photo before');
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });
});

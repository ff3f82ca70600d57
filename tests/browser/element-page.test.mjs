// <id-capture> and the page around it: attributes, events, lifecycle, registration, what is fetched.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inGallery, openGallery, showState } from './gallery.mjs';
import { startDemo } from './support.mjs';

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

const options = (page) =>
  page.evaluate(() => JSON.parse(JSON.stringify(document.querySelector('gallery-capture').options)));

describe('attributes and properties', () => {
  it('have defaults', () =>
    inGallery(demo, async (page) => {
      assert.deepEqual(await options(page), {
        document: 'id1',
        sides: ['front'],
        strictness: 'normal',
        auto: true,
        crop: false,
        mrz: 'off',
      });
    }));

  it('start the camera at once where the page says so', async () => {
    const started = (page) =>
      page.evaluate(() => {
        const { scripted, autostart } = document.querySelector('gallery-capture');
        return [autostart, scripted.calls.map(([name]) => name)];
      });
    await inGallery(
      demo,
      async (page) => {
        assert.deepEqual(await started(page), [true, ['start']]);
        await page.evaluate(() => document.querySelector('gallery-capture').reset());
        assert.deepEqual(await started(page), [true, ['start']], 'and again after a reset');
      },
      { autostart: '' },
    );
    await inGallery(demo, async (page) => assert.deepEqual(await started(page), [false, []]));
  });

  it('of every kind reach the engine', async () => {
    const attributes = {
      document: 'id3',
      sides: 'front, back',
      limits: 'zoloz',
      strictness: 'strict',
      auto: 'false',
      crop: '0.05',
      camera: 'lens-2',
      draft: 'visit-7',
      'shutter-after-ms': '4000',
      'max-warnings': '0',
      'fallback-after-tries': '3',
    };
    await inGallery(
      demo,
      async (page) => {
        assert.deepEqual(await options(page), {
          document: 'id3',
          sides: ['front', 'back'],
          limits: 'zoloz',
          strictness: 'strict',
          auto: false,
          crop: { margin: 0.05 },
          mrz: 'off',
          deviceId: 'lens-2',
          draft: 'visit-7',
          shutterAfterMs: 4000,
          maxWarnings: 0,
          fallbackAfterTries: 3,
        });
      },
      attributes,
    );
  });

  it('reflect each other, and several set in a row make one new capture', () =>
    inGallery(demo, async (page) => {
      const { attributes, made, given } = await page.evaluate(async () => {
        const element = document.querySelector('gallery-capture');
        const create = element.createCapture;
        let count = 0;
        element.createCapture = (...all) => ((count += 1), create.apply(element, all));
        Object.assign(element, {
          document: 'id2',
          sides: ['back'],
          limits: 'cvs',
          auto: false,
          crop: true,
          camera: 'x',
        });
        element.prepare = { maxEdge: 1600 };
        await Promise.resolve();
        const names = ['document', 'sides', 'limits', 'auto', 'crop', 'camera'];
        return {
          attributes: names.map((name) => element.getAttribute(name)),
          made: count,
          given: [element.options.limits, element.options.prepare, element.options.sides],
        };
      });
      assert.deepEqual(attributes, ['id2', 'back', 'cvs', 'false', '', 'x']);
      assert.deepEqual(given, ['cvs', { maxEdge: 1600 }, ['back']]);
      assert.equal(made, 1);
    }));

  it('set before the element is defined are kept', () =>
    inGallery(demo, async (page) => {
      const kept = await page.evaluate(async () => {
        const early = document.createElement('late-capture');
        early.document = 'id3';
        early.strings = { title: 'Passport, please' };
        document.body.append(early);
        const { defineIdCapture } = await import('./idsnap/capture.js');
        defineIdCapture('late-capture');
        await new Promise((done) => setTimeout(done, 50));
        return [early.getAttribute('document'), early.shadowRoot.querySelector('h2').textContent];
      });
      assert.deepEqual(kept, ['id3', 'Passport, please']);
    }));
});

describe('events', () => {
  it('bubble out of shadow trees with what happened, by a name with a colon and by one without', () =>
    inGallery(demo, async (page) => {
      const [heard, plain] = await page.evaluate(() => {
        const element = document.querySelector('gallery-capture');
        const [heard, plain] = [[], []];
        for (const name of ['ready', 'hint', 'captured', 'error', 'cancel']) {
          const listen = (type, list) =>
            document.addEventListener(type, ({ detail, composed }) => list.push([name, detail, composed]));
          listen(`id-capture:${name}`, heard);
          listen(`id-capture-${name}`, plain);
        }
        element.scripted.tell('ready', { label: 'Back camera' });
        element.scripted.set({ phase: 'live', hint: 'BLUR' });
        element.scripted.tell('hint', 'BLUR');
        element.scripted.tell('captured', { results: [], complete: true });
        element.scripted.tell('error', { code: 'damaged_image' });
        element.scripted.set({ phase: 'blocked', rung: 'file', reason: 'no_camera' });
        element.scripted.set({ phase: 'blocked', rung: 'file', reason: 'no_camera', shutter: true });
        element.scripted.tell('cancel');
        return [heard, plain];
      });
      assert.deepEqual(heard, [
        ['ready', { label: 'Back camera' }, true],
        ['hint', { hint: 'BLUR', text: 'Hold still until it is sharp' }, true],
        ['captured', { results: [], complete: true }, true],
        ['error', { error: { code: 'damaged_image' } }, true],
        ['error', { reason: 'no_camera' }, true],
        ['cancel', null, true],
      ]);
      assert.deepEqual(plain, heard);
    }));

  it('of the buttons are what the engine is asked for', () =>
    inGallery(demo, async (page) => {
      const press = (name) => page.locator('gallery-capture').getByRole('button', { name }).click();
      await press('Use the camera');
      await showState(page, 'live zoom');
      await press('Light');
      await press('Take a photo');
      await press('Switch camera');
      await page.locator('gallery-capture').locator('.zoom').fill('3');
      await showState(page, 'review');
      await press('Use this photo');
      await press('Take again');
      await press('Cancel');
      const calls = await page.evaluate(() =>
        document
          .querySelector('gallery-capture')
          .scripted.calls.filter(([name]) => name !== 'setView')
          .map(([name, value]) => (typeof value === 'object' || value === undefined ? name : `${name} ${value}`)),
      );
      assert.deepEqual(calls, [
        'start',
        'setTorch false',
        'shoot',
        'switchCamera',
        'setZoom 3',
        'accept',
        'retake',
        'cancel',
      ]);
    }));
});

describe('the life of the element', () => {
  const disposals = (page) =>
    page.evaluate(() => globalThis.element.scripted.calls.filter(([name]) => name === 'dispose').length);

  it('ends its capture when it is taken out of the page', () =>
    inGallery(demo, async (page) => {
      await page.evaluate(() => {
        globalThis.element = document.querySelector('gallery-capture');
        globalThis.element.remove();
      });
      assert.equal(await disposals(page), 1);
    }));

  it('goes on when it is moved, or mounted twice', () =>
    inGallery(demo, async (page) => {
      await page.evaluate(() => {
        globalThis.element = document.querySelector('gallery-capture');
        document.body.append(globalThis.element);
        globalThis.element.remove();
        document.body.append(globalThis.element);
      });
      assert.equal(await disposals(page), 0);
    }));

  it('begins anew after reset', () =>
    inGallery(demo, async (page) => {
      await showState(page, 'done');
      const before = await page.evaluateHandle(() => document.querySelector('gallery-capture').scripted);
      await page.locator('gallery-capture').getByRole('button', { name: 'Start over' }).click();
      assert.deepEqual(await before.evaluate(({ calls }) => calls), [['dispose']]);
      await page.locator('gallery-capture').getByRole('button', { name: 'Use the camera' }).waitFor();
    }));
});

describe('looks', () => {
  it('take the page’s colours, whatever the page calls them', () =>
    inGallery(demo, async (page) => {
      await page.evaluate(() => {
        const { style } = document.querySelector('gallery-capture');
        style.setProperty('--accent', 'rgb(120, 0, 90)');
        style.setProperty('--id-capture-accent', 'var(--accent)');
      });
      await showState(page, 'review');
      // The screen is built once more when this has come.
      await page.locator('gallery-capture .magnify').waitFor();
      const button = page.locator('gallery-capture').getByRole('button', { name: 'Use this photo' });
      assert.equal(await button.evaluate((node) => getComputedStyle(node).backgroundColor), 'rgb(120, 0, 90)');
    }));
});

describe('the colour scheme', () => {
  it('is that of the page, whatever the system prefers', async () => {
    const { page } = await openGallery(demo.browser, demo.url, { colorScheme: 'dark' });
    await showState(page, 'intro', {});
    const ground = () =>
      page.locator('gallery-capture').evaluate(({ shadowRoot }) => {
        const { backgroundColor, color } = getComputedStyle(shadowRoot.querySelector('.root'));
        return [backgroundColor, color];
      });
    for (const [scheme, expected] of [
      ['light dark', ['rgb(18, 18, 18)', 'rgb(255, 255, 255)']],
      ['light', ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']],
      ['dark', ['rgb(18, 18, 18)', 'rgb(255, 255, 255)']],
    ]) {
      await page.evaluate((value) => document.documentElement.style.setProperty('color-scheme', value), scheme);
      assert.deepEqual(await ground(), expected, scheme);
    }
    await page.context().close();
  });
});

describe('code that cannot be loaded', () => {
  /** Opens a page that some files do not reach. */
  async function without(files, work, attributes) {
    const { page } = await openGallery(demo.browser, demo.url);
    await page.route(files, (route) => route.abort());
    await showState(page, 'intro', attributes);
    await work(page, page.locator('gallery-capture'));
    await page.context().close();
  }

  it('leaves English where it is a language', () =>
    without('**/ru-*.js', (_, element) => element.getByText('Photograph your document').waitFor(), { lang: 'ru' }));

  it('leaves the labels of all controls where it is every language', () =>
    without(/\/(ru|en|keys)-\w+\.js/, async (page, element) => {
      for (const [state, name] of [
        ['intro', 'Upload a photo'],
        ['live shutter', 'Take a photo'],
        ['review warnings', 'Take again'],
        ['blocked no_camera', 'Try the camera again'],
      ]) {
        await showState(page, state);
        await element.getByRole('button', { name }).waitFor();
        assert.doesNotMatch(
          await element.evaluate(({ shadowRoot }) => shadowRoot.textContent),
          /undefined|null/,
          state,
        );
      }
    }));

  it('turns the camera off where it is the live view, says so, and a file can be chosen', () =>
    without(/\/(live-view|over-video)-\w+\.js/, async (page, element) => {
      const shown = await page.evaluate(async () => {
        const { scripted } = document.querySelector('gallery-capture');
        const stopped = new Promise((done) => {
          scripted.stop = () => (scripted.set({ phase: 'idle' }), done());
        });
        scripted.set({ phase: 'live' });
        const waiting = document.querySelector('gallery-capture').shadowRoot.querySelector('h2').textContent;
        await stopped;
        return waiting;
      });
      assert.equal(shown, 'Starting the camera…');
      await element.locator('.error').getByText('That did not work').waitFor();
      await element.getByRole('button', { name: 'Upload a photo' }).waitFor();
      await showState(page, 'starting');
      await showState(page, 'intro');
      assert.equal(await element.locator('.error').count(), 0);
    }));

  it('says so where it is the corner editor, and the photo can still be used', () =>
    without(
      '**/corner-editor-*.js',
      async (page, element) => {
        await showState(page, 'review');
        await element.getByRole('button', { name: 'Adjust the corners' }).click();
        await element.locator('.error').getByText('That did not work').waitFor();
        assert.ok(await element.getByRole('button', { name: 'Use this photo' }).isEnabled());
        await showState(page, 'intro');
        await showState(page, 'review');
        assert.equal(await element.locator('.error').count(), 0);
      },
      { crop: '' },
    ));
});

describe('registration', () => {
  it('happens by the import, once, and gets along with another copy of the package', () =>
    inGallery(demo, async (page, log) => {
      await page.route('**/copy/*.js', async (route) => {
        const response = await route.fetch({ url: route.request().url().replace('/copy/', '/idsnap/') });
        await route.fulfill({ response });
      });
      const [same, other] = await page.evaluate(async () => {
        const mine = await import('./idsnap/capture.js');
        const copy = await import('./copy/capture.js');
        copy.defineIdCapture();
        return [
          customElements.get('id-capture') === mine.IdCaptureElement,
          copy.IdCaptureElement !== mine.IdCaptureElement,
        ];
      });
      assert.ok(same && other);
      assert.deepEqual(log.problems, []);
    }));
});

describe('a page', () => {
  const modules = (log) =>
    log.requests.map((request) => new URL(request.url()).pathname).filter((path) => path.startsWith('/idsnap/'));

  it('without capture fetches nothing of it', async () => {
    const { page, log } = await demo.open();
    const without = modules(log);
    assert.ok(without.length > 1);
    assert.ok(!without.includes('/idsnap/capture.js'));
    log.requests.length = 0;
    await page.evaluate(() => import('./idsnap/capture.js'));
    const more = modules(log);
    assert.ok(more.includes('/idsnap/capture.js'));
    assert.ok(!more.some((path) => path.endsWith('.wasm')), 'and the import alone starts no engine');
    await page.context().close();
  });

  it('fetches a language when it is used, and English never', () =>
    inGallery(demo, async (page) => {
      const fetched = [];
      page.on('request', (request) => fetched.push(request.url()));
      await showState(page, 'intro', { lang: 'en' });
      assert.deepEqual(
        fetched.filter((url) => url.includes('/idsnap/')),
        [],
      );
      await showState(page, 'intro', { lang: 'vi' });
      await page.getByRole('heading', { name: 'Chụp giấy tờ của bạn' }).waitFor();
      assert.equal(fetched.filter((url) => url.includes('/idsnap/')).length, 2, 'its screens and its hints');
    }));
});

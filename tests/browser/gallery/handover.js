// The screens of a handover: both of its ends are in this page, at a relay in it.
import { createHandover as createRelay } from './idsnap/proxy.js';
import { createHandover } from './idsnap/handover.js';

const endpoint = new URL('relay', location.href).href;
const relay = createRelay({ basePath: '/relay', authorize: 'anyone' });
const atRelay = (input, init) => relay(new Request(input, init));
const ends = createHandover({ endpoint, fetch: atRelay, storage: null });
const PHOTO = new Blob([Uint8Array.of(0xff, 0xd8, 0xff), 'a photo'], { type: 'image/jpeg' });
const resultOf = (side) => ({ side, image: PHOTO, report: { warnings: [] } });
const CAPTURED = ['front', 'back'].map((_, index) => ({
  results: [resultOf('front'), resultOf('back')].slice(0, index + 1),
  complete: index === 1,
}));

/** Waits for what matches in the element. */
async function find(element, selector) {
  const root = element.shadowRoot;
  while (!root.querySelector(selector)) {
    await new Promise((done) => {
      const observer = new MutationObserver(() => (observer.disconnect(), done()));
      observer.observe(root, { subtree: true, childList: true });
    });
  }
  return root.querySelector(selector);
}

/** The window says that it is no phone while the element finds out. Gives the button that offers one. */
async function offered(element) {
  const { matchMedia } = globalThis;
  globalThis.matchMedia = (query) => (query === '(pointer: coarse)' ? { matches: false } : matchMedia(query));
  element.handover = { endpoint, fetch: atRelay };
  const button = await find(element, '.phone');
  globalThis.matchMedia = matchMedia;
  return button;
}

/** Shows a code. Gives what it leads to. */
async function onComputer(element) {
  const copied = new Promise((done) => (navigator.clipboard.writeText = async (text) => done(text)));
  (await offered(element)).click();
  await find(element, '.qr');
  (await find(element, '.link button')).click();
  return copied;
}

/** The page has the address that a code leads to. */
async function onPhone(element, signal) {
  const given = { url: location.href, language: element.lang || 'en', ...(signal && { signal }) };
  const offer = await ends.offer({ kind: 'id1', sides: ['front', 'back'], ...given });
  history.replaceState(null, '', offer.url);
  element.handover = { endpoint, fetch: atRelay };
  await find(element, '.code');
  return offer;
}

/** Each brings an element to a screen. */
export const HANDOVER = {
  'phone offered': offered,
  'phone scan': onComputer,
  async 'phone code'(element) {
    await ends.accept(await onComputer(element));
    await find(element, '.code');
  },
  async 'phone front'(element) {
    const link = await onComputer(element);
    const accepted = await ends.accept(link);
    await accepted.send('front', PHOTO);
    await ends.accept(link).catch(() => {});
    await find(element, '.received .past');
    await find(element, '.error');
  },
  async 'phone over'(element) {
    const accepted = await ends.accept(await onComputer(element));
    await accepted.cancel();
    await find(element, '.badge');
  },
  'computer same': (element) => onPhone(element),
  async 'computer done'(element) {
    await onPhone(element);
    (await find(element, '.primary')).click();
    for (const detail of CAPTURED) element.scripted.tell('captured', detail);
    await find(element, '.good');
  },
  async 'computer over'(element) {
    const ending = new AbortController();
    await onPhone(element, ending.signal);
    ending.abort();
    await find(element, '.badge');
  },
};

// Puts <id-capture> in any state: the element is the real one, its engine a stand-in that a test scripts.
import { IdCaptureElement } from './idsnap/capture.js';
import { baseState, PHOTO, placeCard, STATES, TURN } from './states.js';

/** A capture that does nothing but tell the state it is given, and remember what it was asked to do. */
class ScriptedCapture extends EventTarget {
  state = baseState;
  calls = [];

  set(state) {
    this.state = Object.freeze({ ...baseState, ...state });
    this.tell('statechange', this.state);
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const METHODS = [
  'start',
  'stop',
  'dispose',
  'cancel',
  'shoot',
  'useFile',
  'accept',
  'retake',
  'setCorners',
  'setView',
  'setTorch',
  'setZoom',
  'switchCamera',
];
for (const name of METHODS) {
  ScriptedCapture.prototype[name] = function record(...given) {
    this.calls.push([name, ...given]);
    return Promise.resolve();
  };
}

class GalleryCapture extends IdCaptureElement {
  createCapture(options) {
    this.options = options;
    this.scripted = new ScriptedCapture();
    return this.scripted;
  }
}
customElements.define('gallery-capture', GalleryCapture);

/** A plain table, with the example card on it or without. */
async function drawScene(size, hasCard = true) {
  card ??= await loadCard();
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d');
  context.fillStyle = '#5f4a3b';
  context.fillRect(0, 0, size.width, size.height);
  if (!hasCard) return canvas;
  const { left, top, width, height } = placeCard(size);
  context.translate(size.width / 2, size.height / 2);
  context.rotate(TURN);
  context.translate(-size.width / 2, -size.height / 2);
  context.drawImage(card, left, top, width, height);
  return canvas;
}

let card;

async function loadCard() {
  const image = new Image();
  image.src = new URL('example/front.svg', import.meta.url).href;
  await image.decode();
  return image;
}

/** What the page offers to the tests. */
globalThis.gallery = {
  names: Object.keys(STATES),

  /** Adds an element with the given attributes; everything that it begins with is there when this returns. */
  async add(attributes = {}) {
    const element = document.createElement('gallery-capture');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.querySelector('main').replaceChildren(element);
    await until(element.shadowRoot, () => element.shadowRoot.querySelector('video'));
    await new Promise((done) => setTimeout(done, 50));
    return element;
  },

  /** Puts an element in a state by name. */
  async show(name, element = document.querySelector('gallery-capture')) {
    const blob = await photoFile();
    const states = [STATES[name]({ photo: URL.createObjectURL(blob), blob })].flat();
    for (const state of states) await this.set(state, element);
    if (name === 'corners') element.shadowRoot.querySelector('.plain').click();
    await Promise.all([...element.shadowRoot.querySelectorAll('img')].map((image) => image.decode().catch(() => {})));
  },

  /** The words in sight that do not stand in one line. */
  brokenWords(root = document.querySelector('gallery-capture').shadowRoot) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const broken = [];
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (parentElement.closest('style, .quiet') || !parentElement.checkVisibility({ visibilityProperty: true }))
        continue;
      for (const { 0: word, index } of data.matchAll(/[^\s/–—-]+/g)) {
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
      }
    }
    return broken;
  },

  /** Adds an element on a screen of a handover, whose code is loaded when it is first shown. */
  async showHandover(name, attributes) {
    const { HANDOVER } = await import('./handover.js');
    await HANDOVER[name](await this.add({ sides: 'front back', ...attributes }));
  },

  /** Puts an element in a state, and lets it load what it shows. */
  async set(state, element) {
    const video = element.shadowRoot.querySelector('video');
    if (state.camera && !video.srcObject) {
      video.srcObject = (await drawScene(state.camera, state.corners !== undefined)).captureStream(5);
      await video.play();
    }
    element.scripted.set(state);
    // The code of the live view is loaded when it is first shown.
    if (state.phase === 'live') await until(element.shadowRoot, () => element.shadowRoot.querySelector('.live'));
  },
};

/** Waits for what the element builds; a test may have stopped the clock. */
async function until(root, isTrue) {
  while (!isTrue()) {
    await new Promise((done) => {
      const observer = new MutationObserver(() => (observer.disconnect(), done()));
      observer.observe(root, { subtree: true, childList: true });
    });
  }
}

let file;

async function photoFile() {
  const canvas = await drawScene(PHOTO);
  file ??= await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
  return file;
}

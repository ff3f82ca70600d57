// Puts <id-capture> in any state: the element is the real one, its engine a stand-in that a test scripts.
import { IdCaptureElement } from './idsnap/capture.js';
import { exampleCard } from './example.js';
import { baseState, CARD_IN_PHOTO, SHARE, STATES } from './states.js';

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

let photo;

/** The example card on its table, as the camera would see it: a stream of a picture drawn here. */
async function cameraStream({ width, height }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  context.drawImage(photo, 0, 0, 60, 60, 0, 0, width, height);
  const [left, top, across, down] = CARD_IN_PHOTO;
  const drawn = width * (width < height ? SHARE.tall : SHARE.wide);
  const drawnDown = (drawn * down) / across;
  context.drawImage(photo, left, top, across, down, (width - drawn) / 2, (height - drawnDown) / 2, drawn, drawnDown);
  return canvas.captureStream(5);
}

/** What the page offers to the tests. */
globalThis.gallery = {
  names: Object.keys(STATES),

  /** Adds an element with the given attributes; the first picture of the video is there when this returns. */
  async add(attributes = {}) {
    photo ??= await createImageBitmap(await exampleCard('front'), { resizeWidth: 1600, resizeQuality: 'high' });
    const element = document.createElement('gallery-capture');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.querySelector('main').replaceChildren(element);
    await new Promise((done) => setTimeout(done, 50));
    return element;
  },

  /** Puts an element in a state by name. */
  async show(name, element = document.querySelector('gallery-capture')) {
    const card = await photoFile();
    const state = STATES[name]({ photo: URL.createObjectURL(card), blob: card });
    const video = element.shadowRoot.querySelector('video');
    if (state.camera && !video.srcObject) {
      video.srcObject = await cameraStream(state.camera);
      await video.play();
    }
    element.scripted.set(state);
    await Promise.all([...element.shadowRoot.querySelectorAll('img')].map((image) => image.decode().catch(() => {})));
  },
};

let file;

async function photoFile() {
  if (file) return file;
  const canvas = Object.assign(document.createElement('canvas'), { width: photo.width, height: photo.height });
  canvas.getContext('2d').drawImage(photo, 0, 0);
  file = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
  return file;
}

import { bytes, count, element, facts } from './element.js';
import { mrzReader } from './mrz.js';
import { errorBanner } from './result.js';

const PATHS = {
  original: 'untouched',
  transcoded: 'kept, with fewer bits',
  encoded: 'encoded anew',
};

/** One side of the document: where its photo is given, and what became of it. */
export class Side {
  #name;
  #onChange;
  #original = element('figure');
  #prepared = element('figure');
  #pair = element('div', { class: 'pair', hidden: true }, this.#original, this.#prepared);
  #error = element('div');
  #urls = [];
  #run = null;
  /** The photo as it was given; null until it is there. */
  file = null;
  /** What became of the file; null until it is prepared. */
  prepared = null;
  failed = false;

  constructor(name, title, onChange) {
    this.#name = name;
    this.#onChange = onChange;
    this.drop = element(
      'div',
      { class: 'drop', id: `drop-${name}` },
      element('p', {}, `Drop the ${title.toLowerCase()} here`),
      this.#input(`Choose a file`, {}),
      this.#input('Take a photo', { capture: 'environment' }),
    );
    this.node = element(
      'div',
      { class: 'side', id: `side-${name}` },
      element('h3', {}, title),
      this.drop,
      this.#error,
      this.#pair,
    );
    this.#listen();
  }

  #input(label, attributes) {
    const accept = attributes.capture ? 'image/*' : 'image/*,.pdf,.heic';
    const input = element('input', { type: 'file', accept, ...attributes });
    input.addEventListener('change', () => {
      if (input.files[0]) this.#onChange(this.#name, input.files[0]);
      input.value = '';
    });
    return element('label', {}, label, input);
  }

  #listen() {
    const over = (on) => (event) => {
      event.preventDefault();
      this.drop.classList.toggle('over', on);
    };
    this.drop.addEventListener('dragover', over(true));
    this.drop.addEventListener('dragleave', over(false));
    this.drop.addEventListener('drop', (event) => {
      over(false)(event);
      const file = event.dataTransfer?.files[0];
      if (file) this.#onChange(this.#name, file);
    });
  }

  /** Whether a photo was given, of which it is not known yet what becomes of it. */
  get busy() {
    return this.#run !== null && this.prepared === null && !this.failed;
  }

  /** Whether a photo was given, be it still on its way. */
  get given() {
    return this.file !== null || this.busy;
  }

  /** Prepares a file, or one that is in the making, with `prepare` and shows both pictures; the last call wins. */
  async show(given, prepare, onError) {
    this.clear();
    const run = new AbortController();
    this.#run = run;
    if (given instanceof File) this.#showGiven(given);
    try {
      const file = await given;
      if (this.#run !== run) return;
      if (this.file === null) this.#showGiven(file);
      const started = performance.now();
      const prepared = await prepare(file, run.signal);
      if (this.#run === run) this.#showBoth(file, prepared, performance.now() - started);
    } catch (error) {
      if (this.#run !== run) return;
      this.failed = true;
      this.#pair.hidden = true;
      this.#error.replaceChildren(onError(error));
    }
  }

  #showGiven(file) {
    this.file = file;
    this.#pair.hidden = false;
    this.#original.replaceChildren(
      this.#picture(file, 'The photo as chosen'),
      element('figcaption', {}, 'Original'),
      facts([['Size', bytes(file.size)]]),
    );
    this.#prepared.replaceChildren(element('figcaption', { role: 'status' }, 'Preparing…'));
  }

  /** Shows a photo that was prepared where it was taken; there is no other to compare it with. */
  showTaken(prepared) {
    this.clear();
    this.file = new File([prepared.blob], `${this.#name}.jpg`, { type: prepared.mimeType });
    this.#pair.hidden = false;
    this.#original.hidden = true;
    this.#showPrepared(prepared);
  }

  #showBoth(file, prepared, milliseconds) {
    const { source } = prepared;
    this.#original.replaceChildren(
      this.#picture(file, 'The photo as chosen'),
      element('figcaption', {}, 'Original'),
      facts([
        ['Size', bytes(source.byteLength)],
        ['Pixels', `${source.width} × ${source.height}`],
        ['Format', source.mimeType.replace('image/', '').toUpperCase()],
        ['Orientation', source.orientation === 1 ? 'upright' : `EXIF ${source.orientation}`],
      ]),
    );
    this.#showPrepared(prepared, `${Math.round(milliseconds)} ms`);
  }

  #showPrepared(prepared, time) {
    this.prepared = prepared;
    const picture = element('div', { class: 'marked' }, this.#picture(prepared.blob, 'The photo as it will be sent'));
    this.#prepared.replaceChildren(
      picture,
      element('figcaption', {}, 'Prepared'),
      facts([
        ['Size', `${bytes(prepared.byteLength)} (${count(prepared.byteLength)} bytes)`],
        ['Base64', `${count(prepared.base64Length)} characters`],
        ['Pixels', `${prepared.width} × ${prepared.height}`],
        ['Quality', prepared.quality ?? 'as it was'],
        ['Pixels are', PATHS[prepared.path]],
        ['Time', time],
        ['SHA-256', `${prepared.sha256.slice(0, 16)}…`],
      ]),
      mrzReader(prepared, picture, errorBanner),
    );
    this.node.dataset.prepared = prepared.path;
  }

  #picture(blob, alt) {
    const url = URL.createObjectURL(blob);
    this.#urls.push(url);
    const image = element('img', { src: url, alt });
    image.addEventListener('error', () => image.remove());
    return image;
  }

  clear() {
    this.#run?.abort();
    this.#run = null;
    this.#urls.forEach((url) => URL.revokeObjectURL(url));
    this.#urls = [];
    this.#pair.hidden = true;
    this.#original.hidden = false;
    this.#error.replaceChildren();
    delete this.node.dataset.prepared;
    this.file = null;
    this.prepared = null;
    this.failed = false;
  }
}

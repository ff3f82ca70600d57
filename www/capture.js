import { element } from './element.js';
import { languageOptions } from './languages.js';

/** A dialog with <id-capture>. The component is fetched when it is first opened. */
export class CaptureDialog {
  #onCaptured;
  #language = element(
    'select',
    { id: 'capture-language', 'aria-label': 'Language of the camera' },
    ...languageOptions(),
  );
  #room = element('div', { class: 'capture-room' });
  node = element(
    'dialog',
    { id: 'capture', 'aria-label': 'Camera' },
    this.#room,
    element('div', { class: 'capture-settings' }, this.#language),
  );

  constructor(onCaptured) {
    this.#onCaptured = onCaptured;
    this.#language.addEventListener('change', () => this.#room.firstChild?.setAttribute('lang', this.#language.value));
    this.node.addEventListener('close', () => this.#room.replaceChildren());
    this.node.addEventListener('id-capture:cancel', () => this.node.close());
    this.node.addEventListener('id-capture:captured', ({ detail }) => {
      if (!detail.complete) return;
      this.#onCaptured(detail.results);
      this.node.close();
    });
  }

  /** Opens the camera; `options` are attributes and properties of <id-capture>. */
  async open(options) {
    await import('./idsnap/capture.js');
    this.#room.replaceChildren(element('id-capture', { ...options, lang: this.#language.value }));
    this.node.showModal();
  }
}

import { IdCaptureElement } from './id-capture.js';

export { IdCaptureElement } from './id-capture.js';
export type { IdCaptureEventMap, IdCaptureEvents } from './events.js';
export { registerCaptureLocale } from './strings.js';
export type { CaptureStrings, LocaleSource } from './strings.js';

/**
 * Defines the element under a name of its own. Importing `idsnap/capture` in a browser already does so for
 * `id-capture`. A name that is taken is left as it is, so two copies of the package get along.
 */
export function defineIdCapture(name = 'id-capture'): void {
  if (typeof customElements === 'undefined' || customElements.get(name)) return;
  customElements.define(name, name === 'id-capture' ? IdCaptureElement : class extends IdCaptureElement {});
}

defineIdCapture();

/* global document, OffscreenCanvas -- those of a page */
// What is done with an <id-capture> that a framework has mounted: each side is given as a file and accepted by its button.
import { tryAll } from './page.js';

const LOOK_MS = 50;

/** Waits until `look` finds something. */
async function found(look) {
  for (;;) {
    const it = look();
    if (it) return it;
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
}

/** A photo that shows nothing: it is not judged here. */
async function anyPhoto() {
  const canvas = new OffscreenCanvas(1600, 1200);
  canvas.getContext('2d').fillRect(0, 0, 800, 600);
  return canvas.convertToBlob({ type: 'image/jpeg' });
}

/** Photographs both sides. The component that mounted the element hears of them as its snippet says. */
export async function photograph() {
  const capture = await found(() => document.querySelector('id-capture'));
  await found(() => capture.shadowRoot);
  capture.strictness = 'off';
  capture.reset();
  for (const side of ['front', 'back']) {
    await capture.useFile(await anyPhoto());
    const use = await found(() => capture.shadowRoot.querySelector('button.primary'));
    use.click();
    await found(() => capture.results.some((result) => result.side === side));
  }
}

/** Tells what the component handed on, and what the page does beside it. */
export async function finish(results) {
  const sides = results.map(({ side, image }) => `${side}: ${image.mimeType}`);
  globalThis.outcome = { ...(await tryAll()), sides };
}

/* global document, ImageData -- those of a page */
// What a customer's page does without a server: it opens the camera and prepares an image.
import { diagnose, prepareImage } from 'idsnap';
import 'idsnap/capture';

export async function tryAlone() {
  const capture = Object.assign(document.createElement('id-capture'), { lang: 'ru', crop: true });
  document.body.append(capture);
  const isGuided = new Promise((done) => capture.addEventListener('id-capture:hint', done, { once: true }));
  await capture.start();
  await isGuided;
  const close = capture.shadowRoot.querySelector('.close').ariaLabel;
  capture.remove();
  const { width } = await prepareImage(new ImageData(64, 48), { maxBase64Length: 4000 });
  const { engine } = await diagnose();
  return { width, host: engine.host, close };
}

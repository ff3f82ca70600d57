/* global document, ImageData -- those of a page */
// A customer's page: it prepares an image, sends it through the proxy, and opens the camera.
import { createClient, diagnose, prepareImage } from 'idsnap';
import 'idsnap/capture';

const warnings = [];

export async function tryAll() {
  const capture = Object.assign(document.createElement('id-capture'), { lang: 'ru', crop: true });
  document.body.append(capture);
  const isGuided = new Promise((done) => capture.addEventListener('id-capture:hint', done, { once: true }));
  await capture.start();
  await isGuided;
  const close = capture.shadowRoot.querySelector('.close').ariaLabel;
  capture.remove();
  const { width } = await prepareImage(new ImageData(64, 48), { maxBase64Length: 4000 });
  const client = createClient({ endpoint: '/api/idsnap', onWarning: (warning) => warnings.push(warning.remedy) });
  const { documents } = await client.cvs.card({ image: new ImageData(640, 400) });
  const { engine, remedies } = await diagnose();
  globalThis.outcome = { width, host: engine.host, close, documents: documents.length, warnings, remedies };
}

/* global ImageData -- that of a page */
// A customer's page: it does what it can alone, then sends an image through the proxy.
import { createClient, diagnose } from 'idsnap';
import { tryAlone } from './alone.js';

const warnings = [];

/** Gives what the page found out. */
export async function tryAll() {
  const client = createClient({ endpoint: '/api/idsnap', onWarning: (warning) => warnings.push(warning.remedy) });
  const alone = await tryAlone();
  const { documents } = await client.cvs.card({ image: new ImageData(640, 400) });
  const { remedies } = await diagnose();
  return { ...alone, documents: documents.length, warnings, remedies };
}

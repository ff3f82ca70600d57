import { prepareImage } from 'idsnap';
import { createElement } from 'react';
import { Page } from './client.js';

export const dynamic = 'force-dynamic';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** A server component, which prepares an image in Node. */
export default async function Server() {
  const { width } = await prepareImage(Buffer.from(PNG, 'base64'), { limits: 'cvs' });
  return createElement(Page, { prepared: width });
}

import { readFile } from 'node:fs/promises';
import { createClient, prepareImage, type DecodedImage, type PreparedImage } from 'idsnap';
import { libheif } from 'idsnap/decoders/libheif';
import { createProxy } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { createSandbox } from 'idsnap/sandbox';

const sandbox = await createSandbox();
const proxy = createProxy({ ...sandbox.credentials, authorize: 'anyone', fetch: sandbox.fetch });
export const handler = toNodeHandler(proxy);
export const answered: Promise<Response> = proxy(new Request('https://app.example/cvs/'));

const client = createClient({ endpoint: 'https://app.example', decoders: libheif() });
export const prepared: PreparedImage = await prepareImage(await readFile('photo.heic'), { decoders: libheif() });
export const called = await client.cvs.card({ image: new Blob([await readFile('photo.jpg')]) });
export const decoded: DecodedImage = { width: 1, height: 1, data: new Uint8Array(4) };
// @ts-expect-error: without a DOM there is nothing else that an image is taken from
void prepareImage({ width: 1, height: 1 });

import { createProxy } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { createSandbox } from 'idsnap/sandbox';

const sandbox = await createSandbox();
const proxy = createProxy({ ...sandbox.credentials, authorize: 'anyone', fetch: sandbox.fetch });
export const handler = toNodeHandler(proxy);
export const answered: Promise<Response> = proxy(new Request('https://app.example/cvs/'));

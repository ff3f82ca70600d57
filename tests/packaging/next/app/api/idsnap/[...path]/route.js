import { createProxy } from 'idsnap/proxy';
import { createSandbox } from 'idsnap/sandbox';

const sandbox = await createSandbox();
const proxy = createProxy({
  ...sandbox.credentials,
  basePath: '/api/idsnap',
  authorize: 'anyone',
  fetch: sandbox.fetch,
});

export const GET = proxy;
export const POST = proxy;
export const OPTIONS = proxy;

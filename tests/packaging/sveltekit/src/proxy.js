import { createProxy } from 'idsnap/proxy';
import { createSandbox } from 'idsnap/sandbox';

const sandbox = await createSandbox();
export const proxy = createProxy({
  ...sandbox.credentials,
  basePath: '/api/idsnap',
  authorize: 'anyone',
  fetch: sandbox.fetch,
});

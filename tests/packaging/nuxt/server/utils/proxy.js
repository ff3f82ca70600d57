import { createProxy } from 'idsnap/proxy';
import { createSandbox } from 'idsnap/sandbox';

const made = createSandbox().then(({ credentials, fetch }) =>
  createProxy({ ...credentials, basePath: '/api/idsnap', authorize: 'anyone', fetch }),
);

export const proxy = async (request) => (await made)(request);

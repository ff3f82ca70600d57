// Lets the package that `WITHOUT_PACKAGE` names be one that is not installed.
/* global process -- that of Node */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

/** Node's resolve hook. */
export function resolve(specifier, context, next) {
  if (specifier !== process.env.WITHOUT_PACKAGE) return next(specifier, context);
  throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' });
}

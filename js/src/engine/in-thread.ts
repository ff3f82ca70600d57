/** What runs in the caller's own thread. One module: the bundle is divided by what is loaded on demand. */
export { openMrz } from '../mrz/open.js';
export { startThread } from './thread-host.js';

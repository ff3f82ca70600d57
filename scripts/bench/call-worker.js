// The worker of the package, with what it copies counted.
import { cloned, counts } from './call-counts.js';

const post = self.postMessage.bind(self);
self.postMessage = (message, options = {}) => {
  counts.cloned += cloned(message, options.transfer ?? []);
  post(message, options);
  // Not before the worker has started: until then the page takes any message for an answer.
  if (message.kind === 'done') post({ kind: 'counts', counts });
};
await import('./idsnap/worker.js');

// A worker's global scope, as far as the SDK's worker uses it, in a thread of Node's.
import { parentPort, workerData } from 'node:worker_threads';

globalThis.self = globalThis;
globalThis.postMessage = (message, { transfer } = {}) => parentPort.postMessage(message, transfer);
parentPort.on('message', (data) => globalThis.onmessage?.({ data }));
await import(workerData);

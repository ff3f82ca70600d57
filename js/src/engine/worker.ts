import { isIdSnapError, infoOf } from '../errors.js';
import { load, memoryBytes } from './loader.js';
import type { FromWorker, ToWorker, WasmSource } from './protocol.js';
import { run } from './runner.js';
import { transferables } from './transfer.js';
import { VERSION } from '../version.js';

const running = new Map<number, AbortController>();

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function start(wasm: WasmSource): Promise<void> {
  try {
    await load(wasm);
    post({ kind: 'started' });
  } catch (error) {
    post({ kind: 'refused', info: isIdSnapError(error) ? error.info : infoOf('engine_unavailable', String(error)) });
  }
}

async function call({ id, name, input }: Extract<ToWorker, { kind: 'call' }>): Promise<void> {
  // Aborted without a reason only: another reason would trap gloo-net.
  const controller = new AbortController();
  running.set(id, controller);
  const outcome = await run(name, input, controller.signal);
  running.delete(id);
  if (outcome.kind === 'trapped') post({ kind: 'died', info: outcome.info });
  else if (outcome.kind === 'failed') post({ ...outcome, id, memoryBytes: memoryBytes() });
  else post({ ...outcome, id, memoryBytes: memoryBytes() }, transferables(outcome.output));
}

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  if (data.kind === 'start') void start(data.wasm);
  else if (data.kind === 'call') void call(data);
  else running.get(data.id)?.abort();
};

post({ kind: 'hello', version: VERSION });

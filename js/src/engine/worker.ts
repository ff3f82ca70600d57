import { isIdSnapError, infoOf } from '../errors.js';
import type { Part } from './files.js';
import { load, memoryBytes } from './loader.js';
import type { Failure, FromWorker, ToWorker, WasmSource } from './protocol.js';
import { run } from './runner.js';
import { transferables } from './transfer.js';
import { VERSION } from '../version.js';

const running = new Map<number, AbortController>();

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

/** Parts of the core come from the page, which compiles them while this thread works. */
const awaited = new Map<Part, (wasm: WasmSource) => void>();
const given = (part: Part): Promise<WasmSource> =>
  new Promise((resolve) => {
    awaited.set(part, resolve);
  });
/** The one that the page gives without being asked, once. */
let vendors: Promise<WasmSource> | undefined = given('vendors');

function want(part: Part): Promise<WasmSource> {
  const coming = part === 'vendors' ? vendors : undefined;
  if (coming === undefined) post({ kind: 'wanted', part });
  else vendors = undefined;
  return coming ?? given(part);
}

async function start(first: WasmSource): Promise<void> {
  try {
    post({ kind: 'started', hasParts: await load({ first, part: want }) });
  } catch (error) {
    post({ kind: 'refused', info: isIdSnapError(error) ? error.info : infoOf('engine_unavailable', String(error)) });
  }
}

async function call({ id, name, input }: Extract<ToWorker, { kind: 'call' }>): Promise<void> {
  const { signal } = take(id);
  const outcome = await run(name, input, {
    signal,
    report: (progress) => {
      post({ kind: 'progress', id, progress });
    },
  });
  running.delete(id);
  if (outcome.kind === 'trapped') post({ kind: 'died', info: outcome.info });
  else if (outcome.kind === 'failed') post({ ...outcome, ...plain(outcome.failure), id, memoryBytes: memoryBytes() });
  else post({ ...outcome, id, memoryBytes: memoryBytes() }, transferables(outcome.output));
}

function take(id: number): AbortController {
  const controller = new AbortController();
  running.set(id, controller);
  return controller;
}

/** An error loses its class when it is posted, and not every browser posts one: its name and text cross. */
function plain({ info, cause }: Failure): { failure: Failure } {
  if (!(cause instanceof Error)) return { failure: { info } };
  return { failure: { info, cause: { name: cause.name, message: cause.message } } };
}

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  if (data.kind === 'start') void start(data.wasm);
  else if (data.kind === 'part') awaited.get(data.part)?.(data.wasm);
  else if (data.kind === 'ping') post({ kind: 'pong' });
  else if (data.kind === 'call') void call(data);
  else running.get(data.id)?.abort();
};

post({ kind: 'hello', version: VERSION });

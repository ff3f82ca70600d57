import type { Host, HostEvents } from './host.js';
import type { Progress } from '../progress.js';
import type { WasmUrls } from './address.js';
import { arriving } from './arrival.js';
import type { ReadFile } from './compile.js';
import { load, memoryBytes, restart } from './loader.js';
import { run } from './runner.js';

/** Runs calls in this thread: in Node, and where a page cannot have a worker. */
export async function startThread(wasm: WasmUrls, events: HostEvents, readFile?: ReadFile): Promise<Host> {
  await load({ first: wasm.first, part: (part) => wasm.parts[part] }, readFile, arriving);
  const running = new Map<number, AbortController>();
  return {
    kind: 'thread',
    post(id, name, input) {
      const controller = new AbortController();
      running.set(id, controller);
      // A turn of the event loop first, so that the page can paint and the caller can abort.
      setTimeout(() => {
        // What was ended before it began must not call into the next instance.
        if (!running.has(id)) return;
        const report = (progress: Progress): void => {
          if (running.has(id)) events.progress(id, progress);
        };
        void run(name, input, { signal: controller.signal, report }).then((outcome) => {
          if (!running.delete(id)) return;
          if (outcome.kind === 'done') events.done(id, outcome.output, memoryBytes());
          else if (outcome.kind === 'failed') events.failed(id, outcome.failure, memoryBytes());
          else events.died(outcome.info);
        });
      }, 0);
    },
    abort: (id) => running.get(id)?.abort(),
    end() {
      for (const controller of running.values()) controller.abort();
      running.clear();
      restart();
    },
  };
}

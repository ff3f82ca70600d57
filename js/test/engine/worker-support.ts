// What a browser has and Node has not, for tests of the browser's entry in Node.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker as Thread } from 'node:worker_threads';
import { concat } from '../fixtures.js';

/** The browser's `Worker` on a thread of Node's. */
export class ThreadWorker {
  static started: ThreadWorker[] = [];
  /** What the page posted, and the memory that it transferred with it. */
  static posted: { message: unknown; transfer: readonly unknown[] }[] = [];
  /** What the workers posted. */
  static received: unknown[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { preventDefault: () => void }) => void) | null = null;
  terminated = false;
  readonly #thread: Thread;

  constructor(url: string | URL) {
    ThreadWorker.started.push(this);
    this.#thread = new Thread(new URL('./worker-thread.mjs', import.meta.url), { workerData: String(url) });
    this.#thread.on('message', (data) => {
      ThreadWorker.received.push(data);
      this.onmessage?.({ data });
    });
    this.#thread.on('error', () => this.onerror?.({ preventDefault: () => undefined }));
    this.#thread.unref();
  }

  postMessage(message: unknown, transfer: ArrayBuffer[]): void {
    ThreadWorker.posted.push({ message, transfer: [...transfer] });
    this.#thread.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    void this.#thread.terminate();
  }

  /** What a browser reports when a script throws outside of any call. */
  fail(): void {
    this.onerror?.({ preventDefault: () => undefined });
  }
}

/** A file on a server. */
export interface Served {
  body: Uint8Array | string;
  type?: string;
  status?: number;
}

/** Serves files; gives the address of one by its name. */
export async function serve(files: Record<string, Served>): Promise<{ url: (name: string) => string; server: Server }> {
  const server = createServer((request, response) => {
    const file = files[(request.url ?? '').slice(1)];
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(file.status ?? 200, { 'content-type': file.type ?? 'application/wasm' });
    return response.end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return { url: (name) => `http://127.0.0.1:${port}/${name}`, server };
}

/** The files of the core, to be served under their names. */
export async function wasmFiles(dist: URL): Promise<Record<string, Served>> {
  const files: Record<string, Served> = {};
  for (const part of ['', 'vendors_', 'scene_', 'zone_']) {
    const name = `idsnap_${part}bg.wasm`;
    files[name] = { body: await readFile(new URL(name, dist)) };
  }
  return files;
}

const MEMORY_SECTION = 5;

/** The module with a ceiling on its memory: more than so many pages beyond its first ones cannot be had. */
export function withMemoryCeiling(wasm: Uint8Array, pages: number): Uint8Array {
  let at = 8;
  while (at < wasm.length) {
    const [length, body] = readUnsigned(wasm, at + 1);
    if (wasm[at] === MEMORY_SECTION) {
      // One memory, no maximum, its first size.
      const [first] = readUnsigned(wasm, body + 2);
      const section = [1, 1, ...unsigned(first), ...unsigned(first + pages)];
      const changed = Uint8Array.from([MEMORY_SECTION, ...unsigned(section.length), ...section]);
      return concat([wasm.subarray(0, at), changed, wasm.subarray(body + length)]);
    }
    at = body + length;
  }
  throw new Error('the module has no memory');
}

/** The module with a text in it replaced by another of the same length, everywhere. */
export function withText(wasm: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(wasm).toString('latin1');
  if (from.length !== to.length || !text.includes(from)) throw new Error(`cannot replace ${from}`);
  return Uint8Array.from(Buffer.from(text.replaceAll(from, to), 'latin1'));
}

/** LEB128: the number and where it ends. */
function readUnsigned(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    const byte = bytes[at] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at + 1];
  }
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

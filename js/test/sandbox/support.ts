import assert from 'node:assert/strict';
import { createProxy, type ProxyHandler } from 'idsnap/proxy';
import { createSandbox, type Sandbox, type SandboxOptions } from 'idsnap/sandbox';

/** A JPEG at the level of its markers, with a comment that makes it as long as is asked. */
export function jpeg({ exif = false, bytes = 0 } = {}): Uint8Array<ArrayBuffer> {
  const head = [0xff, 0xd8, ...(exif ? [0xff, 0xe1, 0, 8, 0x45, 0x78, 0x69, 0x66, 0, 0] : [])];
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x3f, 0xff, 0, 0x12, 0xff, 0xd0, 0x34, 0xff, 0xd9];
  const segments = comments(bytes - head.length - frame.length - scan.length);
  return new Uint8Array(Buffer.concat([Buffer.from(head), ...segments, Buffer.from(frame), Buffer.from(scan)]));
}

function comments(bytes: number): Buffer[] {
  const segments: Buffer[] = [];
  for (let left = bytes; left >= 4;) {
    const size = left > 65_537 ? Math.min(65_537, left - 4) : left;
    const segment = Buffer.alloc(size, 0x20);
    segment.set([0xff, 0xfe, (size - 2) >> 8, (size - 2) & 255]);
    segments.push(segment);
    left -= size;
  }
  return segments;
}

export const JPEG = jpeg();
export const PDF = new TextEncoder().encode('%PDF-1.4\n');
export const BMP = Uint8Array.from([0x42, 0x4d, ...new Array<number>(52).fill(1)]);
export const PNG = Uint8Array.from([
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  ...chunk('IHDR', [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
  ...chunk('IDAT', [0]),
  ...chunk('IEND', []),
]);

function chunk(type: string, data: readonly number[]): number[] {
  return [0, 0, 0, data.length, ...Buffer.from(type), ...data, 0, 0, 0, 0];
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Texts, and files with their names. */
export type FormParts = Record<string, string | [bytes: Uint8Array<ArrayBuffer>, name: string]>;

/** A sandbox behind the proxy, and how to post to it. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly proxy: ProxyHandler;
  readonly post: (path: string, body: unknown) => Promise<Response>;
  readonly form: (path: string, parts: FormParts) => Promise<Response>;
  readonly get: (path: string) => Promise<Response>;
}

export async function bench(options: SandboxOptions = {}): Promise<Bench> {
  const sandbox = await createSandbox(options);
  const cvs = { ...sandbox.credentials.cvs, allowImageUrls: true };
  const proxy = createProxy({ ...sandbox.credentials, cvs, authorize: 'anyone', fetch: sandbox.fetch });
  const url = (path: string) => `https://shop.example${path}`;
  return {
    sandbox,
    proxy,
    post: (path, body) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return proxy(
        new Request(url(path), { method: 'POST', body: text, headers: { 'content-type': 'application/json' } }),
      );
    },
    form: (path, parts) => {
      const form = new FormData();
      for (const [name, part] of Object.entries(parts)) {
        if (typeof part === 'string') form.append(name, part);
        else form.append(name, new Blob([part[0]]), part[1]);
      }
      return proxy(new Request(url(path), { method: 'POST', body: form }));
    },
    get: (path) => proxy(new Request(url(path))),
  };
}

export type Json = Record<string, unknown>;

export async function json(response: Response, status = 200): Promise<Json> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text) as Json;
}

/** The value at a path such as `data.0.valid`. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => (inner as Json | undefined)?.[name], value);
}

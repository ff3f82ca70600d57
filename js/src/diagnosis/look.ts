// Whether the files are there that a call loads only when it needs them. It imports nothing at run time.
import type { Looked } from './diagnose.js';
import { within } from './within.js';

/** How long all of them are waited for. */
const LOOK_MS = 5_000;
/** `\0asm` */
const WASM_MAGIC = '0,97,115,109';

/** What is wrong with the parts of the core, a text for each that cannot be had as it is. None of them is loaded. */
export async function lookAtParts({ tools, options, engine }: Looked): Promise<string[]> {
  const { first, parts } = tools.wasmUrls(options());
  // One file has it all where SIMD is missing.
  if (first.url === undefined ? !tools.hasSimd() : /nosimd/.test(first.url)) return [];
  const urls = (['vendors', 'scene', 'zone'] as const).map((part) => parts[part].url ?? tools.PART_FILES[part]());
  const look = (signal: AbortSignal): Promise<(string | undefined)[]> =>
    Promise.all(urls.map((url) => lookAt(new URL(url), signal)));
  const found = (await within(LOOK_MS, look)) ?? [];
  const wrong = found.filter((one) => one !== undefined);
  // What only its use shows: a file of another name in its place, or one that is cut.
  const { wrongFile } = engine;
  return wrong.length > 0 || wrongFile === undefined ? wrong : [wrongFile];
}

async function lookAt(url: URL, signal: AbortSignal): Promise<string | undefined> {
  // Those of Node are read from the disk.
  if (!/^https?:/.test(url.protocol)) return undefined;
  const ask = (method: string): Promise<Response> => fetch(url, { method, credentials: 'same-origin', signal });
  try {
    const { ok, headers } = await ask('HEAD');
    if (ok && /^application\/wasm/.test(headers.get('content-type') ?? '')) return undefined;
    // Not every server knows the method or the type.
    const response = await ask('GET');
    if (!response.ok) return `${url.pathname} gives HTTP status ${response.status}`;
    const start = (await response.body?.getReader().read())?.value?.subarray(0, 4);
    return String(start) === WASM_MAGIC ? undefined : `${url.pathname} gives something else than WebAssembly`;
  } catch {
    return `${url.pathname} ${signal.aborted ? 'sends nothing' : 'cannot be fetched'}`;
  }
}

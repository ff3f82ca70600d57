// What to change where the engine runs without a worker. Loaded when that has happened.
import type { Warning } from './warning.js';

/** What the content security policy has to allow where a directive of it blocks the engine. */
const NEEDED: Readonly<Record<string, string>> = {
  'worker-src': "worker-src 'self', or the origin of workerUrl",
  'script-src': "script-src 'self' 'wasm-unsafe-eval'",
  'connect-src': "connect-src 'self', and the origins of the wasm files and of the proxy",
  'trusted-types': 'trusted-types idsnap',
};

/** What to add to the content security policy for a directive that blocked something. */
export function policyRemedy(directive: string): string | undefined {
  const needed = NEEDED[directive.replace('-elem', '').replace('require-trusted-types-for', 'trusted-types')];
  return needed === undefined ? undefined : `add to the content security policy: ${needed}`;
}

/** Why there is no worker. */
export interface Refusal {
  /** What was found. */
  message: string;
  /** Where its script should be. */
  url: string;
  /** Where the SDK itself is, as far as a bundler leaves that to be known. */
  sdk: string | undefined;
}

/** The warning of a page without a worker. */
export async function withoutWorker(refusal: Refusal): Promise<Warning> {
  return { code: 'no_worker', message: refusal.message, remedy: await remedyOf(refusal) };
}

async function remedyOf({ message, url, sdk = '' }: Refusal): Promise<string> {
  const blocked = policyRemedy(message.split(' ').at(-1) ?? '');
  if (blocked !== undefined) return blocked;
  if (typeof Worker !== 'function') {
    return typeof document === 'undefined' ? FROM_A_PAGE : 'use a browser that has workers';
  }
  if (typeof location === 'undefined') return NAME_IT;
  if (globalThis.origin === 'null') return SANDBOXED;
  const { origin, protocol } = new URL(url);
  if (protocol === 'data:') return `a worker of a data: address loads no SDK: ${NAME_IT}`;
  if (origin !== location.origin) {
    return `browsers start no worker of another origin: serve a file of this origin that holds import '${url}', and name it by init({ workerUrl })`;
  }
  return foundAt(url, /^https?:/.test(sdk) ? new URL(sdk).origin : origin);
}

const NAME_IT = 'serve worker.js of the package, and name its address by init({ workerUrl })';
const FROM_A_PAGE = 'a shared worker starts no workers of its own: call the SDK from a page';
const SANDBOXED =
  'a sandboxed frame starts no worker: add allow-same-origin to its sandbox, or call the SDK in the page around it';

/** How long a server is waited for. */
const LOOK_MS = 4_000;

/** What to do about what is at the address of the worker's script; `sdk` is the origin of the SDK. */
async function foundAt(url: string, sdk: string): Promise<string> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, LOOK_MS);
  try {
    const { ok, status, headers } = await fetch(url, { credentials: 'same-origin', signal: controller.signal });
    if (!ok) return `${url} gives HTTP status ${status}: ${NAME_IT}`;
    const type = headers.get('content-type') ?? 'no content type';
    if (!/javascript/i.test(type)) return `${url} gives ${type} in place of a script: ${NAME_IT}`;
    return runs(url, sdk, headers.has('cross-origin-embedder-policy'));
  } catch {
    if (!controller.signal.aborted) return `${url} cannot be fetched: ${NAME_IT}`;
    return `${url} sends nothing: its server takes the request and does not answer`;
  } finally {
    clearTimeout(timer);
  }
}

/** What keeps a script from running that is there. The browser tells no page. */
function runs(url: string, sdk: string, isEmbedder: boolean): string {
  if (sdk !== location.origin) {
    return `${url} is there, and imports from ${sdk}: a content security policy has to name that in worker-src too`;
  }
  const isIsolated = globalThis.crossOriginIsolated && !isEmbedder;
  if (isIsolated) return `${url} needs the header Cross-Origin-Embedder-Policy of the page`;
  const why = `${url} is there: the browser's console says why it does not run`;
  return isEmbedder ? why : `${why}. A page with Cross-Origin-Embedder-Policy needs that header on it too`;
}

/** A part of Trusted Types (W3C), which not every browser has. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/**
 * The worker of a page that takes trusted types alone.
 *
 * @throws `Refused` where the page does not let the policy `idsnap` be made.
 */
export function trustedWorker(url: string, Refused: new (message: string) => Error): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    policy ??= trustedTypes?.createPolicy('idsnap', { createScriptURL: (given) => given });
    return new Worker(policy?.createScriptURL(url) ?? url, { type: 'module' });
  } catch {
    throw new Refused('the content security policy blocks trusted-types');
  }
}

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
  /** Where its script should be, as far as that is known. */
  url: string | undefined;
}

/** The warning of a page without a worker. */
export async function withoutWorker({ message, url }: Refusal): Promise<Warning> {
  return { code: 'no_worker', message, remedy: await remedyOf(message, url) };
}

async function remedyOf(message: string, url: string | undefined): Promise<string> {
  const blocked = policyRemedy(message.split(' ').at(-1) ?? '');
  if (blocked !== undefined) return blocked;
  if (typeof Worker !== 'function') return 'use a browser that has workers';
  if (url === undefined || typeof location === 'undefined') return NAME_IT;
  if (new URL(url).origin !== location.origin) {
    return `browsers start no worker of another origin: serve a file of this origin that holds import '${url}', and name it by init({ workerUrl })`;
  }
  const found = await foundAt(url);
  return found === undefined
    ? `${url} is there: the browser's console says why it does not run`
    : `${found}: ${NAME_IT}`;
}

const NAME_IT = 'serve worker.js of the package, and name its address by init({ workerUrl })';

/** What is at an address in place of a script; nothing where a script is there. */
async function foundAt(url: string): Promise<string | undefined> {
  try {
    const { ok, status, headers } = await fetch(url, { credentials: 'same-origin' });
    if (!ok) return `${url} gives HTTP status ${status}`;
    const type = headers.get('content-type') ?? 'no content type';
    return /javascript/i.test(type) ? undefined : `${url} gives ${type} in place of a script`;
  } catch {
    return `${url} cannot be fetched`;
  }
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

// The second half of a diagnosis: what was found is judged. It imports nothing at run time that the first bundle has.
import type { Warning } from '../engine/warning.js';
import type { EngineReason } from '../errors.js';
import type { Violation } from './diagnose.js';
import type { CameraDiagnosis, Diagnosis, EngineDiagnosis, ProxyDiagnosis } from './types.js';
import type { Within } from './within.js';

/** A path that no vendor has: the proxy answers it itself, before it asks who is there. */
const NO_VENDORS_PATH = '/idsnap-diagnosis';
/** Both requests have so long together. */
const PROXY_MS = 10_000;

/** Asks the proxy for what it answers itself. Nothing but the address is sent. */
export async function askProxy(
  address: string,
  violations: readonly Violation[],
  within: Within,
): Promise<ProxyDiagnosis> {
  const asked = await within(PROXY_MS, (signal) => ask(address, signal));
  if (asked !== undefined && typeof asked !== 'boolean') return asked;
  // The policy's own event may come a moment later.
  await new Promise((resolve) => setTimeout(resolve, 0));
  const isBlocked = violations.some((one) => isOf(one, address));
  return { state: 'unreachable', reason: isBlocked ? 'blocked_by_policy' : asked === true ? 'cors' : 'network' };
}

/** What answered; where that cannot be read, whether anything did. */
async function ask(address: string, signal: AbortSignal): Promise<ProxyDiagnosis | boolean> {
  const get = (init: RequestInit): Promise<Response> =>
    fetch(`${address}${NO_VENDORS_PATH}`, {
      credentials: 'same-origin',
      redirect: 'manual',
      cache: 'no-store',
      signal,
      ...init,
    });
  try {
    return await whatAnswered(await get({}));
  } catch {
    // Without leave to read it, a page still learns that somebody answered.
    return get({ mode: 'no-cors', redirect: 'follow' }).then(
      () => true,
      () => false,
    );
  }
}

async function whatAnswered(response: Response): Promise<ProxyDiagnosis> {
  const { status, type, headers } = response;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return { state: 'redirected' };
  const { code: proxyCode, isMount } = headers.get('x-idsnap-proxy') === 'error' ? await ownOf(response) : {};
  if (proxyCode === 'not_found') return { state: isMount === true ? 'reachable' : 'misplaced' };
  if (proxyCode !== undefined) return { state: 'refused', status, proxyCode };
  const contentType = headers.get('content-type');
  return { state: 'other', status, ...(contentType === null ? {} : { contentType }) };
}

/** What the proxy says of itself. Something in front may have kept its header, and not its body. */
async function ownOf(response: Response): Promise<{ code?: string; isMount?: boolean }> {
  try {
    const { proxy } = (await response.json()) as { proxy?: { code?: unknown; isMount?: unknown } };
    return typeof proxy?.code === 'string' ? { code: proxy.code, isMount: proxy.isMount === true } : {};
  } catch {
    return {};
  }
}

const isOf = ({ effectiveDirective, blockedURI }: Violation, address: string): boolean =>
  effectiveDirective === 'connect-src' && address.startsWith(new URL(blockedURI, address).origin);

/** What is known of the content security policy. */
interface Seen {
  violations: readonly Violation[];
  engine: EngineDiagnosis;
  workerRefused: string | undefined;
  wasmIsBlocked: boolean;
  address: string | undefined;
}

/**
 * The directives that keep the SDK from something: by what was seen just now, and by what is known of the engine's start, which
 * may be long past. What the page's other scripts are kept from is not told.
 */
export function policyOf({ violations, engine, workerRefused, wasmIsBlocked, address }: Seen): string[] {
  const refusal = [workerRefused ?? '', engine.state === 'failed' ? engine.message : ''].join('\n');
  const named = [...refusal.matchAll(/policy blocks ([a-z-]+)/g)].map(([, directive = '']) => directive);
  const seen = violations
    .filter((one) => /\.wasm(?:$|\?)/.test(one.blockedURI) || (address !== undefined && isOf(one, address)))
    .map(({ effectiveDirective }) => effectiveDirective);
  const all = [...named, ...seen, ...(wasmIsBlocked ? ['script-src'] : [])];
  return [
    ...new Set(all.map((one) => one.replace('-elem', '').replace('require-trusted-types-for', 'trusted-types'))),
  ].sort();
}

/** What to change so that everything works: a sentence for each thing, for the page's developer. */
export async function remediesFor(
  diagnosis: Omit<Diagnosis, 'remedies'>,
  warning: Warning | undefined,
  files: readonly string[] = [],
): Promise<string[]> {
  const { policyRemedy } = await import('../engine/remedies.js');
  const { engine, wasm, simd, secureContext, blockedByPolicy, camera, proxy } = diagnosis;
  const isPage = typeof document !== 'undefined';
  const all = [
    ...(simd ? [] : [wasm ? `${TWICE_AS_FAST}: ${BROWSERS}` : `a browser with WebAssembly: ${BROWSERS}${LOCKDOWN}`]),
    ...blockedByPolicy.map((directive) => policyRemedy(directive)),
    warning?.remedy,
    ...(engine.state === 'failed' ? [engineRemedy(engine)] : []),
    ...files.map((found) => `${found}: ${SERVE}`),
    ...(secureContext || !isPage ? [] : ['serve the page by HTTPS: else it gets no camera']),
    cameraRemedy(camera),
    proxy === undefined ? undefined : proxyRemedy(proxy),
  ];
  return [...new Set(all.filter((one) => one !== undefined))];
}

const TWICE_AS_FAST = 'a browser with WebAssembly SIMD, which takes half the time';
const BROWSERS = 'Chrome 96, Firefox 89, Safari 16.4 or later';
const LOCKDOWN = '; on an iPhone without Lockdown Mode for this page';
const SERVE = 'serve idsnap_bg.wasm and the other idsnap_*.wasm beside the script, or name them by init({ wasmUrl })';

type FailedEngine = Extract<EngineDiagnosis, { state: 'failed' }>;

/** What to do about each reason. What is blocked and what the browser lacks has a sentence of its own. */
const ENGINE_REMEDIES: Readonly<Record<EngineReason, string | undefined>> = {
  not_found: SERVE,
  wrong_content: `have the server leave *.wasm alone, where it sends a page for every address, and ${SERVE}`,
  unreachable: 'its server has to be up, and to send Access-Control-Allow-Origin where it is of another origin',
  out_of_memory: 'the device has too little memory: let go of what the page itself holds, such as large images',
  wrong_setup: 'call the SDK from a page, with init({ workerUrl, wasmUrl }) where it cannot find its files',
  blocked_by_policy: undefined,
  no_wasm: undefined,
  no_simd: 'let init find the files beside the script, or name idsnap_nosimd_bg.wasm by wasmUrl where SIMD is missing',
};

function engineRemedy({ code, reason, message }: FailedEngine): string | undefined {
  if (code === 'version_mismatch') {
    return `${message}: serve the script, worker.js and the wasm files of the same version`;
  }
  const remedy = reason === undefined ? SERVE : ENGINE_REMEDIES[reason];
  return remedy === undefined ? undefined : `${message}: ${remedy}`;
}

function cameraRemedy({ allowedByPolicy, framed, permission }: CameraDiagnosis): string | undefined {
  if (allowedByPolicy === false) {
    return framed === true
      ? 'let the frame have the camera: <iframe allow="camera">, and no Permissions-Policy that forbids it to the page around it or to this one'
      : 'let the page have the camera: its header Permissions-Policy forbids it; camera=(self) allows it';
  }
  return permission === 'denied' ? 'the person has to allow the camera in the settings of the browser' : undefined;
}

function proxyRemedy(proxy: ProxyDiagnosis): string | undefined {
  switch (proxy.state) {
    case 'reachable':
      return undefined;
    case 'misplaced':
      return 'the proxy answers, but serves nothing below endpoint: compare its basePath with endpoint';
    case 'refused':
      return `the proxy refuses this page (${proxy.proxyCode}, HTTP status ${proxy.status}): see its options allowedHosts and allowedOrigins`;
    case 'other':
      return `the address of the proxy gave HTTP status ${proxy.status} (${proxy.contentType ?? 'no content type'}), and not from idsnap's proxy: is it mounted there? Compare basePath with endpoint. A proxy of your own may answer so`;
    case 'redirected':
      return 'the address of the proxy leads to another one: name that as endpoint, or let the request pass without a sign-in in front';
    case 'unreachable':
      return UNREACHABLE[proxy.reason];
  }
}

const UNREACHABLE = {
  // The directive has a sentence of its own.
  blocked_by_policy: undefined,
  cors: "name this page's origin in allowedOrigins of the proxy",
  network: 'the proxy cannot be reached: its server has to be up, and endpoint has to be its address',
} as const;

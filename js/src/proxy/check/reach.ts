import { causeCodes, isCertificateCode } from '../causes.js';
import type { Seen, Target } from './target.js';

/** A path that no proxy serves. */
const NOWHERE = '/nothing/at/all';

/** A proxy that can be checked, one that wants a session first, or why there is none at an address. */
export type Reached = 'proxy' | 'locked' | { readonly problem: string };

/** Why `text` cannot be the address of a proxy, or `undefined`. */
export function problemOfAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return 'this is no address: it begins with https:// or http://';
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'only addresses with https:// or http:// can be checked';
  if (username !== '' || password !== '') return 'an address holds no user name: name the session with --header';
  return search === '' && hash === '' ? undefined : 'the address of a proxy has neither query nor fragment';
}

/** Looks whether there may be a proxy at the address of `target`, which serves `path` by POST. */
export async function reach(target: Target, path: string): Promise<Reached> {
  try {
    const first = await target.ask(NOWHERE);
    if (first.status === 401) return 'locked';
    if (isRedirect(first)) return { problem: redirectProblem(first, target) };
    if (!isPage(first)) return 'proxy';
    // Servers have pages of their own for paths that nobody serves.
    const second = await target.ask(path, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' });
    if (isRedirect(second)) return { problem: redirectProblem(second, target) };
    return isPage(second) ? { problem: `there is a web page (status ${second.status.toString()}), no proxy` } : 'proxy';
  } catch (error) {
    return { problem: sentenceOf(error) };
  }
}

/** What went wrong on the way to an address, with the code of its cause. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'there was no response in time';
  const codes = causeCodes(error);
  for (const code of codes) {
    const found = isCertificateCode(code) ? 'its certificate is not valid' : sentenceOfCode(code);
    if (found !== undefined) return `${found} (${code})`;
  }
  const { message } = deepest(error);
  return `the request failed (${codes[0] ?? message})`;
}

const SENTENCES: readonly (readonly [codes: RegExp, sentence: string])[] = [
  [/^ECONNREFUSED$/, 'nothing listens there'],
  [/^(?:ENOTFOUND|EAI_\w+)$/, 'its host name is not known'],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'the connection was closed without a response'],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'there is no way to its host'],
  [/^(?:ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/, 'there was no response in time'],
  [/^(?:EPROTO|ERR_SSL_\w+)$/, 'it does not speak TLS as this program does: is it http://?'],
  [/^HPE_\w+$/, 'it does not speak HTTP: is it https://?'],
];

function sentenceOfCode(code: string): string | undefined {
  return SENTENCES.find(([codes]) => codes.test(code))?.[1];
}

function deepest(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('no error was given');
  return error.cause instanceof Error ? deepest(error.cause) : error;
}

function isRedirect({ status }: Seen): boolean {
  return status >= 300 && status < 400;
}

/** Where a redirect leads is said without its query, which may hold a session. */
function redirectProblem({ status, headers }: Seen, target: Target): string {
  const location = headers.get('location') ?? '';
  const to = URL.canParse(location, target.url) ? new URL(location, target.url) : undefined;
  const where = to === undefined ? '' : ` to ${to.origin}${to.pathname}`;
  return `there is a redirect${where} (status ${status.toString()}), which the SDK does not follow`;
}

function isPage({ headers, text }: Seen): boolean {
  return /^text\/html\b/i.test(headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)\b/i.test(text);
}

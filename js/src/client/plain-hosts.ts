/** An address whose host has letters beyond ASCII. */
const FOREIGN_HOST = /^https?:\/\/[^/?#\\]*[^\p{ASCII}/?#\\]/iu;

/**
 * The path of a request in whose query every address has the ASCII form of its host (RFC 3490), as `URL.href` has it: the
 * host that the proxy checks is then the very one that the vendor reads.
 */
export function withPlainHosts(path: string): string {
  const at = path.indexOf('?');
  if (at < 0) return path;
  const pairs = path.slice(at + 1).split('&');
  return `${path.slice(0, at + 1)}${pairs.map(plainPair).join('&')}`;
}

function plainPair(pair: string): string {
  const [name = '', text = ''] = pair.split('=', 2);
  try {
    const value = decodeURIComponent(text);
    return FOREIGN_HOST.test(value) ? `${name}=${encodeURIComponent(new URL(value).href)}` : pair;
  } catch {
    // What is no address stays as it is: the vendor says so.
    return pair;
  }
}

/** Names that mean a machine of the reader's own network: names of special use, and what clusters and routers give. */
const PRIVATE_NAME =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|test|invalid|onion|arpa|svc|default|consul|workgroup|docker|alt)$/;
/** Public services that resolve a name to the address by number that stands in it. */
const NUMBER_IN_NAME = /(?:^|\.)(?:nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com)$/;

/**
 * An `https` address of a host that is named in public, or `undefined`. It must stand in its one normal spelling, but for
 * the case of its host and for letters beyond ASCII behind it, which every reader percent-encodes alike: readers differ
 * about every other, such as which host `https://a\@b` means. Addresses by number are refused altogether: they have too
 * many spellings, and no service names its images so.
 */
export function publicUrl(text: string): URL | undefined {
  if (!URL.canParse(text) || /[\\\s\p{Cc}\p{Cs}]/u.test(text)) return undefined;
  const url = new URL(text);
  const { hostname, protocol, username, password, port } = url;
  const spelled = text
    .replace(/^https:\/\/[A-Za-z0-9.-]+/i, (start) => start.toLowerCase())
    .replace(/[^\p{ASCII}]+/gu, encodeURIComponent);
  // A bare host may go without its slash.
  const isPlain = spelled === url.href || `${spelled}/` === url.href;
  if (!isPlain || protocol !== 'https:') return undefined;
  if (username !== '' || password !== '' || port !== '') return undefined;
  return isPublicName(hostname) ? url : undefined;
}

function isPublicName(name: string): boolean {
  const isNumber = name.startsWith('[') || /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(name);
  if (isNumber || !name.includes('.') || name.endsWith('.')) return false;
  return !PRIVATE_NAME.test(name) && !NUMBER_IN_NAME.test(name);
}

/** Names that mean a machine of the reader's own network. */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|test|invalid|onion|arpa)$/;

/**
 * An `https` address of a host that is named in public, or `undefined`. Addresses by number are refused altogether:
 * they have too many spellings, and no service names its images so.
 */
export function publicUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const { hostname } = url;
  const isNumber = hostname.startsWith('[') || /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/.test(hostname);
  const name = hostname.replace(/\.$/, '');
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') return undefined;
  return isNumber || !name.includes('.') || PRIVATE_NAME.test(name) ? undefined : url;
}

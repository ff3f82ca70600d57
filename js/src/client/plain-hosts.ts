/** A percent-encoded address as the value of a parameter, whose host has letters beyond ASCII. */
const FOREIGN_HOST = /\bhttps?%3A%2F%2F(?:(?!%(?:2F|3F|23|5C))[^&])*%[89A-F][^&]*/gi;

/**
 * The path of a request in whose query every address has the ASCII form of its host (RFC 3490), as `URL.href` has it: the
 * host that the proxy checks is then the very one that the vendor reads.
 */
export const withPlainHosts = (path: string): string =>
  path.replace(FOREIGN_HOST, (text) => {
    try {
      return encodeURIComponent(new URL(decodeURIComponent(text)).href);
    } catch {
      // What is no address stays as it is: the vendor says so.
      return text;
    }
  });

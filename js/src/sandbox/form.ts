import { binaryBytes } from './base64.js';
import type { Bytes } from './simulator.js';

/** One part of a `multipart/form-data` body. */
export interface FormPart {
  readonly name: string;
  /** Absent for a text part. */
  readonly fileName: string | undefined;
  readonly content: Bytes;
}

/** The parts of a body, or `undefined` if it is not well formed. */
export function readForm(contentType: string, body: Bytes): FormPart[] | undefined {
  const boundary = /boundary="?([^";\s]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const text = latin1(body);
  const sections = `\r\n${text}`.split(`\r\n--${boundary}`);
  const closing = sections.pop();
  if (sections.shift() !== '' || !/^--(?:\r\n)?$/.test(closing ?? '')) return undefined;
  const parts = sections.map(readPart);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** The text of a part. */
export function partText(part: FormPart | undefined): string {
  return part === undefined ? '' : new TextDecoder().decode(part.content);
}

function readPart(section: string): FormPart | undefined {
  const match = /^\r\n((?:[^\r\n]+\r\n)+)\r\n([\s\S]*)$/.exec(section);
  const disposition = /^content-disposition: form-data; name="([^"]*)"(?:; filename="([^"]*)")?\r$/im.exec(
    match?.[1] ?? '',
  );
  if (match?.[2] === undefined || disposition?.[1] === undefined) return undefined;
  return {
    name: disposition[1],
    fileName: disposition[2],
    content: binaryBytes(match[2]),
  };
}

/** One character for each byte. `TextDecoder` cannot do it: its latin1 is windows-1252. */
function latin1(bytes: Bytes): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return pieces.join('');
}

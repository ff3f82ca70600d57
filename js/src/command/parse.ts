import type { Check, DocumentImage, Field, IdentityDocument, Reply } from '../../pkg/idsnap.js';
import { VENDORS } from '../../pkg/operations.js';
import { adviceFor, createClient, loadMrz, readZone } from '../node.js';
import type { Asked } from './options.js';
import type { Outcome } from './output.js';
import { OPERATIONS } from './usage.js';

type Parses = Readonly<
  Record<string, { parse: Readonly<Record<string, (status: number, body: Uint8Array) => Promise<unknown>>> }>
>;

/** Reads a stored response of a vendor, or the text of a machine readable zone. */
export function parseFile(asked: Asked, bytes: Uint8Array): Promise<Outcome> {
  return asked.options['vendor'] === undefined ? parseZone(asked, bytes) : parseResponse(asked, bytes);
}

async function parseResponse({ options }: Asked, bytes: Uint8Array): Promise<Outcome> {
  const { vendor, status = 200, operation = OPERATIONS.get(String(vendor))?.[0] } = options;
  const name = Object.entries(VENDORS).find(([, { id }]) => id === vendor)?.[0] ?? '';
  // Nothing is sent: the address is never asked for.
  const client = createClient({ endpoint: 'http://localhost' }) as unknown as Parses;
  const reply = (await client[name]?.parse[String(operation)]?.(Number(status), bytes)) as Reply<unknown>;
  if (reply.state === 'pending') return { ok: true, facts: { state: reply.state }, text: 'there is no result yet' };
  const { state, documents, checks, verdict } = reply;
  const facts = { state, verdict, documents: documents.map(withoutImages), checks };
  return {
    ok: true,
    facts,
    text: [verdictText(verdict), ...documents.flatMap(linesOf), ...checkLines(checks)].join('\n  '),
  };
}

async function parseZone({ options }: Asked, bytes: Uint8Array): Promise<Outcome> {
  await loadMrz();
  const lines = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const reading = readZone(lines);
  if (reading.status !== 'read') {
    const text = 'it is no machine readable zone';
    return { ok: false, facts: { ...reading, error: await unreadable(text, options) }, text };
  }
  const { mrz } = reading;
  return { ok: true, facts: { mrz }, text: [`${mrz.format}, ${mrz.status}`, ...fieldLines(mrz)].join('\n  ') };
}

/** The failure of a zone that cannot be read. */
export async function unreadable(message: string, { language }: Asked['options']): Promise<object> {
  const code = 'mrz_unreadable';
  return { code, message, advice: await adviceFor(code, typeof language === 'string' ? language : 'en') };
}

function verdictText({
  accepted,
  reasons,
}: {
  accepted: boolean;
  reasons: readonly { code: string; vendorCode: string }[];
}): string {
  return accepted
    ? 'accepted'
    : `not accepted: ${reasons.map(({ code, vendorCode }) => `${code} (${vendorCode})`).join(', ')}`;
}

/** Images are told by their lengths. */
function withoutImages({ images, ...document }: IdentityDocument): object {
  const told = Object.entries(images as Record<string, DocumentImage>).map(([name, { bytes, mimeType }]) => [
    name,
    { mimeType, byteLength: bytes.length },
  ]);
  return { ...document, images: Object.fromEntries(told) as object };
}

const linesOf = ({ kind, checks, ...document }: IdentityDocument): string[] => [
  kind,
  ...fieldLines(document),
  ...checkLines(checks),
];

/** What is a text, or has one. */
export const fieldLines = (fields: object): string[] =>
  Object.entries(fields).flatMap(([name, field]: [string, unknown]) => {
    const value =
      typeof field === 'string'
        ? field
        : ((field as Partial<Field & { iso: string }> | null)?.value ?? (field as { iso?: string } | null)?.iso);
    return typeof value === 'string' && value !== '' ? [`${name}: ${value}`] : [];
  });

const checkLines = (checks: readonly Check[]): string[] => checks.map(({ kind, status }) => `check ${kind}: ${status}`);

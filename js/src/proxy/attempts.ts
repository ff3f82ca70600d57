import { decodeBase64, encodeBase64 } from './base64.js';
import { refused, Refusal } from './errors.js';
import type { Bytes, VendorResponse } from './gateway.js';
import { isObject } from './json.js';
import type { Store } from './store.js';

/** The header by which a client says that two requests are one attempt. */
export const ATTEMPT_HEADER = 'idempotency-key';

/** What is written under an attempt while it is on its way; what it became is written over it. */
const PENDING = 'pending';
const UNSENT = 'unsent';
const UNKNOWN = 'unknown';
/** How often an attempt may start anew after it reached no vendor. */
const MAX_STARTS = 20;

/** What became of a request. */
export type Outcome =
  /** The vendor responded, and a second request would not help. */
  | { readonly kind: 'response'; readonly response: VendorResponse }
  /** The vendor may have it. */
  | { readonly kind: 'unknown' }
  /** The vendor does not have it: the client may try again. */
  | { readonly kind: 'unsent' };

/** An attempt that this request may carry out, or the response that an earlier request got. */
export type Claim =
  | { readonly kind: 'first'; settle(outcome: Outcome): Promise<void> }
  | { readonly kind: 'repeated'; readonly response: VendorResponse };

/** How attempts are remembered. */
export interface AttemptSettings {
  readonly store: Store;
  /** How long an attempt is remembered. */
  readonly rememberMs: number;
  /** How long a second request waits for the response to the first. */
  readonly waitMs: number;
}

/**
 * Claims the attempt that a request names.
 *
 * What is stored is encrypted by a key that only the client's header gives, so a store holds nothing that its reader
 * could read. A second request that is another one in fact, by its `fingerprint`, is refused. `scope` names the attempt
 * with all that tells it from others.
 */
export async function claimAttempt(
  settings: AttemptSettings,
  scope: string,
  attempt: string,
  fingerprint: () => Promise<string>,
): Promise<Claim> {
  if (!/^[\x21-\x7e]{16,128}$/.test(attempt)) throw refused(`${ATTEMPT_HEADER} must have 16 to 128 characters`);
  const record = await AttemptRecord.of(scope, fingerprint);
  for (let start = 0; start < MAX_STARTS; start += 1) {
    const key = `${record.name}:${start.toString()}`;
    if (await settings.store.setIfAbsent(key, PENDING, settings.rememberMs)) {
      return {
        kind: 'first',
        settle: async (outcome) => settings.store.set(key, await record.write(outcome), settings.rememberMs),
      };
    }
    await record.fingerprint();
    const stored = await waitFor(settings, key);
    if (stored === UNSENT) continue;
    if (stored === UNKNOWN) throw outcomeUnknown();
    return { kind: 'repeated', response: await record.read(stored) };
  }
  throw refused(`${ATTEMPT_HEADER} names an attempt that was made too often`);
}

/** The vendor may have the submission, and nobody can tell. */
export function outcomeUnknown(status = 409, cause?: unknown): Refusal {
  const message = 'the vendor may have received the submission: do not send it again';
  return new Refusal('outcome_unknown', status, message, { cause });
}

async function waitFor({ store, waitMs }: AttemptSettings, key: string): Promise<string> {
  const end = performance.now() + waitMs;
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
    const stored = await store.get(key);
    if (stored === undefined) throw outcomeUnknown();
    if (stored !== PENDING) return stored;
    if (performance.now() + pauseMs > end) throw outcomeUnknown();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** The record of one attempt: under which name it stands, and how it is read and written. */
class AttemptRecord {
  private constructor(
    readonly name: string,
    readonly key: CryptoKey,
    readonly fingerprint: () => Promise<string>,
  ) {}

  static async of(scope: string, fingerprint: () => Promise<string>): Promise<AttemptRecord> {
    const [name, key] = await Promise.all([
      digest(new TextEncoder().encode(`name ${scope}`)),
      digest(new TextEncoder().encode(`key ${scope}`)),
    ]);
    const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
    return new AttemptRecord(`attempt:${encodeBase64(name)}`, imported, fingerprint);
  }

  async write(outcome: Outcome): Promise<string> {
    if (outcome.kind === 'unsent') return UNSENT;
    if (outcome.kind === 'unknown') return UNKNOWN;
    const { status, headers, body } = outcome.response;
    const plain = JSON.stringify({
      fingerprint: await this.fingerprint(),
      status,
      headers: [...headers],
      body: encodeBase64(body),
    });
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.key, new TextEncoder().encode(plain));
    return `${encodeBase64(iv)}.${encodeBase64(new Uint8Array(sealed))}`;
  }

  async read(stored: string): Promise<VendorResponse> {
    const [iv, sealed] = stored.split('.').map(decodeBase64);
    if (iv === undefined || sealed === undefined) throw outcomeUnknown();
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.key, sealed);
    const value: unknown = JSON.parse(new TextDecoder().decode(plain));
    if (!isObject(value) || typeof value['status'] !== 'number' || typeof value['body'] !== 'string') {
      throw outcomeUnknown();
    }
    if (value['fingerprint'] !== (await this.fingerprint())) {
      throw refused(`${ATTEMPT_HEADER} names the attempt of another request`, 422);
    }
    const headers = new Headers(value['headers'] as [string, string][]);
    return { status: value['status'], headers, body: decodeBase64(value['body']) ?? new Uint8Array() };
  }
}

async function digest(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

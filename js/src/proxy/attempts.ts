import { decodeBase64, encodeBase64 } from './base64.js';
import { refused, Refusal } from './errors.js';
import type { Bytes, VendorResponse } from './gateway.js';
import { isObject } from './json.js';
import type { Store } from './store.js';

/** The header by which a client says that two requests are one attempt. */
export const ATTEMPT_HEADER = 'idempotency-key';

/** What is written under an attempt while it is on its way; what it became is written over it. */
const PENDING = 'pending';
/** The same while its body is still coming: a later request may take it over until {@link SENT} stands beside it. */
const COMING = 'coming';
const UNSENT = 'unsent';
const UNKNOWN = 'unknown';
/** What stands beside a coming attempt once it is decided whether the vendor gets its last byte. */
const SENT = 'sent';
const TAKEN = 'taken';
/** How long a whole request waits for one whose body is still coming: a phone came back, and its connection is dead. */
const TAKE_OVER_MS = 3000;
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
export type Claim = FirstClaim | { readonly kind: 'repeated'; readonly response: VendorResponse };

/** An attempt that this request carries out. */
export interface FirstClaim {
  readonly kind: 'first';
  /**
   * Decides that the vendor gets the last byte of the body.
   *
   * @throws `Refusal` when a later request has taken the attempt over.
   */
  commit(): Promise<void>;
  /** Writes down what became of the attempt. */
  settle(outcome: Outcome): Promise<void>;
}

/** The body of a request that claims an attempt. */
export interface ClaimBody {
  /** Whether it has come whole. */
  readonly isWhole: boolean;
  /** What tells this request from another one. Waits until the body is whole. */
  fingerprint(): Promise<string>;
}

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
 * could read. A second request that is another one in fact, by its fingerprint, is refused. `scope` names the attempt
 * with all that tells it from others.
 *
 * A vendor never has the whole of a request whose body is still coming. So a second one that is whole takes the attempt
 * over when the first has not become whole after a while.
 */
export async function claimAttempt(
  settings: AttemptSettings,
  scope: string,
  attempt: string,
  body: ClaimBody,
): Promise<Claim> {
  if (!/^[\x21-\x7e]{16,128}$/.test(attempt)) throw refused(`${ATTEMPT_HEADER} must have 16 to 128 characters`);
  const record = await AttemptRecord.of(scope, () => body.fingerprint());
  for (let start = 0; start < MAX_STARTS; start += 1) {
    const key = `${record.name}:${start.toString()}`;
    const isComing = !body.isWhole;
    if (await settings.store.setIfAbsent(key, isComing ? COMING : PENDING, settings.rememberMs)) {
      return firstClaim(settings, record, key, isComing);
    }
    await record.fingerprint();
    const stored = await waitFor(settings, key);
    if (stored === UNSENT) continue;
    if (stored === UNKNOWN) throw outcomeUnknown();
    return { kind: 'repeated', response: await record.read(stored) };
  }
  throw refused(`${ATTEMPT_HEADER} names an attempt that was made too often`);
}

function firstClaim(
  { store, rememberMs }: AttemptSettings,
  record: AttemptRecord,
  key: string,
  isComing: boolean,
): Claim {
  let isOpen = isComing;
  const commit = async () => {
    if (isOpen && !(await decide({ store, rememberMs }, key, SENT))) {
      throw new Refusal('outcome_unknown', 409, 'a later request with the same key carries the submission on');
    }
    isOpen = false;
  };
  return {
    kind: 'first',
    commit,
    async settle(outcome) {
      // A vendor may respond before it has the last byte: nobody may take the attempt over then.
      if (outcome.kind !== 'unsent') await commit();
      await store.set(key, await record.write(outcome), rememberMs);
    },
  };
}

/** Decides what becomes of a coming attempt. Of several requests at once one decides. */
function decide(
  { store, rememberMs }: Pick<AttemptSettings, 'store' | 'rememberMs'>,
  key: string,
  decision: typeof SENT | typeof TAKEN,
): Promise<boolean> {
  return store.setIfAbsent(`${key}:end`, decision, rememberMs);
}

/** The vendor may have the submission, and nobody can tell. */
export function outcomeUnknown(status = 409, cause?: unknown): Refusal {
  const message = 'the vendor may have received the submission: do not send it again';
  return new Refusal('outcome_unknown', status, message, { cause });
}

async function waitFor(settings: AttemptSettings, key: string): Promise<string> {
  const { store, waitMs } = settings;
  const start = performance.now();
  let takeOverAt = start + Math.min(TAKE_OVER_MS, waitMs / 2);
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
    const stored = await store.get(key);
    if (stored === undefined) throw outcomeUnknown();
    if (stored !== PENDING && stored !== COMING) return stored;
    if (stored === COMING && performance.now() >= takeOverAt) {
      if (await takeOver(settings, key)) return UNSENT;
      takeOverAt = Infinity;
    }
    if (performance.now() + pauseMs > start + waitMs) throw outcomeUnknown();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Whether a coming attempt ends here, so that the vendor never gets its last byte. */
async function takeOver(settings: AttemptSettings, key: string): Promise<boolean> {
  const { store, rememberMs } = settings;
  if (!(await decide(settings, key, TAKEN))) return (await store.get(`${key}:end`)) === TAKEN;
  await store.set(key, UNSENT, rememberMs);
  return true;
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

import { encodeBase64 } from './base64.js';
import { misconfigured, Refusal } from './errors.js';
import type { RateLimit, Settings } from './options.js';
import { within } from './time-limit.js';
import { visitorName } from './visitor-name.js';

/** Counts a request of a visitor. @throws `Refusal` when they have made too many. */
export async function limitRate(
  {
    rateLimit,
    store,
    now,
    hookTimeoutMs,
  }: Pick<Settings, 'rateLimit' | 'now' | 'hookTimeoutMs'> & {
    readonly store: Pick<Settings['store'], 'increment'>;
  },
  request: Request,
): Promise<void> {
  if (rateLimit === undefined) return;
  const time = now().getTime();
  const { requests, perMs } = rateLimit;
  const count = await countOf(
    rateLimit,
    time,
    (key) => store.increment(key, perMs),
    () => within(hookTimeoutMs, () => rateLimit.visitorOf(request)),
  );
  if (count <= requests) return;
  const seconds = Math.max(1, Math.ceil((perMs - (time % perMs)) / 1000));
  const headers = { 'retry-after': seconds.toString() };
  throw new Refusal('rate_limited', 429, 'this visitor has made too many requests', { headers });
}

async function countOf(
  { perMs }: RateLimit,
  time: number,
  increment: (key: string) => Promise<number>,
  visitorOf: () => Promise<string | undefined>,
): Promise<number> {
  try {
    const visitor = new TextEncoder().encode(visitorName(await visitorOf(), 'rateLimit.visitorOf') ?? '');
    const name = encodeBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', visitor)));
    return await increment(`rate:${name}:${Math.floor(time / perMs).toString()}`);
  } catch (error) {
    throw misconfigured('requests could not be counted', error);
  }
}

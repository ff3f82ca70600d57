import type { Client, ClientOptions } from 'idsnap';

export const LIMITS: { timeoutMs: number; deadlineMs: number; pollMs: number; maxResponseBytes: number };
export const FAULTS: Readonly<Record<string, object | undefined>>;
export const CALLS: Readonly<
  Record<string, (client: Client, image: Uint8Array, limits: typeof LIMITS) => Promise<unknown>>
>;
export function limitsOf(times: number): typeof LIMITS;
export function optionsOf(limits: typeof LIMITS): Partial<ClientOptions>;
export function faulty(
  name: string,
  options?: { elsewhere?: string; isPolled?: boolean; origin?: string },
): Promise<{ endpoint: string; seen: (string | undefined)[]; close: () => void }>;
export const BEHIND_PROXY: { limits: typeof LIMITS; faults: readonly string[] };
export const faultyBehindProxy: typeof faulty;
export function countOf(seen: readonly unknown[], isPolled: boolean): string;
export function rowOf(
  fault: string,
  call: string,
  result: { code: string; resume: string; requests: string; ms: number },
): string[];
export function documented(platform: string, rows: readonly string[][]): Promise<string[][]>;

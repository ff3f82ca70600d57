import type { Bytes } from './gateway.js';

/** The JSON object that `bytes` hold, or `undefined`. */
export function parseObject(bytes: Bytes): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A JSON body. */
export function writeJson(value: Readonly<Record<string, unknown>>): Bytes {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Whether `value` is an object with named members. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text under `name` in the JSON object that `bytes` hold, or `undefined`. */
export function textMember(bytes: Bytes, name: string): string | undefined {
  const value = parseObject(bytes)?.[name];
  return typeof value === 'string' ? value : undefined;
}

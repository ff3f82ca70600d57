import { Refusal } from '../errors.js';
import type { HandoverOperation } from './options.js';

/** The form of a session id: 128 bits in base64url. */
export const ID = /^[A-Za-z0-9_-]{22}$/;

/** What a path asks for. */
export interface Target {
  readonly operation: HandoverOperation;
  readonly id: string;
  readonly number: number;
}

/** What a request asks for. @throws `Refusal` where there is nothing, or the method is another. */
export function match(basePath: string, method: string, pathname: string): Target {
  const rest =
    pathname === basePath || pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : undefined;
  const [, id = '', tail = '', ...more] = rest?.split('/') ?? ['', '', ''];
  const operations = operationsOf(id, tail);
  if (rest === undefined || more.length > 0 || operations === undefined) {
    throw new Refusal('not_found', 404, 'there is nothing at this path');
  }
  const operation = operations[method];
  if (operation === undefined) {
    const headers = { allow: Object.keys(operations).join(', ') };
    throw new Refusal('method_not_allowed', 405, 'the path takes another method', { headers });
  }
  return { operation, id, number: Number(tail) };
}

/** What each method does behind the base path. */
function operationsOf(id: string, tail: string): Readonly<Partial<Record<string, HandoverOperation>>> | undefined {
  if (id === '' && tail === '') return { POST: 'open' };
  if (!ID.test(id)) return undefined;
  if (tail === '') return { GET: 'state' };
  if (/^(?:0|[1-9]\d?)$/.test(tail)) return { GET: 'read', POST: 'append' };
  return tail === 'claim' || tail === 'end' ? { POST: tail } : undefined;
}

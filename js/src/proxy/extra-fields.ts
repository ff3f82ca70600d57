import { optionError, type OptionReader } from './checks.js';
import type { GatewayContext, Route } from './gateway.js';

/** What a part or parameter may be called: as the SDK has it of its `extra`. */
const NAME = /^[A-Za-z0-9_.-]{1,64}$/;
/** One line of text. */
const VALUE = /^[^\p{Cc}]{0,2000}$/u;

/** The names in the option `extraFields`, none of which is that of a secret. */
export function extraFields<Options extends { extraFields?: readonly string[] }>(
  options: OptionReader<Options>,
  { refuseSecret }: GatewayContext,
): readonly string[] {
  const names = options.list('extraFields' as never);
  for (const name of names) {
    if (!NAME.test(name)) throw optionError(options.nameOf('extraFields'), 'holds a name that no field has');
    try {
      refuseSecret(name);
    } catch {
      throw optionError(options.nameOf('extraFields'), `holds ${name}, which only the proxy may add`);
    }
  }
  return names;
}

/** The routes, with more texts that their forms may have. What a part is already, it stays. */
export const withParts = (routes: readonly Route[], names: readonly string[]): Route[] =>
  routes.map((route) => {
    const { form } = route.accepts;
    if (form === undefined) return route;
    const texts = Object.fromEntries(names.map((name) => [name, { kind: 'text' } as const]));
    return { ...route, accepts: { ...route.accepts, form: { parts: { ...texts, ...form.parts } } } };
  });

/** The routes, with more parameters that their queries may have. */
export const withParameters = (routes: readonly Route[], names: readonly string[]): Route[] =>
  routes.map((route) => ({
    ...route,
    query: { ...Object.fromEntries(names.map((name) => [name, VALUE])), ...route.query },
  }));

// Comparing what two builds make of the same files.

/** Longer than this a value is cut where it is shown. */
const SHOWN = 300;

/**
 * Compares the results of two builds, by case: the value as JSON text, and for a refusal its message.
 *
 * @param {Map<string, { value: string, message?: string }>} before
 * @param {Map<string, { value: string, message?: string }>} after
 */
export function compare(before, after) {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const missing = keys.filter((key) => !before.has(key) || !after.has(key));
  const pairs = keys.filter((key) => !missing.includes(key)).map((key) => [key, before.get(key), after.get(key)]);
  const equal = pairs.filter(([, old, now]) => old.value === now.value);
  const refused = equal.filter(([, old]) => old.message !== undefined);
  const differing = pairs.filter(([, old, now]) => old.value !== now.value);
  return {
    same: equal.length - refused.length,
    refused: refused.length,
    otherwise: counted(refused.filter(([, old, now]) => old.message !== now.message)),
    differing: differing.map(([key, old, now]) => ({ key, before: excerpt(old, now), after: excerpt(now, old) })),
    missing,
  };
}

/** Messages that have changed, each once, with how often it did. */
function counted(pairs) {
  const counts = new Map();
  for (const [, { message: before }, { message: after }] of pairs) {
    const key = JSON.stringify([before, after]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => ({ before: JSON.parse(key)[0], after: JSON.parse(key)[1], count }));
}

/** A value from a little before the first place where it differs from the other one. */
function excerpt({ value, message }, other) {
  const text = message === undefined ? value : `${value} ${message}`;
  const at = [...text].findIndex((letter, index) => letter !== other.value[index]);
  const from = Math.max(0, at - 80);
  return `${from > 0 ? '…' : ''}${text.slice(from, from + SHOWN)}${text.length > from + SHOWN ? '…' : ''}`;
}

// What a visitor chose: it stands in the address, so that a link leads to it, and is kept for the next visit. No photo is.

const KEY = 'idsnap-demo';

/** The choices of these names: those of the address where it has any, else those of the last visit. */
export function readChoices(names) {
  const address = new URLSearchParams(location.search);
  const source = names.some((name) => address.has(name)) ? Object.fromEntries(address) : lastVisit();
  return Object.fromEntries(
    names.filter((name) => typeof source[name] === 'string').map((name) => [name, source[name]]),
  );
}

/** Remembers the choices; those that are empty are left out of the address. */
export function rememberChoices(choices) {
  const chosen = Object.entries(choices).filter(([, value]) => value !== '' && value !== undefined);
  const address = new URL(location.href);
  address.search = new URLSearchParams(chosen).toString();
  history.replaceState(history.state, '', address);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...lastVisit(), ...choices }));
  } catch {
    // A browser that keeps nothing still has the address.
  }
}

function lastVisit() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept !== null && typeof kept === 'object' ? kept : {};
  } catch {
    return {};
  }
}

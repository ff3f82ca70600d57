import { scoped } from './scope.js';

/** A server that sends no byte for so long sends none any more. What comes slowly may take as long as it needs. */
const SILENCE_MS = 20_000;
/** What the error of silence says. */
export const SILENT = `no byte for ${SILENCE_MS} ms`;

/**
 * Fetches a file of the package, and makes something of it while it comes. Rejects as a connection that breaks does, once
 * no byte has come for 20 seconds.
 */
export function arriving<T>(url: URL, use: (response: Response) => T | Promise<T>): Promise<T> {
  return scoped(
    undefined,
    async ({ signal }, again) => {
      const response = await fetch(url, { credentials: 'same-origin', signal });
      void follow(response.clone(), again);
      return use(response);
    },
    { ms: SILENCE_MS, late: () => new TypeError(SILENT) },
  );
}

/** Tells of each piece of a body. */
async function follow({ body }: Response, tell: () => void): Promise<void> {
  const reader = body?.getReader();
  try {
    while (reader && !(await reader.read()).done) tell();
  } catch {
    // Whoever uses the response hears of it.
  }
}

/** Tells the customer's log of a request. A log that fails must not take the response with it. */
export function tellLog<Entry>(log: ((entry: Entry) => void) | undefined, entry: Entry): void {
  try {
    const told: unknown = log?.(entry);
    // One that rejects would end the process.
    Promise.resolve(told).catch(() => undefined);
  } catch {
    // The customer's own affair.
  }
}

// Suites that have no files yet, and why. Any other suite without files fails the run, and so does one that is in this
// table although it has files.
/** @type {Record<string, string>} */
export const ABSENT = {};

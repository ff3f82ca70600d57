// How far a text is from another.

/** Levenshtein's distance. */
export function edits(one, two) {
  let before = Array.from({ length: two.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= two.length; j += 1) {
      row.push(Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one[i - 1] === two[j - 1] ? 0 : 1)));
    }
    before = row;
  }
  return before[two.length];
}

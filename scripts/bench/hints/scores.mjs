// Precision and recall of each hint, by what is known of each photo.
import { overlap } from '../overlap.mjs';
import { HINTS, labelOf, STRICTNESSES } from './labels.mjs';

/** An outline that agrees better is of the document. */
const FOUND = 0.8;

/**
 * For each hint and strictness how often it was given rightly, given wrongly, left out wrongly; and left out where the
 * document was found, since nothing can be told of one that is not.
 */
export function scores(photos) {
  return HINTS.map((hint) => ({ hint, counts: STRICTNESSES.map((strictness) => count(photos, hint, strictness)) }));
}

function count(photos, hint, strictness) {
  const counts = { right: 0, wrong: 0, missed: 0, missedThoughFound: 0, needless: 0, uncounted: 0 };
  for (const photo of photos) {
    const label = labelOf(hint, photo, strictness);
    const isGiven = photo.analyses[strictness].hints.includes(hint);
    if (label === 'none') counts[isGiven ? 'wrong' : 'needless'] += 1;
    else if (label === 'uncounted') counts.uncounted += 1;
    else if (isGiven) counts.right += 1;
    else {
      counts.missed += 1;
      if (isFound(photo)) counts.missedThoughFound += 1;
    }
  }
  return counts;
}

/** Whether the outline found is that of the document. */
export function isFound({ truth, analyses }) {
  const { corners } = analyses.normal;
  if (!corners || !truth.corners) return false;
  const { topLeft, topRight, bottomRight, bottomLeft } = corners;
  const answer = [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => [x, y]);
  return overlap(answer, truth.corners) > FOUND;
}

// Letters as they compare, the same as `fold` in src/document/normalize/letters.rs.

const UNSEEN = /[\u0300-\u036f\u200b-\u200f\u00ad\ufeff]/gu;
const APOSTROPHES = /['`\u02b9-\u02bf\u2018-\u201b]/gu;

/** A text in upper case, without marks, apostrophes and what cannot be seen. */
export function fold(text) {
  return text.normalize('NFD').replace(UNSEEN, '').replace(APOSTROPHES, '').toUpperCase().normalize('NFC');
}

/** A name as it is looked up: folded, of words parted by one space, without signs. */
export function nameOf(text) {
  return fold(text)
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim();
}

/** What the MRZ of a passport holds, in the forms of ICAO 9303 part 4. */
export interface PassportMrz {
  /** `P<` or a variant such as `PN`. */
  readonly code: string;
  readonly issuer: string;
  /** Upper case, words separated by spaces. */
  readonly lastName: string;
  readonly firstNames: string;
  readonly number: string;
  readonly nationality: string;
  /** `YYMMDD`. */
  readonly birth: string;
  readonly sex: 'M' | 'F' | '<';
  /** `YYMMDD`; empty where the document never expires. */
  readonly expiry: string;
  readonly personal: string;
}

/** The two lines of 44 characters, with their check digits. */
export function passportLines(mrz: PassportMrz): [string, string] {
  const names = `${mrz.lastName}<<${mrz.firstNames}`.replaceAll(' ', '<');
  const number = withDigit(mrz.number.padEnd(9, '<'));
  const birth = withDigit(mrz.birth);
  const expiry = mrz.expiry === '' ? '<<<<<<<' : withDigit(mrz.expiry);
  const personal = mrz.personal === '' ? '<'.repeat(15) : withDigit(mrz.personal.padEnd(14, '<'));
  const composite = checkDigit(number + birth + expiry + personal);
  return [
    `${mrz.code}${mrz.issuer}${names}`.padEnd(44, '<').slice(0, 44),
    `${number}${mrz.nationality}${birth}${mrz.sex}${expiry}${personal}${composite}`,
  ];
}

/** The check digit of ICAO 9303 part 3: weights 7, 3, 1, modulo 10. */
function checkDigit(text: string): string {
  const weights = [7, 3, 1];
  const sum = Array.from(text).reduce(
    (total, character, index) => total + value(character) * (weights[index % 3] ?? 0),
    0,
  );
  return (sum % 10).toString();
}

function withDigit(text: string): string {
  return text + checkDigit(text);
}

function value(character: string): number {
  return character === '<' ? 0 : parseInt(character, 36);
}

// Makes the demo's example: both sides of a specimen identity card (ID-1, ISO/IEC 7810) of the fictional state UTO
// (ICAO Doc 9303's Utopia), as SVG. Nobody's document: the name is the standard's own specimen holder.
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const HOLDER = {
  surname: 'ERIKSSON',
  givenNames: 'ANNA MARIA',
  number: 'D23145890',
  birth: '740812',
  expiry: '320415',
  sex: 'F',
};

/** The check digit of ICAO Doc 9303 part 3, section 4.9: weights 7, 3, 1. */
export function checkDigit(text) {
  const value = (c) => (c === '<' ? 0 : parseInt(c, 36));
  return String([...text].reduce((sum, c, index) => sum + value(c) * [7, 3, 1][index % 3], 0) % 10);
}

/** The three lines of a TD1 machine readable zone. */
export function machineReadableZone({ surname, givenNames, number, birth, expiry, sex }) {
  const upper = `I<UTO${number}${checkDigit(number)}`.padEnd(30, '<');
  const dates = [birth + checkDigit(birth), expiry + checkDigit(expiry)];
  const middle = `${dates[0]}${sex}${dates[1]}UTO`.padEnd(29, '<');
  const composite = checkDigit(upper.slice(5) + dates[0] + dates[1] + middle.slice(18, 29));
  const lower = `${surname}<<${givenNames.replaceAll(' ', '<')}`.padEnd(30, '<');
  return [upper, middle + composite, lower];
}

const FONT = 'font-family="Helvetica, Arial, sans-serif"';
const text = ([x, y], size, content, extra = '') =>
  `<text x="${x}" y="${y}" font-size="${size}" ${FONT} ${extra}>${content}</text>`;
const field = (x, y, label, value) =>
  text([x, y], 13, label, 'fill="#51606f"') + text([x, y + 27], 25, value, 'fill="#16202b" font-weight="600"');

function card(content) {
  const waves = Array.from({ length: 22 }, (_, line) => {
    const y = 40 + line * 23;
    return `<path d="M0 ${y} q107 -46 214 0 t214 0 t214 0 t214 0" />`;
  }).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="3300" height="2080" viewBox="0 0 856 540">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#dcebf3"/><stop offset=".55" stop-color="#f3f1e4"/><stop offset="1" stop-color="#d5e6dc"/></linearGradient><clipPath id="c"><rect width="856" height="540" rx="30"/></clipPath></defs>
<g clip-path="url(#c)"><rect width="856" height="540" fill="url(#g)"/><g fill="none" stroke="#8fb3c4" stroke-opacity=".45" stroke-width="1.2">${waves}</g>${content}</g>
</svg>
`;
}

/** The date of an MRZ as a card prints it; every year of a `century` such as 20. */
const printed = (date, century) => `${date.slice(4)}.${date.slice(2, 4)}.${century}${date.slice(0, 2)}`;

function front(holder) {
  const portrait = `<g transform="translate(44 132)"><rect width="220" height="284" rx="10" fill="#c9d6de"/><path d="M20 284c6-74 46-96 90-96s84 22 90 96z" fill="#5a6c7c"/><ellipse cx="110" cy="122" rx="54" ry="66" fill="#e3bfa4"/><path d="M54 118c-4-56 26-80 56-80s62 24 56 80c-8-34-26-44-56-44s-48 10-56 44z" fill="#4b372b"/><circle cx="91" cy="120" r="5"/><circle cx="129" cy="120" r="5"/><path d="M92 152q18 12 36 0" fill="none" stroke="#8a4b40" stroke-width="4" stroke-linecap="round"/></g>`;
  return card(
    text([44, 62], 32, 'UTOPIA', 'fill="#123a5a" font-weight="700" letter-spacing="5"') +
      text([44, 94], 17, 'IDENTITY CARD / CARTE D’IDENTITÉ', 'fill="#123a5a" letter-spacing="1.5"') +
      text([812, 62], 22, 'SPECIMEN', 'fill="#b3261e" font-weight="700" text-anchor="end"') +
      portrait +
      field(300, 142, 'Surname / Nom', holder.surname) +
      field(300, 206, 'Given names / Prénoms', holder.givenNames) +
      field(300, 270, 'Nationality', 'UTOPIAN') +
      field(530, 270, 'Sex', holder.sex) +
      field(300, 334, 'Date of birth', printed(holder.birth, 19)) +
      field(530, 334, 'Date of expiry', printed(holder.expiry, 20)) +
      field(300, 398, 'Document No.', holder.number) +
      `<path d="M530 446c30-40 44 10 66-14s26-26 40 2 40-20 70-12" fill="none" stroke="#1d2f52" stroke-width="3"/>` +
      text([44, 500], 12, 'This card belongs to nobody. It was drawn for tests.', 'fill="#51606f"'),
  );
}

function back(holder) {
  const lines = machineReadableZone(holder)
    .map(
      (line, index) =>
        `<text x="36" y="${402 + index * 50}" font-size="40" font-family="OCR-B, 'Courier New', monospace" font-weight="600" textLength="784" lengthAdjust="spacingAndGlyphs" fill="#101418">${line.replaceAll('<', '&lt;')}</text>`,
    )
    .join('');
  return card(
    field(44, 66, 'Place of birth / Lieu de naissance', 'ZENITH') +
      field(44, 134, 'Authority / Autorité', 'CITY OF ZENITH') +
      field(44, 202, 'Date of issue', '16.04.2022') +
      field(420, 66, 'Address / Adresse', '1 EXAMPLE STREET, ZENITH') +
      text([812, 320], 22, 'SPECIMEN', 'fill="#b3261e" font-weight="700" text-anchor="end"') +
      `<rect y="350" width="856" height="190" fill="#fff" fill-opacity=".55"/>${lines}`,
  );
}

/** Both sides as SVG, by their names. `holder` has the fields of an MRZ. */
export const drawExample = (holder = HOLDER) => ({ front: front(holder), back: back(holder) });

/** Writes `front.svg` and `back.svg` into `folder` (a URL). */
export async function writeExample(folder) {
  await mkdir(folder, { recursive: true });
  for (const [side, svg] of Object.entries(drawExample())) await writeFile(new URL(`${side}.svg`, folder), svg);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeExample(new URL('../www/example/', import.meta.url));
}

import { readMrz } from './idsnap/index.js';
import { element, facts } from './element.js';

const SVG = 'http://www.w3.org/2000/svg';

/** The fields of the form, with what each takes from the MRZ. */
const FIELDS = [
  ['Surname', 'surname', (mrz) => mrz.surname],
  ['Given names', 'given-names', (mrz) => mrz.givenNames],
  ['Document number', 'document-number', (mrz) => mrz.documentNumber],
  ['Nationality', 'nationality', (mrz) => mrz.nationality],
  ['Date of birth', 'date-of-birth', (mrz) => mrz.dateOfBirth?.iso ?? mrz.dateOfBirth?.partial],
  ['Date of expiry', 'date-of-expiry', (mrz) => mrz.dateOfExpiry?.iso],
];

/** The covered fields of a check digit, in words. */
const DIGITS = {
  documentNumber: 'document number',
  dateOfBirth: 'date of birth',
  dateOfExpiry: 'date of expiry',
  optionalData: 'optional data',
  composite: 'all together',
};

/** A button that reads the MRZ of a photo in this page, and what it read: marked in the picture, and filled into a form. */
export function mrzReader({ blob, width, height }, picture, onError) {
  const output = element('div', { class: 'mrz', role: 'status' });
  const button = element('button', { type: 'button', class: 'read-mrz' }, 'Read the MRZ here');
  button.addEventListener('click', async () => {
    button.disabled = true;
    output.replaceChildren('Reading…');
    try {
      const reading = await readMrz(blob);
      picture.querySelector('svg')?.remove();
      if (reading.quad) picture.append(mark(reading, width, height));
      output.replaceChildren(...shown(reading));
    } catch (error) {
      output.replaceChildren(onError(error));
    }
    button.disabled = false;
  });
  return element('div', {}, button, output);
}

/** The quad of the MRZ over the picture. */
function mark({ quad, status }, width, height) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', 'The MRZ is marked in the photo');
  const polygon = document.createElementNS(SVG, 'polygon');
  const corners = [quad.topLeft, quad.topRight, quad.bottomRight, quad.bottomLeft];
  polygon.setAttribute('points', corners.map(({ x, y }) => `${x},${y}`).join(' '));
  polygon.setAttribute('class', status === 'valid' ? 'proved' : 'doubtful');
  svg.append(polygon);
  return svg;
}

function shown({ status, mrz, lines, format }) {
  if (lines.length === 0) return ['No MRZ was found in this photo.'];
  const text = element('pre', {}, lines.join('\n'));
  if (mrz === null) {
    return [
      `An MRZ of the format ${format} was found, and its check digits do not prove what it says (${status}).`,
      text,
    ];
  }
  const digits = mrz.checks.map(({ field, passed }) => [DIGITS[field] ?? field, passed ? 'holds' : 'fails']);
  const form = element('form', { class: 'from-mrz' }, ...FIELDS.map((field) => input(field, mrz)));
  form.addEventListener('submit', (event) => event.preventDefault());
  return ['Read in this page, before anything is sent:', text, element('h4', {}, 'Check digits'), facts(digits), form];
}

function input([label, name, value], mrz) {
  return element('label', {}, label, element('input', { name, value: value(mrz) ?? '' }));
}

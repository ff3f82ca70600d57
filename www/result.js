import { element, facts } from './element.js';

const FIELDS = [
  ['kind', 'Kind'],
  ['vendorType', 'Vendor’s type'],
  ['issuingCountry', 'Issuing country'],
  ['surname', 'Surname'],
  ['givenNames', 'Given names'],
  ['middleName', 'Patronymic'],
  ['fullName', 'Full name'],
  ['localName', 'Name in local script'],
  ['documentNumber', 'Document number'],
  ['personalNumber', 'Personal number'],
  ['dateOfBirth', 'Date of birth'],
  ['sex', 'Sex'],
  ['nationality', 'Nationality'],
  ['placeOfBirth', 'Place of birth'],
  ['dateOfIssue', 'Date of issue'],
  ['dateOfExpiry', 'Date of expiry'],
  ['authority', 'Authority'],
  ['address', 'Address'],
  ['mrz', 'MRZ'],
];

const IMAGES = { face: 'Portrait', front: 'Front', back: 'Back', aligned: 'Straightened' };

/** What a person should read of an error, with what a developer needs folded below. */
export function errorBanner(error) {
  const info = [
    ['Code', error.code],
    ['Category', error.category],
    ['Message', error.message],
    ['Vendor', error.vendor],
    ['HTTP status', error.status],
    ['Vendor’s code', error.vendorCode],
    ['Field', error.field],
    ['A retry can help', error.retryable ? 'yes' : 'no'],
  ];
  return element(
    'div',
    { class: 'banner bad', role: 'alert' },
    element('p', {}, advice(error.advice ?? 'Something went wrong.')),
    element('details', {}, element('summary', {}, 'For developers'), facts(info)),
  );
}

/** Advice in the language that was chosen for it. */
const advice = (text) => element('strong', { lang: document.getElementById('advice-language')?.value ?? 'en' }, text);

/** The normalized answer: verdict, documents, checks, pictures, raw. `urls` collects the object URLs made. */
export function resultView(result, urls) {
  const parts = [verdict(result.verdict)];
  result.documents.forEach((document, index) => {
    if (result.documents.length > 1) parts.push(element('h3', {}, `Document ${index + 1}`));
    parts.push(documentTable(document), pictures(document.images, urls), checks(document.checks));
  });
  parts.push(checks(result.checks), raw(result));
  return element('div', {}, ...parts.filter(Boolean));
}

function verdict({ accepted, reasons }) {
  if (accepted)
    return element('div', { class: 'banner good', role: 'status' }, element('strong', {}, 'The document was read.'));
  const lines = reasons.map((reason) =>
    element('p', {}, advice(reason.advice), `${reason.code} (${reason.vendorCode})`),
  );
  return element('div', { class: 'banner bad', role: 'alert' }, ...lines);
}

function documentTable(document) {
  const body = element('tbody');
  for (const [key, title] of FIELDS) {
    const field = document[key];
    if (field === undefined) continue;
    body.append(element('tr', { id: `field-${key}` }, element('th', { scope: 'row' }, title), ...cells(key, field)));
  }
  for (const [key, value] of Object.entries(document.extra)) {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (text)
      body.append(
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, ...breakable(key)),
          element('td', {}, text),
          element('td', {}, 'kept as it came'),
        ),
      );
  }
  const head = element(
    'thead',
    {},
    element('tr', {}, ...['Field', 'Value', 'As printed'].map((name) => element('th', { scope: 'col' }, name))),
  );
  return element('div', { class: 'scroll' }, element('table', { class: 'document' }, head, body));
}

/** A vendor's name of a field, which may be broken where it has an underscore. */
const breakable = (name) => name.split('_').flatMap((part, at) => (at === 0 ? [part] : ['_', element('wbr'), part]));

function cells(key, field) {
  if (typeof field === 'string') return [element('td', {}, field.replaceAll('_', ' ')), element('td')];
  if (key === 'mrz')
    return [
      element('td', { class: 'mono' }, field.lines.join('\n')),
      element('td', {}, field.valid ? 'all check digits hold' : 'check digits fail'),
    ];
  const notes = [];
  if (field.raw !== field.value) notes.push(field.raw);
  if (field.confidence !== undefined) notes.push(`${Math.round(field.confidence * 100)} % sure`);
  if (field.source) notes.push(field.source === 'mrz' ? 'from the MRZ' : 'printed');
  return [element('td', {}, field.value), element('td', {}, notes.join(', '))];
}

function checks(list) {
  if (list.length === 0) return null;
  const signs = { passed: '✓', failed: '✗', not_run: '–' };
  const isRepeated = ({ kind }) => list.filter((check) => check.kind === kind).length > 1;
  const items = list.map((check) => {
    const detail = isRepeated(check) && check.vendorCode ? ` (${check.vendorCode})` : '';
    const text = `${signs[check.status]} ${check.kind.replaceAll('_', ' ')}${detail}`;
    return element('li', { class: check.status }, text);
  });
  return element('div', {}, element('h3', {}, 'Checks'), element('ul', { class: 'checks' }, ...items));
}

function pictures(images, urls) {
  const figures = Object.entries(images).map(([key, image]) => {
    const url = URL.createObjectURL(new Blob([image.bytes], { type: image.mimeType }));
    urls.push(url);
    return element(
      'figure',
      {},
      element('img', { src: url, alt: IMAGES[key] }),
      element('figcaption', {}, IMAGES[key]),
    );
  });
  return figures.length
    ? element('div', {}, element('h3', {}, 'Pictures'), element('div', { class: 'pictures' }, ...figures))
    : null;
}

function raw(result) {
  const shorten = (key, value) => {
    if (value instanceof Uint8Array) return `${value.length} bytes`;
    return typeof value === 'string' && value.length > 200
      ? `${value.slice(0, 60)}… (${value.length} characters)`
      : value;
  };
  const block = (title, value) =>
    element('details', {}, element('summary', {}, title), element('pre', {}, JSON.stringify(value, shorten, 2)));
  return element(
    'div',
    {},
    block('The vendor’s answer, typed', result.data),
    block('The vendor’s answer, as it came', result.raw),
  );
}

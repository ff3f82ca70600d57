// What the demo asks of each vendor: its documents (and what to photograph where it is no card with two sides), and
// the request made of the two photos.

const SUCCESS = ['success', 'with a document'];
const FAILURES = [
  ['server_error', 'that it is out of order'],
  ['malformed_json', 'with broken JSON'],
];

export const vendors = [
  {
    id: 'zoloz',
    scenarios: [
      SUCCESS,
      ['blur', 'that the photo is blurred'],
      ['not_genuine', 'that it is a copy'],
      ['wrong_document', 'that it is another document'],
      ['quota', 'that the quota is used up'],
      ...FAILURES,
    ],
    name: 'ZOLOZ',
    limit: '5,000,000 base64 characters for both photos',
    sharedLimit: 5_000_000,
    documents: [
      ['00600000001', 'MyKad (Malaysia)'],
      ['00660000001', 'Identity card (Thailand)'],
      ['00000001003', 'Passport (front only)', { document: 'id3', sides: 'front' }],
      ['auto', 'Any identity card'],
    ],
    send(client, { front, back, documentType }, callOptions) {
      const selector = documentType === 'auto' ? { autoDocCategory: ['ID_CARD'] } : { docType: documentType };
      return client.zoloz.recognize(
        { ...selector, ...sides(front, documentType === '00000001003' ? null : back) },
        callOptions,
      );
    },
  },
  {
    id: 'beorg',
    scenarios: [
      SUCCESS,
      ['broken', 'that the document is broken'],
      ['already_submitted', 'that it was submitted before'],
      ['project_unknown', 'that the project is unknown'],
      ...FAILURES,
    ],
    name: 'Beorg',
    limit: '5 MB a photo, camera data kept',
    documents: [
      ['PASSPORT_FRGN', 'Foreign passport or CIS card', { document: 'any', sides: 'front back' }],
      ['PASSPORT', 'Russian passport', { document: 'any', sides: 'front' }],
      ['SNILS', 'SNILS', { document: 'any', sides: 'front' }],
    ],
    send(client, { front, back, documentType }, callOptions) {
      const documents = [front, back].filter(Boolean).map((image) => ({ image, type: documentType }));
      return client.beorg.recognize({ documents }, { ...callOptions, poll: { firstMs: 800, intervalMs: 800 } });
    },
  },
  {
    id: 'biometric_kz',
    scenarios: [
      SUCCESS,
      ['no_document', 'that there is no document'],
      ['wrong_side', 'that it is the wrong side'],
      ['subscription_missing', 'that there is no subscription'],
      ...FAILURES,
    ],
    name: 'Biometric.kz',
    limit: '5 MB a photo, JPEG or PNG',
    documents: [['kz', 'Identity card (Kazakhstan)']],
    send(client, { front, back, documentType }, callOptions) {
      return client.biometricKz.parseDocument({ countryCode: documentType, ...sides(front, back) }, callOptions);
    },
  },
  {
    id: 'cvs',
    scenarios: [
      SUCCESS,
      ['no_document', 'that there is no document'],
      ['warning_1', 'that it is a screen'],
      ['warning_6', 'that a corner is missing'],
      ['quota', 'that the quota is used up'],
      ...FAILURES,
    ],
    name: 'CVS',
    limit: '5 MB a photo, JPEG or PNG',
    documents: [
      ['file', 'Citizen card (Vietnam), sent as files'],
      ['base64', 'Citizen card (Vietnam), sent as base64'],
    ],
    send(client, { front, back, documentType }, callOptions) {
      return back
        ? client.cvs.cards({ form: documentType, front, back, getThumb: true }, callOptions)
        : client.cvs.card({ form: documentType, image: front, getThumb: true }, callOptions);
    },
  },
];

function sides(front, back) {
  return { ...(front ? { front } : {}), ...(back ? { back } : {}) };
}

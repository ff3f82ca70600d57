// What the demo asks of each vendor: its documents, and the request made of the two photos.

const SCENARIOS = [
  ['success', 'with a document'],
  ['blur', 'that the photo is blurred'],
  ['no_document', 'that there is no document'],
  ['quota', 'that the quota is used up'],
  ['unavailable', 'that it is out of order'],
];

export const scenarios = SCENARIOS;

export const vendors = [
  {
    id: 'zoloz',
    name: 'ZOLOZ',
    limit: '5,000,000 base64 characters for both photos',
    documents: [
      ['00600000001', 'MyKad (Malaysia)'],
      ['00660000001', 'Identity card (Thailand)'],
      ['00000001003', 'Passport (front only)'],
      ['auto', 'Any identity card'],
    ],
    send(client, { front, back, documentType }, callOptions) {
      const selector = documentType === 'auto' ? { autoDocCategory: ['ID_CARD'] } : { docType: documentType };
      return client.zoloz.recognize({ ...selector, ...sides(front, documentType === '00000001003' ? null : back) }, callOptions);
    },
  },
  {
    id: 'beorg',
    name: 'Beorg',
    limit: '5 MB a photo, camera data kept',
    documents: [
      ['PASSPORT_FRGN', 'Foreign passport or CIS card'],
      ['PASSPORT', 'Russian passport'],
      ['SNILS', 'SNILS'],
    ],
    send(client, { front, back, documentType }, callOptions) {
      const documents = [front, back].filter(Boolean).map((image) => ({ image, type: documentType }));
      return client.beorg.recognize({ documents }, { ...callOptions, poll: { firstMs: 800, intervalMs: 800 } });
    },
  },
  {
    id: 'biometric_kz',
    name: 'Biometric.kz',
    limit: '5 MB a photo, JPEG or PNG',
    documents: [['kz', 'Identity card (Kazakhstan)']],
    send(client, { front, back, documentType }, callOptions) {
      return client.biometricKz.parseDocument({ countryCode: documentType, ...sides(front, back) }, callOptions);
    },
  },
  {
    id: 'cvs',
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

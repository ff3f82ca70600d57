import { portrait } from '../../sandbox/portrait.js';
import type { RecognizeOrder } from './simulator-rules.js';

const SUCCESS = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' };

/** Old key names and the common ones of 2025 stand side by side, with their different date forms. */
const OCR = {
  LAST_NAME: 'SPECIMEN',
  FIRST_NAME: 'LINA MARIA',
  ID_NUMBER: 'XS0000017',
  COUNTRY: 'Utopia',
  COUNTRY_CODE: 'UTO',
  COUNTRY_CODE_IN_ISO: 'N',
  ISSUING_STATE: 'UTO',
  SEX: 'F',
  DATE_OF_BIRTH: '1990-08-12',
  STANDARDIZED_DATE_OF_BIRTH: '1990/08/12',
  EXPIRY_DATE: '2033-04-15',
  STANDARDIZED_EXPIRY_DATE: '2033/04/15',
  HK_ID: '',
  MAC_ID: '',
  NUMBER: 'XS0000017',
  FULL_NAME: '',
  FULL_NAME_EN: 'LINA MARIA SPECIMEN',
  LAST_NAME_EN: 'SPECIMEN',
  FIRST_NAME_EN: 'LINA MARIA',
  GENDER: 'F',
  NATIONALITY: 'Utopia',
  NATIONALITY_CODE: 'UTO',
  DATE_OF_EXPIRY: '2033/04/15',
  DATE_OF_ISSUE: '',
};

const EXPIRED_OCR = {
  ...OCR,
  EXPIRY_DATE: '2020-04-15',
  STANDARDIZED_EXPIRY_DATE: '2020/04/15',
  DATE_OF_EXPIRY: '2020/04/15',
};

/** The business failures: a call that worked, and a document that was not recognised. */
const REFUSALS: Readonly<Record<string, readonly [code: string, description: string]>> = {
  blur: ['BLUR', 'the image is blurred'],
  exposure: ['EXPOSURE', 'the image is overexposed'],
  no_face: ['NO_FACE_DETECTED', 'no face was detected on the document'],
  not_genuine: ['NOT_REAL_DOC', 'the document is not an original'],
  wrong_document: ['NO_REQUIRED_ID', 'the required document was not found'],
  unrecognized: ['UNKNOWN', 'unknown'],
};

/** The type of a passport of any country. */
const PASSPORT = '00000001003';

/** The response of `recognize` to an order that passed its checks. */
export function recognized(order: RecognizeOrder, scenario: string, transactionId: string): Record<string, unknown> {
  const refusal = REFUSALS[scenario];
  if (refusal !== undefined) return refused(order, refusal, transactionId);
  if (scenario === 'expired' && !order.allowsExpired)
    return refused(order, ['UNKNOWN', 'the document has expired'], transactionId);
  const ocr = scenario === 'expired' ? EXPIRED_OCR : OCR;
  const certType = order.docType ?? order.autoDocTypes[0] ?? PASSPORT;
  return {
    transactionId,
    result: SUCCESS,
    certType,
    docCategory: certType === PASSPORT ? 'PASSPORT' : 'ID_CARD',
    docEdition: 1,
    recognitionResult: 'Y',
    ...(order.wantsOcr ? { ocrResult: ocr } : {}),
    ...(order.comparedFields.length > 0 ? { ocrResultDetail: compared(order.comparedFields, ocr) } : {}),
    spoofResult: order.wantsSpoof ? spoof(scenario) : {},
    ...extraImages(order, portrait()),
  };
}

function refused(
  order: RecognizeOrder,
  [code, description]: readonly [code: string, description: string],
  transactionId: string,
): Record<string, unknown> {
  return {
    transactionId,
    result: SUCCESS,
    recognitionResult: 'N',
    recognitionErrorCode: code,
    recognitionErrorDescription: description,
    ocrResult: {},
    spoofResult: {},
    ...extraImages(order, ''),
  };
}

function spoof(scenario: string): Record<string, string> {
  return {
    TAMPER_CHECK: 'Y',
    MATERIAL_CHECK: 'Y',
    SCREEN_RECAPTURE_CHECK: scenario === 'screen_recapture' ? 'N' : 'Y',
    SECURITY_FEATURE_CHECK: 'Y',
    INFORMATION_CHECK: 'Y',
  };
}

/** A face that was asked for but not cropped comes as an empty text. */
function extraImages(order: RecognizeOrder, face: string): Record<string, unknown> {
  return order.wantsFace ? { extraImages: { CROPPED_FACE_FROM_DOC: order.cropsFace ? face : '' } } : {};
}

function compared(fields: readonly string[], ocr: Readonly<Record<string, string>>): Record<string, unknown> {
  const entries = fields.flatMap((name) =>
    ['MRZ', 'VISUAL'].map((source) => [`${source}_${name}`, { name, source, value: ocr[name] ?? '' }] as const),
  );
  return Object.fromEntries(entries);
}

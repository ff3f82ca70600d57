import { decodeStrict } from '../../sandbox/base64.js';
import { isRecord, isTextList } from '../../sandbox/simulator.js';
import { inspectFile } from '../../sandbox/images.js';
import { ZolozFailure } from './simulator-signing.js';

/** Both images together, in base64 characters: the strict reading of the vendor's "5MB". */
const MAX_IMAGE_CHARACTERS = 5_000_000;

/** Document types that the vendor lists with one page. */
const ONE_PAGE = [
  ...['00000001003', '00000001006', '00620000001', '00630000001', '00630000002', '00630000004', '00630000016'],
  ...['00630000020', '00630000022', '00630000024', '00630000031', '00860000011', '08520000001', '08520000002'],
];
const HONG_KONG_CARDS = ['08520000001', '08520000002'];
const CATEGORIES = ['PASSPORT', 'DRIVING_LICENSE', 'ID_CARD', 'RESIDENCE_PERMIT', 'VISA', 'ALL'];

/** Which fields can be compared between the MRZ and the print. */
const COMPARABLE: Readonly<Record<string, readonly string[]>> = {
  '00600000011': ['NAME', 'SEX'],
  '00000001006': ['ID_NUMBER', 'COUNTRY_CODE', 'EXPIRY_DATE', 'DATE_OF_BIRTH'],
};

/** Which issuers a passport type has; `null` for any. */
const ISSUERS: Readonly<Record<string, readonly string[] | null>> = {
  '00000001003': null,
  '00000001006': null,
  '00860000888': ['CHN'],
  '08860000002': ['TWN'],
  '08530000002': ['CHN'],
  '00630000031': ['PHL'],
  '00630000032': ['PHL'],
};

/** What was asked for, checked. */
export interface RecognizeOrder {
  readonly docType: string | undefined;
  readonly autoDocTypes: readonly string[];
  readonly wantsOcr: boolean;
  readonly wantsSpoof: boolean;
  readonly wantsFace: boolean;
  readonly cropsFace: boolean;
  readonly comparedFields: readonly string[];
  readonly allowsExpired: boolean;
}

/** Checks the body of `recognize` and `asyncrecognize` against the vendor's field table. */
export function checkOrder(body: Record<string, unknown>): RecognizeOrder {
  text(body, 'bizId', 32, true);
  text(body, 'sceneCode', 64);
  text(body, 'userId', 64);
  oneOf(body, 'operationMode', ['CLOSED', 'STANDARD', 'LOOSE', 'STRICT']);
  const docType = text(body, 'docType', 32);
  const autoDocTypes = list(body, 'autoDocTypes') ?? [];
  checkSelector(body, docType, autoDocTypes);
  checkImages(body, docType);
  const extra = list(body, 'extraImageControlList') ?? [];
  if (extra.some((name) => name !== 'CROPPED_FACE_FROM_DOC')) throw illegal('extraImageControlList');
  const config = body['productConfig'] ?? {};
  if (!isRecord(config)) throw illegal('productConfig');
  return { docType, autoDocTypes, wantsFace: extra.length > 0, ...checkConfig(config, docType) };
}

function checkSelector(body: Record<string, unknown>, docType: string | undefined, types: readonly string[]): void {
  const categories = list(body, 'autoDocCategory') ?? [];
  const countries = list(body, 'autoDocCountrycode') ?? [];
  const automatic = types.length + categories.length + countries.length > 0;
  if (docType === undefined && !automatic) throw missing('docType');
  if (docType !== undefined && automatic)
    throw invalid('docType excludes autoDocTypes, autoDocCategory and autoDocCountrycode');
  if ([...types, ...(docType === undefined ? [] : [docType])].some((type) => !/^\d{11}$/.test(type)))
    throw illegal('docType');
  if (!categories.every((category) => CATEGORIES.includes(category))) throw illegal('autoDocCategory');
  if (!countries.every((country) => /^(?:ALL|[A-Z]{3})$/.test(country))) throw illegal('autoDocCountrycode');
}

function checkImages(body: Record<string, unknown>, docType: string | undefined): void {
  const front = image(body, 'frontPageImage');
  const back = image(body, 'backPageImage');
  if (front === 0) throw missing('frontPageImage');
  if (back > 0 && docType !== undefined && ONE_PAGE.includes(docType)) throw invalid('this docType has one page');
  if (front + back > MAX_IMAGE_CHARACTERS) throw illegal('frontPageImage and backPageImage exceed 5 MB together');
}

/** The length of an image field in base64 characters; 0 if it is left out. */
function image(body: Record<string, unknown>, name: string): number {
  const value = text(body, name, Number.POSITIVE_INFINITY);
  if (value === undefined) return 0;
  const bytes = decodeStrict(value);
  const format = bytes && inspectFile(bytes)?.format;
  if (format === undefined || format === 'pdf') throw illegal(`${name} is not base64 of a JPEG, PNG or BMP file`);
  return value.length;
}

type ConfigOrder = Omit<RecognizeOrder, 'docType' | 'autoDocTypes' | 'wantsFace'>;

function checkConfig(config: Record<string, unknown>, docType: string | undefined): ConfigOrder {
  oneOf(config, 'enableOCR', ['Y', 'N']);
  oneOf(config, 'cropFaceImageFromDoc', ['Y', 'N']);
  // LOOSE and STRICT are reserved.
  oneOf(config, 'spoofMode', ['CLOSED', 'STANDARD']);
  const allow = config['allowExpiredDocument'] ?? (docType === '00000001003' ? 'N' : 'Y');
  checkPageInfo(config['pageInfoCheck'], docType);
  return {
    wantsOcr: config['enableOCR'] === 'Y',
    wantsSpoof: config['spoofMode'] === 'STANDARD',
    cropsFace: config['cropFaceImageFromDoc'] === 'Y',
    allowsExpired: allow === 'Y',
    comparedFields: checkConsistency(config['consistencyCheck'], docType ?? ''),
  };
}

function checkPageInfo(items: unknown, docType: string | undefined): void {
  if (items === undefined || items === null) return;
  if (!Array.isArray(items) || !items.every((item: unknown) => isRecord(item) && isPageInfoName(item['name']))) {
    throw illegal('pageInfoCheck');
  }
  if (docType !== undefined && !HONG_KONG_CARDS.includes(docType))
    throw invalid('pageInfoCheck is for Hong Kong cards');
}

function isPageInfoName(name: unknown): boolean {
  return name === 'id' || name === 'symbol' || name === 'name';
}

/** The fields to compare, after the rules of each kind of check. */
function checkConsistency(items: unknown, docType: string): string[] {
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items)) throw illegal('consistencyCheck');
  return items.flatMap((item: unknown) => {
    if (!isRecord(item)) throw illegal('consistencyCheck');
    return checkConsistencyItem(item, docType);
  });
}

function checkConsistencyItem(item: Record<string, unknown>, docType: string): readonly string[] {
  switch (item['type']) {
    case 'commonConsistencyCheck':
      if (docType !== '00600000001') throw invalid('commonConsistencyCheck does not support this docType');
      return [];
    case 'mrzVisualConsistencyCheck': {
      const details = list(item, 'details');
      if (details === undefined || details.length === 0) throw invalid('details is required');
      if (!details.every((field) => COMPARABLE[docType]?.includes(field)))
        throw invalid('details does not suit this docType');
      return details;
    }
    case 'passportCountryCheck': {
      const range = list(item, 'valueRange');
      const issuers = ISSUERS[docType];
      if (range === undefined || range.length === 0) throw invalid('valueRange is required');
      if (issuers === undefined) throw invalid('passportCountryCheck does not support this docType');
      if (!range.every((code) => (issuers === null ? /^[A-Z]{3}$/.test(code) : issuers.includes(code))))
        throw invalid('valueRange');
      return [];
    }
    default:
      throw illegal('consistencyCheck.type');
  }
}

function text(body: Record<string, unknown>, name: string, maxBytes: number, required = false): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) {
    if (required) throw missing(name);
    return undefined;
  }
  if (typeof value !== 'string' || value === '') throw illegal(name);
  if (value.length > maxBytes || (maxBytes < 100 && new TextEncoder().encode(value).length > maxBytes))
    throw illegal(name);
  return value;
}

function list(body: Record<string, unknown>, name: string): string[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!isTextList(value)) throw illegal(name);
  return value;
}

function oneOf(body: Record<string, unknown>, name: string, values: readonly string[]): void {
  const value = text(body, name, 32);
  if (value !== undefined && !values.includes(value)) throw illegal(name);
}

function missing(name: string): ZolozFailure {
  return new ZolozFailure('PARAM_MISSING', `${name} is missing`);
}

function illegal(name: string): ZolozFailure {
  return new ZolozFailure('PARAM_ILLEGAL', `illegal: ${name}`);
}

function invalid(message: string): ZolozFailure {
  return new ZolozFailure('INVALID_ARGUMENT', message);
}

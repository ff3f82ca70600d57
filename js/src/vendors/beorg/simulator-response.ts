import { passportLines } from '../../sandbox/mrz.js';

type Fields = Readonly<Record<string, string | null>>;

const FOREIGN_MRZ = {
  code: 'P<',
  issuer: 'UTO',
  lastName: 'SPECIMEN',
  firstNames: 'LINA MARIA',
  number: 'XS0000017',
  nationality: 'UTO',
  birth: '900812',
  sex: 'F',
  personal: '',
} as const;

/** The Russian page: the tenth digit of the number, the date of issue and the office stand where others have a personal number. */
const RUSSIAN_LINES = passportLines({
  code: 'PN',
  issuer: 'RUS',
  lastName: 'OBRAZQOV',
  firstNames: 'IVAN IVANOVI3',
  number: '000000001',
  nationality: 'RUS',
  birth: '900812',
  sex: 'M',
  expiry: '',
  personal: '0110903000000',
});

const RUSSIAN: Fields = {
  LastName: 'ОБРАЗЦОВ',
  FirstName: 'ИВАН',
  MiddleName: 'ИВАНОВИЧ',
  // A Cyrillic letter, unlike the Latin one of other types.
  Gender: 'М',
  BirthDate: '12.08.1990',
  BirthPlace: 'Г. ОБРАЗЦОВО',
  Series: '0000',
  Number: '000001',
  IssuedBy: 'ОТДЕЛОМ ОБРАЗЦОВ Г. ОБРАЗЦОВО',
  IssueDate: '03.09.2011',
  IssueId: '000-000',
  Address: '',
  HasPhoto: '1',
  HasOwnerSignature: '1',
  MRZ1: RUSSIAN_LINES[0],
  MRZ2: RUSSIAN_LINES[1],
};

const DATA: Readonly<Record<string, Fields>> = {
  PASSPORT: RUSSIAN,
  PASSPORT_REG: { ...RUSSIAN, Address: 'Г. ОБРАЗЦОВО, УЛ. ПРИМЕРНАЯ, Д. 1' },
  SNILS: {
    Number: '000-000-000 00',
    LastName: 'ОБРАЗЦОВ',
    FirstName: 'ИВАН',
    MiddleName: 'ИВАНОВИЧ',
    Gender: 'М',
    BirthDate: '12.08.1990',
    BirthPlace: 'Г. ОБРАЗЦОВО',
    RegistrationDate: null,
  },
  BRTH: {
    ChildGender: 'M',
    ChildLastName: 'ОБРАЗЦОВ',
    ChildFirstName: 'ПЁТР',
    ChildMiddleName: 'ИВАНОВИЧ',
    ChildBirthDate: '01.02.2020',
    IssueDate: '10.02.2020',
    Series: 'I-ОБ',
    Number: '000001',
  },
  RVP: {
    Gender: 'F',
    LastName: 'ПРИМЕРОВА',
    FirstName: 'ЛИНА',
    MiddleName: '',
    BirthDate: '12.08.1990',
    BirthPlace: 'УТОПИЯ',
    Citizenship: 'УТОПИЯ',
    SolutionNumber: '000/2024',
    SolutionDate: '15.04.2024',
    ExpiryDate: '15.04.2027',
    IssuedBy: 'ОТДЕЛОМ ОБРАЗЦОВ',
    IssueId: '000-000',
    IssueDate: '20.04.2024',
  },
};

/** The document types that the simulated project knows. */
export const BEORG_TYPES: readonly string[] = ['PASSPORT_FRGN', ...Object.keys(DATA)];

/** One document of a request: the entries with one key belong together. */
export interface BeorgDocument {
  readonly key: string;
  readonly type: string;
  readonly verifies: boolean;
  readonly hasExif: boolean;
}

/** The result of a submission. */
export function beorgResult(
  id: string,
  documents: readonly BeorgDocument[],
  scenario: string,
): Record<string, unknown> {
  return { document_id: id, documents: documents.map((document) => documentResponse(document, scenario)) };
}

function documentResponse(document: BeorgDocument, scenario: string): Record<string, unknown> {
  const data =
    document.type === 'PASSPORT_FRGN' ? foreignPassport(scenario === 'expired') : (DATA[document.type] ?? {});
  const broken = scenario === 'broken';
  return {
    key: document.key,
    // The vendor's own sample of the registration page has the plain type.
    type: document.type === 'PASSPORT_REG' ? 'PASSPORT' : document.type,
    data,
    metadata: {
      confidences: confidences(data),
      verifications: document.verifies || scenario === 'not_verified' ? verifications(scenario === 'not_verified') : {},
      metadata_check: metadataCheck(document.hasExif),
    },
    broken: broken ? true : document.type === 'BRTH' ? null : false,
    broken_reasons: broken ? ['The image has no metadata'] : [],
    broken_reasons_ru: broken ? ['У изображения нет метаданных'] : [],
  };
}

function foreignPassport(expired: boolean): Fields {
  const [line1, line2] = passportLines({ ...FOREIGN_MRZ, expiry: expired ? '200415' : '330415' });
  return {
    Code: 'UTO',
    Number: 'XS0000017',
    IDNumber: '',
    IssuedBy: 'UTOPIAN OFFICE OF SPECIMENS',
    Gender: 'F',
    LastName: 'SPECIMEN',
    FirstName: 'LINA MARIA',
    MiddleName: '',
    BirthDate: '12.08.1990',
    BirthPlace: 'UTOPIA',
    IssueDate: expired ? '16.04.2010' : '16.04.2023',
    FutureDate: expired ? '15.04.2020' : '15.04.2033',
    Nationality: 'UTO',
    MRZ1: line1,
    MRZ2: line2,
    HasPhoto: '1',
    HasOwnerSignature: '',
  };
}

/** Texts for the most part, a number and a null among them, and one key in another letter case. */
function confidences(data: Fields): Record<string, unknown> {
  const entries = Object.entries(data).map(([name, value]): [string, unknown] => {
    if (name === 'FirstName') return ['Firstname', '0.9987'];
    if (name === 'BirthDate') return [name, 0.9912];
    if (name === 'HasPhoto') return [name, '1.0'];
    return [name, value === null ? null : value === '' ? '0' : '0.9996'];
  });
  return Object.fromEntries(entries);
}

function verifications(failed: boolean): Record<string, unknown> {
  const checks = [
    { status: failed ? 1 : 0, key: 'fields_to_check_valid', title: 'Не все поля заполнены верно' },
    { status: '', key: 'fio_series_number_mrz', title: 'Данные не совпадают с МЧЗ' },
    { status: 0, key: 'expiration_date', title: 'Срок действия истёк' },
  ];
  const status = failed
    ? { status: 1, status_text: 'not_ok', bad_fields: ['Number'] }
    : { status: 0, status_text: 'ok' };
  return { ...status, checks: { verify_passport: checks } };
}

function metadataCheck(hasExif: boolean): Record<string, unknown> {
  const found = hasExif ? { source_check: 1 } : { source_check: 0 };
  const checks = { ...found, suspicious_app_detection: 0, suspicious_value: '', create_date: '', make: '', model: '' };
  return { status: hasExif ? 0 : 1, checks };
}

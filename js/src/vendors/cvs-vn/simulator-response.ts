import { cardImage } from '../../sandbox/portrait.js';

/** What a warning says; the reading succeeded and the document is doubtful. */
const WARNINGS: Readonly<Record<string, string>> = {
  '0': '',
  '1': 'Photo contains sign of being taken through an electronic screen',
  '2': 'The picture is a photocopy version of the id card',
  '3': 'The id field on the document is incorrectly formatted',
  '4': 'The MRZ on the passport is incorrectly formatted',
  '5': "The id card's corner has been clipped",
  '6': "The id card's corner has been missing",
};

const ADDRESS = {
  town: 'Thành phố Mẫu',
  town_code: '00',
  district: '',
  district_code: '',
  ward: 'Phường Mẫu',
  ward_code: '00000',
};

/** How a response is to look. */
export interface CvsResponseOptions {
  readonly thumb: boolean;
  /** The warning, `0` for none. */
  readonly warning: string;
  readonly expired: boolean;
}

/** The front of a card with a chip. The number is that of a person who cannot be: its counter is zero. */
export function chipFront(options: CvsResponseOptions): Record<string, unknown> {
  return {
    id: '000190000000',
    name: 'NGUYỄN THỊ MẪU',
    dob: '12-08-1990',
    hometown: 'Phường Mẫu, Thành phố Mẫu',
    gender: 'Nữ',
    due_date: dueDate(options),
    nationality: 'Việt Nam',
    address: '1 Đường Mẫu, Phường Mẫu, Thành phố Mẫu',
    ...prefixed('address', ADDRESS),
    ...prefixed('hometown', ADDRESS),
    ...confidences(['id', 'name', 'dob', 'hometown', 'gender', 'due_date', 'nationality', 'address']),
    ...boxes(['id', 'name', 'hometown', 'gender', 'due_date', 'nationality', 'address']),
    // A whole number among the fractions, and a box that was not found.
    dob_confidence: 1,
    dob_box: null,
    image: thumbnail(options),
  };
}

/** The back of a card with a chip. */
export function chipBack(options: CvsResponseOptions): Record<string, unknown> {
  return {
    issue_date: '16-04-2023',
    issued_at: 'CỤC TRƯỞNG CỤC MẪU',
    country: 'VNM',
    document_number: '190000000',
    person_number: '000190000000',
    dob: '12-08-1990',
    gender: 'Nữ',
    due_date: dueDate(options),
    nationality: 'VNM',
    sur_name: 'NGUYEN',
    given_name: 'THI MAU',
    identification_sign: '',
    ...confidences(['identification_sign', 'issue_date', 'mrz']),
    ...boxes(['identification_sign', 'issue_date']),
    checksum_final: '0',
    checksum_final_validate: 'True',
    image: thumbnail(options),
  };
}

/** A foreign passport, which is read from its MRZ. */
export function passport(options: CvsResponseOptions): Record<string, unknown> {
  return {
    id: 'XS0000017',
    sur_name: 'SPECIMEN',
    given_name: 'LINA MARIA',
    full_name: 'SPECIMEN LINA MARIA',
    dob: '12-08-1990',
    gender: 'F',
    country: 'UTO',
    nationality: 'UTO',
    due_date: dueDate(options),
    person_number: '',
    mrz_confidence: 0.4,
    image: thumbnail(options),
  };
}

/** An item of `ekyc/*` for one document, with its validity. */
export function checkedItem(type: string, info: Record<string, unknown>, warning: string): Record<string, unknown> {
  const invalidMessage = WARNINGS[warning] ?? '';
  return { info, valid: warning === '0' ? 'True' : 'False', invalidCode: warning, invalidMessage, type };
}

/** An item of a PDF, of several documents in one image, or of `ocr/*`: without validity. */
export function plainItem(type: string, info: Record<string, unknown>): Record<string, unknown> {
  return { info, type };
}

function dueDate({ expired }: CvsResponseOptions): string {
  return expired ? '15-04-2020' : '15-04-2033';
}

function thumbnail({ thumb }: CvsResponseOptions): string {
  return thumb ? cardImage() : '';
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value]));
}

function confidences(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [`${name}_confidence`, 0.99 - index / 100]));
}

function boxes(names: readonly string[]): Record<string, number[]> {
  return Object.fromEntries(names.map((name, index) => [`${name}_box`, [40, 10 + 8 * index, 120, 17 + 8 * index]]));
}

import { cardImage, portrait } from '../../sandbox/portrait.js';

const TYPE_COMMON = { uv_exp: 6, necessary_lights: 25165824 };
const LIST_COMMON = {
  d_type: 12,
  d_format: 0,
  icao_code: 'KAZ',
  d_state_code: null,
  d_state_name: null,
  d_description: 'Identity Card',
  d_country_name: 'Kazakhstan',
};

const FRONT = {
  p: 0.9531,
  id: -1040700001,
  fdsid_list: { list: [15401, 21491], d_mrz: false, d_year: '2014-2022', ...LIST_COMMON },
  document_name: 'Kazakhstan - Id Card (2014-2022)',
  rfid_presence: 0,
  check_authenticity: 524837,
  authenticity_necessary_lights: 152,
  ...TYPE_COMMON,
};

/** The keys come in another order than those of the front. */
const BACK = {
  document_name: 'Kazakhstan - Id Card (2014) Side B',
  id: -1040700002,
  p: 0.9412,
  rfid_presence: 1,
  fdsid_list: { ...LIST_COMMON, list: [15401, 21496], d_mrz: true, d_year: '2014' },
  ...TYPE_COMMON,
  check_authenticity: 10552359,
  authenticity_necessary_lights: 3224,
};

/** A person who cannot be: the seventh digit of the number stands for no century, and its counter is zero. */
const PERSON = {
  first_name: 'ЛИНА',
  last_name: 'ҮЛГІЕВА',
  patronymic: 'АСКАРКЫЗЫ',
  personal_number: '900812000000',
  date_of_birth: '12.08.1990',
  document_number: '000000001',
  authority: 'МВД РЕСПУБЛИКИ КАЗАХСТАН',
};

/** Stands for the second image until the text is made. */
const SECOND_KEY = 'second_side_image';

/**
 * The response as text, because it has `front_side_image` twice: the second is the back.
 *
 * `failure` is the reason in the form of the vendor's webhooks; without one it is the text "None".
 */
export function parsedDocument(sides: { front: boolean; back: boolean }, expired: boolean, failure: unknown): string {
  const images = [
    ...(sides.front ? [['front_side_image', cardImage()]] : []),
    ...(sides.back ? [[sides.front ? SECOND_KEY : 'back_side_image', cardImage()]] : []),
  ];
  const response = {
    ...PERSON,
    date_of_issue: expired ? '16.04.2010' : '16.04.2023',
    date_of_expiry: expired ? '15.04.2020' : '15.04.2033',
    country_code: 'kz',
    document_type: { ...(sides.front ? { frontside: FRONT } : {}), ...(sides.back ? { backside: BACK } : {}) },
    images: { face_photo: portrait(), ...(Object.fromEntries(images) as Record<string, string>) },
    failure_reason: failure ?? 'None',
  };
  return JSON.stringify(response).replace(SECOND_KEY, 'front_side_image');
}

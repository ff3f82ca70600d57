import { decodeStrict } from '../../sandbox/base64.js';
import {
  defineSimulator,
  json,
  mediaType,
  readObject,
  type Bytes,
  type Call,
  type Simulate,
} from '../../sandbox/simulator.js';
import {
  checkedItem,
  chipBack,
  chipFront,
  passport,
  plainItem,
  type CvsResponseOptions,
} from './simulator-response.js';
import { readForm } from '../../sandbox/form.js';
import { inspectFile } from '../../sandbox/images.js';

/** The images that each path takes. */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
  '/api/v2/ekyc/cards': ['img1', 'img2'],
  '/api/v2/ekyc/card': ['img'],
  '/api/v2/ocr/card': ['img'],
};

const ERRORS: Readonly<Record<string, string>> = {
  '1': 'The photo does not contain content',
  '2': 'Url is unavailable',
  '3': 'Incorrect image format',
  '4': 'Out of requests',
  '5': 'Incorrect api_key or api_secret',
  '6': 'Incorrect format type',
};

const SCENARIO_ERRORS: Readonly<Record<string, string>> = {
  no_document: '1',
  url_unavailable: '2',
  image_format: '3',
  quota: '4',
  credentials: '5',
  format_type: '6',
};

/** The account at the simulated vendor. */
export type CvsAccount = {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
};

/** CVS, which answers every request with a 200. */
export const cvs = defineSimulator({
  id: 'cvs',
  hosts: ['cloud.computervision.com.vn'],
  scenarios: [
    'no_document',
    'url_unavailable',
    'image_format',
    'quota',
    'credentials',
    'format_type',
    'expired',
    'warning_1',
    'warning_2',
    'warning_3',
    'warning_4',
    'warning_5',
    'warning_6',
  ],
  open({ baseUrl }) {
    const credentials: CvsAccount = { baseUrl, apiKey: 'sandbox-cvs-key', apiSecret: 'sandbox-cvs-secret' };
    return Promise.resolve({ credentials, simulate: simulateWith(credentials) });
  },
});

function simulateWith({ apiKey, apiSecret }: CvsAccount): Simulate {
  const authorization = `Basic ${btoa(`${apiKey}:${apiSecret}`)}`;
  return (call) => {
    const names = IMAGES[call.path];
    if (names === undefined) return json({ message: 'Not Found' }, 404);
    if (call.headers.get('authorization') !== authorization) return failed('5');
    const code = SCENARIO_ERRORS[call.scenario];
    if (code !== undefined) return failed(code);
    const images = readImages(call, names);
    return typeof images === 'string' ? failed(images) : succeed(call, images.includes('pdf'));
  };
}

/** The formats of the images, or the code of what is wrong with them. */
function readImages(call: Call, names: readonly string[]): string[] | string {
  const thumb = call.query.get('get_thumb');
  if (thumb !== null && thumb !== 'true' && thumb !== 'false') return '6';
  switch (call.query.get('format_type') ?? '') {
    case 'url':
      return call.method === 'GET' ? checkUrls(call, names) : '6';
    case 'file':
      return call.method === 'POST' && mediaType(call.headers) === 'multipart/form-data'
        ? checkFiles(call, names)
        : '6';
    case 'base64':
      return call.method === 'POST' && mediaType(call.headers) === 'application/json' ? checkTexts(call, names) : '6';
    default:
      return '6';
  }
}

/** Addresses are not fetched: one under `.invalid` counts as one that cannot be. */
function checkUrls(call: Call, names: readonly string[]): string[] | string {
  const reachable = names.every((name) => {
    const text = call.query.get(name) ?? '';
    return URL.canParse(text) && /^https?:/.test(text) && !new URL(text).hostname.endsWith('.invalid');
  });
  return reachable ? names.map(() => 'jpeg') : '2';
}

function checkFiles(call: Call, names: readonly string[]): string[] | string {
  const parts = readForm(call.headers.get('content-type') ?? '', call.body);
  const files = names.map((name) => parts?.find((part) => part.name === name && part.fileName !== undefined)?.content);
  const allowed = names.length === 1 ? ['jpeg', 'png', 'pdf'] : ['jpeg', 'png'];
  return checkFormats(files, allowed);
}

function checkTexts(call: Call, names: readonly string[]): string[] | string {
  const body = readObject(call.body);
  const files = names.map((name) => {
    const text = body?.[name];
    // The vendor's own sample breaks the text into lines.
    return typeof text === 'string' ? decodeStrict(text.replaceAll('\n', '')) : undefined;
  });
  return checkFormats(files, ['jpeg', 'png']);
}

function checkFormats(files: readonly (Bytes | undefined)[], allowed: readonly string[]): string[] | string {
  const formats = files.map((file) => (file && inspectFile(file)?.format) ?? '');
  return formats.every((format) => allowed.includes(format)) ? formats : '3';
}

function succeed(call: Call, isPdf: boolean): Response {
  const warning = /^warning_([1-6])$/.exec(call.scenario)?.[1] ?? '0';
  const options = { thumb: call.query.get('get_thumb') === 'true', warning, expired: call.scenario === 'expired' };
  return json({ data: dataOf(call.path, options, isPdf), errorCode: '0', errorMessage: 'Success' });
}

/** Two sides come back first; one document is an object and not a list; what has several has no validity. */
function dataOf(path: string, options: CvsResponseOptions, isPdf: boolean): unknown {
  const front = chipFront(options);
  const back = chipBack(options);
  if (path === '/api/v2/ekyc/cards') {
    return [checkedItem('chip_id_card_back', back, '0'), checkedItem('chip_id_card_front', front, options.warning)];
  }
  if (path === '/api/v2/ocr/card' || isPdf) {
    return [plainItem('chip_id_card_front', front), plainItem('chip_id_card_back', back)];
  }
  // Only a passport has a MRZ to warn about.
  if (options.warning === '4') return checkedItem('passport', passport(options), '4');
  return checkedItem('chip_id_card_front', front, options.warning);
}

function failed(errorCode: string): Response {
  return json({ data: [], errorCode, errorMessage: ERRORS[errorCode] ?? '' });
}

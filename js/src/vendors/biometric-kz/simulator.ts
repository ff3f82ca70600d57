import { parsedDocument } from './simulator-response.js';
import { defineSimulator, json, mediaType, type Call, type Simulate } from '../../sandbox/simulator.js';
import { partText, readForm, type FormPart } from '../../sandbox/form.js';
import { inspectFile } from '../../sandbox/images.js';

const PARSE = '/api/v1/backend/document/parse/';
const PROCESS = '/api/v2/backend/document/process/';
const EXTENSION_TEXT = 'Not allowed file, valid extensions: .jpg .png .jpeg';
const FRONT_MISSING = 'Frontside document not found';

/** Outcomes that are a 400 with a text. */
const TEXTS: Readonly<Record<string, string>> = {
  no_document: FRONT_MISSING,
  wrong_side: 'Document image at frontside_image field is not frontside',
  no_access: 'Client does not have access to Document Recognition Technology',
  subscription_not_started: 'Subscription has not started',
  subscription_missing: 'Client does not have subscription',
};

/** The account at the simulated vendor. */
export type BiometricKzAccount = {
  readonly baseUrl: string;
  readonly apiKey: string;
};

/** Biometric.kz. The shape of its errors is not documented: here they are `{ "message": text }`. */
export const biometricKz = defineSimulator({
  id: 'biometric_kz',
  hosts: ['kyc.biometric.kz'],
  scenarios: [
    'no_document',
    'wrong_side',
    'expired',
    'failure_reason',
    'no_access',
    'subscription_not_started',
    'subscription_missing',
    'plain_text_error',
  ],
  open({ baseUrl }) {
    const credentials: BiometricKzAccount = { baseUrl, apiKey: 'sandbox-biometric-kz-api-key-of-48-characters-000' };
    return Promise.resolve({ credentials, simulate: simulateWith(credentials.apiKey) });
  },
});

function simulateWith(apiKey: string): Simulate {
  return (call) => {
    if (call.path !== PARSE && call.path !== PROCESS) return failure(404, 'Not found');
    if (call.method !== 'POST') return failure(405, `Method "${call.method}" not allowed`);
    const parts = readForm(call.headers.get('content-type') ?? '', call.body);
    if (mediaType(call.headers) !== 'multipart/form-data' || parts === undefined)
      return failure(400, 'Multipart form parse error');
    const keys = parts.filter((part) => part.name === 'api_key');
    if (keys.length !== 1 || partText(keys[0]) !== apiKey) return failure(401, 'Invalid api key');
    return call.path === PARSE ? parse(call, parts) : process(call, parts);
  };
}

function parse(call: Call, parts: readonly FormPart[]): Response {
  const front = parts.find((part) => part.name === 'frontside_image');
  const back = parts.find((part) => part.name === 'backside_image');
  const files = [front, back].filter((part) => part !== undefined);
  if (files.length === 0) return failure(400, 'frontside_image or backside_image is required');
  const country = parts.find((part) => part.name === 'country_code');
  if (country?.fileName !== undefined || !/^[a-z]{2}$/.test(partText(country)))
    return failure(400, 'country_code is required');
  return recognize(call, files, { front: front !== undefined, back: back !== undefined });
}

function process(call: Call, parts: readonly FormPart[]): Response {
  const files = parts.filter((part) => part.name === 'file');
  if (files.length === 0) return failure(400, 'file is required');
  return recognize(call, files, { front: true, back: files.length > 1 });
}

function recognize(call: Call, files: readonly FormPart[], sides: { front: boolean; back: boolean }): Response {
  if (!files.every((file) => /\.(?:jpg|jpeg|png)$/i.test(file.fileName ?? ''))) return failure(415, EXTENSION_TEXT);
  if (call.scenario === 'plain_text_error')
    return new Response(FRONT_MISSING, { status: 400, headers: { 'content-type': 'text/plain' } });
  const text = TEXTS[call.scenario];
  if (text !== undefined) return failure(400, call.scenario === 'wrong_side' && !sides.front ? backIsFront : text);
  if (!files.every((file) => ['jpeg', 'png'].includes(inspectFile(file.content)?.format ?? '')))
    return failure(400, FRONT_MISSING);
  const reason =
    call.scenario === 'failure_reason' ? { type: 'document', detail: 'Document is not readable' } : undefined;
  const body = parsedDocument(sides, call.scenario === 'expired', reason);
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}

const backIsFront = 'Document image at backside_image field is not backside';

function failure(status: number, message: string): Response {
  return json({ message }, status);
}

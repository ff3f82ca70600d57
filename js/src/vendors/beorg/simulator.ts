import { decodeStrict } from '../../sandbox/base64.js';
import { BEORG_TYPES, beorgResult, type BeorgDocument } from './simulator-response.js';
import {
  defineSimulator,
  isRecord,
  isTextList,
  json,
  mediaType,
  readObject,
  type Call,
  type Simulate,
} from '../../sandbox/simulator.js';
import { inspectFile } from '../../sandbox/images.js';
import { Submissions } from '../../sandbox/submissions.js';

/** The account at the simulated vendor. */
export type BeorgAccount = {
  readonly baseUrl: string;
  readonly token: string;
  readonly machineUid: string;
  readonly projectId: string;
};

const FIELDS = ['project_id', 'token', 'machine_uid', 'images', 'process_info'];
const STAGES = ['verification', 'biometry_match', 'biometry_liveness'];
/** Results start here, so that a document id is not mistaken for a count. */
const FIRST_ID = 900_000;

/** Beorg. */
export const beorg = defineSimulator({
  id: 'beorg',
  hosts: ['api.beorg.ru'],
  scenarios: ['broken', 'not_verified', 'expired', 'pending', 'project_unknown', 'already_submitted', 'credentials'],
  open({ baseUrl, polls }) {
    const credentials: BeorgAccount = {
      baseUrl,
      token: 'sandbox-beorg-token',
      machineUid: 'sandbox-machine-uid',
      projectId: 'SANDBOX_1',
    };
    return Promise.resolve({ credentials, simulate: simulateWith(credentials, polls) });
  },
});

function simulateWith(account: BeorgAccount, polls: number): Simulate {
  const submissions = new Submissions<Record<string, unknown>>(polls);
  return (call) => {
    if (call.path === '/api/bescan/add_document') return addDocument(call, account, submissions);
    const id = /^\/api\/document\/result\/([^/]+)$/.exec(call.path)?.[1];
    return id === undefined ? json({ errors: { type: 'NotFound' } }, 404) : getResult(call, id, account, submissions);
  };
}

function addDocument(call: Call, account: BeorgAccount, submissions: Submissions<Record<string, unknown>>): Response {
  if (call.method !== 'POST') return json({ errors: { type: 'MethodNotAllowed' } }, 405);
  const body = mediaType(call.headers) === 'application/json' ? readObject(call.body) : undefined;
  if (body === undefined) return badRequest('the body is not JSON');
  if (
    call.scenario === 'credentials' ||
    body['token'] !== account.token ||
    body['machine_uid'] !== account.machineUid
  ) {
    return json({ errors: { type: 'Unauthorized', message: 'wrong token or machine_uid' } }, 401);
  }
  if (call.scenario === 'project_unknown' || body['project_id'] !== account.projectId) {
    return json({ errors: { type: 'CampaignNotFound', message: 'project not found' } }, 404);
  }
  const documents = readDocuments(body);
  if (typeof documents === 'string') return badRequest(documents);
  const id = `s-${(FIRST_ID + submissions.nextNumber()).toString()}`;
  if (call.scenario === 'already_submitted') return alreadySubmitted(id, documents, submissions);
  const scenario = scenarioOf(call, documents);
  submissions.add(id, beorgResult(id, documents, scenario), scenario === 'pending');
  return json({ document_id: id });
}

/** The older form of the response to an image that was uploaded before. Its id can be asked for. */
function alreadySubmitted(
  id: string,
  documents: readonly BeorgDocument[],
  submissions: Submissions<Record<string, unknown>>,
): Response {
  submissions.add(id, beorgResult(id, documents, 'success'), false);
  return json({ error: { data: { questionary_id: id } } }, 409);
}

function getResult(
  call: Call,
  id: string,
  account: BeorgAccount,
  submissions: Submissions<Record<string, unknown>>,
): Response {
  if (call.method !== 'GET' && call.method !== 'POST') return json({ errors: { type: 'MethodNotAllowed' } }, 405);
  if (call.query.get('token') !== account.token) return json({ errors: { type: 'Unauthorized' } }, 401);
  const state = /^s-[0-9]+$/.test(id) ? submissions.ask(id) : 'unknown';
  if (state === 'unknown') return json({ errors: { type: 'DocumentNotFound', message: 'document not found' } }, 404);
  return state === 'pending' ? json({ status: 'processing' }, 425) : json(state.result);
}

/** A `key` such as `sandbox:broken` asks for an outcome through any proxy. */
function scenarioOf(call: Call, documents: readonly BeorgDocument[]): string {
  const key = documents.find((document) => document.key.startsWith('sandbox:'))?.key;
  return key === undefined ? call.scenario : key.slice('sandbox:'.length);
}

/** The documents that the body describes, or what is wrong with it. */
function readDocuments(body: Record<string, unknown>): BeorgDocument[] | string {
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return `unknown member ${unknown}`;
  const images = body['images'];
  if (!isTextList(images) || images.length === 0) return 'images is not a list of texts';
  const files = images.map((image) => inspectFile(decodeStrict(image) ?? new Uint8Array()));
  const unreadable = files.findIndex((file) => file === undefined || file.format === 'bmp');
  if (unreadable >= 0) return `images[${unreadable.toString()}] is not base64 of a JPEG, PNG or PDF file`;
  return readEntries(
    body['process_info'],
    files.map((file) => file?.exif === true),
  );
}

function readEntries(processInfo: unknown, exif: readonly boolean[]): BeorgDocument[] | string {
  // A project may have a type of its own, which stands in for what is left out.
  if (processInfo === undefined) return [document('PASSPORT_FRGN', 'PASSPORT_FRGN', [], exif[0])];
  if (!Array.isArray(processInfo) || processInfo.length === 0) return 'process_info is not a list';
  // One entry may stand for several pages of one document.
  if (processInfo.length !== exif.length && processInfo.length !== 1) return 'process_info and images differ in length';
  const documents = new Map<string, BeorgDocument>();
  for (const [index, entry] of processInfo.entries() as Iterable<[number, unknown]>) {
    const read = readEntry(entry, exif[index]);
    if (typeof read === 'string') return `process_info[${index.toString()}] ${read}`;
    documents.set(`${read.key}\n${read.type}`, read);
  }
  return Array.from(documents.values());
}

function readEntry(entry: unknown, hasExif: boolean | undefined): BeorgDocument | string {
  if (!isRecord(entry)) return 'is not an object';
  const { type, key = type, options = {} } = entry;
  if (typeof type !== 'string' || !BEORG_TYPES.includes(type)) return 'has no known type';
  if (typeof key !== 'string' || key === '') return 'has a key that is not a text';
  if (!isRecord(options)) return 'has options that are not an object';
  const stages = options['stages'] ?? [];
  if (!isTextList(stages) || !stages.every((stage) => STAGES.includes(stage))) return 'has an unknown stage';
  return document(key, type, stages, hasExif);
}

function document(key: string, type: string, stages: readonly string[], hasExif = false): BeorgDocument {
  return { key, type, verifies: stages.includes('verification'), hasExif };
}

function badRequest(message: string): Response {
  return json({ errors: { type: 'BadRequest', message } }, 400);
}

import { defineSimulator, json, mediaType, readObject, type Call, type Simulate } from '../../sandbox/simulator.js';
import { Submissions } from '../../sandbox/submissions.js';
import { recognized } from './simulator-response.js';
import {
  checkSignature,
  makeZolozKeys,
  privatePem,
  publicPem,
  signResponse,
  ZolozFailure,
  type ZolozKeys,
} from './simulator-signing.js';
import { checkOrder } from './simulator-rules.js';

const PREFIX = '/api/v1/zoloz/';

/** Outcomes in the envelope alone. */
const FAILURES: Readonly<Record<string, ZolozFailure>> = {
  quota: new ZolozFailure('PRODUCT_QUOTA_LIMIT', 'product quota limit'),
  rate_limit: new ZolozFailure('REQUEST_TRAFFIC_EXCEED_LIMIT', 'request traffic exceeds the limit'),
  vendor_timeout: new ZolozFailure('PROCESS_TIMEOUT', 'process timeout'),
  system_error: new ZolozFailure('SYSTEM_ERROR', 'system error'),
  unknown_outcome: new ZolozFailure('SYSTEM_ERROR', 'system error', 'U'),
  access_denied: new ZolozFailure('ACCESS_DENIED', 'access denied'),
};

/** The account at the simulated vendor. */
export type ZolozAccount = {
  readonly baseUrl: string;
  readonly clientId: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** SPKI PEM. */
  readonly vendorPublicKey: string;
};

/** ZOLOZ. The keys are fresh: a fixed private key in a package looks like a leak. */
export const zoloz = defineSimulator({
  id: 'zoloz',
  hosts: [/\.zoloz\.(?:com|net)$/],
  scenarios: [
    'blur',
    'exposure',
    'no_face',
    'not_genuine',
    'wrong_document',
    'unrecognized',
    'expired',
    'screen_recapture',
    'quota',
    'vendor_timeout',
    'system_error',
    'unknown_outcome',
    'access_denied',
    'pending',
  ],
  // The vendor has a code for it in its envelope.
  overrides: ['rate_limit'],
  async open({ baseUrl, polls, now }) {
    const keys = await makeZolozKeys('2188000000000017');
    const credentials: ZolozAccount = {
      baseUrl,
      clientId: keys.clientId,
      privateKey: await privatePem(keys.customer.privateKey),
      vendorPublicKey: await publicPem(keys.vendor.publicKey),
    };
    return { credentials, simulate: simulateWith(keys, polls, now) };
  },
});

function simulateWith(keys: ZolozKeys, polls: number, now: () => Date): Simulate {
  const submissions = new Submissions<Record<string, unknown>>(polls);
  return async (call) => {
    // The vendor's firewall responds before its gateway does.
    if ((call.headers.get('user-agent') ?? '') === '')
      return new Response('<html><body>Forbidden</body></html>', htmlInit);
    if (call.method !== 'POST') return json({ message: 'method not allowed' }, 405);
    return signResponse(call.path, await respond(call, keys, submissions), keys, now());
  };
}

const htmlInit = { status: 403, headers: { 'content-type': 'text/html' } };

async function respond(
  call: Call,
  keys: ZolozKeys,
  submissions: Submissions<Record<string, unknown>>,
): Promise<string> {
  try {
    const operation = findOperation(call.path);
    if (mediaType(call.headers) !== 'application/json')
      throw new ZolozFailure('MSG_PARSE_ERROR', 'the body is not JSON');
    await checkSignature(call, keys);
    const body = readObject(call.body);
    if (body === undefined) throw new ZolozFailure('MSG_PARSE_ERROR', 'the body cannot be parsed');
    if (operation === 'authentication/test') return new TextDecoder().decode(call.body);
    return JSON.stringify(operate(operation, body, scenarioOf(call, body), submissions));
  } catch (error) {
    if (!(error instanceof ZolozFailure)) throw error;
    return JSON.stringify({ result: envelope(error) });
  }
}

function findOperation(path: string): string {
  const known = ['recognize', 'asyncrecognize', 'asynccheckresult'].map((name) => `idrecognition/${name}`);
  const operation = [...known, 'authentication/test'].find((name) => `${PREFIX}${name}` === path);
  if (operation === undefined) throw new ZolozFailure('NO_INTERFACE_DEF', 'no such interface');
  return operation;
}

/** A `sceneCode` such as `sandbox:blur` asks for an outcome through any proxy. */
function scenarioOf(call: Call, body: Record<string, unknown>): string {
  const scene = body['sceneCode'];
  return typeof scene === 'string' && scene.startsWith('sandbox:') ? scene.slice('sandbox:'.length) : call.scenario;
}

function operate(
  operation: string,
  body: Record<string, unknown>,
  scenario: string,
  submissions: Submissions<Record<string, unknown>>,
): Record<string, unknown> {
  const failure = FAILURES[scenario];
  if (failure !== undefined) throw failure;
  if (operation === 'idrecognition/asynccheckresult') return checkResult(body, submissions);
  const order = checkOrder(body);
  const transactionId = transactionIdOf(submissions.nextNumber());
  const result = recognized(order, scenario, transactionId);
  if (operation === 'idrecognition/recognize') return result;
  submissions.add(transactionId, result, scenario === 'pending');
  return { transactionId, result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' } };
}

function checkResult(
  body: Record<string, unknown>,
  submissions: Submissions<Record<string, unknown>>,
): Record<string, unknown> {
  const transactionId = body['transactionId'];
  if (typeof transactionId !== 'string') throw new ZolozFailure('PARAM_MISSING', 'transactionId is missing');
  const state = submissions.ask(transactionId);
  if (state === 'unknown') throw new ZolozFailure('PARAM_ILLEGAL', 'illegal: transactionId');
  if (state !== 'pending') return state.result;
  return { result: envelope(new ZolozFailure('PROCESSING', 'processing', 'S')), transactionId };
}

function envelope({ resultCode, resultStatus, resultMessage }: ZolozFailure): Record<string, string> {
  return { resultCode, resultStatus, resultMessage };
}

/** 39 characters, as in the vendor's samples. */
function transactionIdOf(number: number): string {
  return `G000000005FID20300101${number.toString().padStart(18, '0')}`;
}

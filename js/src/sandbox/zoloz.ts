import { json, mediaType, readObject, type Call, type VendorSimulator } from './call.js';
import { Submissions } from './submissions.js';
import { recognized } from './zoloz-answer.js';
import { checkSignature, signAnswer, ZolozFailure, type ZolozKeys } from './zoloz-gateway.js';
import { checkOrder } from './zoloz-rules.js';

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

/** What the simulated vendor is made with. */
export interface ZolozSetup {
  readonly keys: ZolozKeys;
  readonly polls: number;
  readonly now: () => Date;
}

/** Simulates ZOLOZ. */
export function simulateZoloz({ keys, polls, now }: ZolozSetup): VendorSimulator {
  const submissions = new Submissions<Record<string, unknown>>(polls);
  return async (call) => {
    // The vendor's firewall answers before its gateway does.
    if ((call.headers.get('user-agent') ?? '') === '')
      return new Response('<html><body>Forbidden</body></html>', htmlInit);
    if (call.method !== 'POST') return json({ message: 'method not allowed' }, 405);
    return signAnswer(call.path, await answer(call, keys, submissions), keys, now());
  };
}

const htmlInit = { status: 403, headers: { 'content-type': 'text/html' } };

async function answer(call: Call, keys: ZolozKeys, submissions: Submissions<Record<string, unknown>>): Promise<string> {
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

import { decodeBase64 } from './base64.js';
import { checkBaseUrl, checkKeys, checkToken, optionError } from './checks.js';
import { vendorUnreachable } from './errors.js';
import {
  isObject,
  parseObject,
  type Bytes,
  type Gateway,
  type Incoming,
  type Route,
  type VendorAnswer,
} from './gateway.js';
import { privateKey, publicKey } from './keys.js';
import { contentToSign, hmacSigner, requestTime, rsaSigner, type Signer } from './sign.js';

/** What ZOLOZ needs, in either of its schemes. */
export type ZolozProxyOptions = ZolozRsaOptions | ZolozAccessKeyOptions;

interface ZolozCommonOptions {
  /** The host of your environment, such as `https://sg-production-api.zoloz.com`. Keys of one do not work on another. */
  baseUrl: string;
  /** The 16 digits of your account. */
  clientId: string;
}

/** The usual scheme: requests are signed with an RSA key pair of your own. */
export interface ZolozRsaOptions extends ZolozCommonOptions {
  /** Your private key: PKCS#8 as PEM or bare base64, or a `CryptoKey` that may sign. */
  privateKey: string | CryptoKey;
  /**
   * The vendor's public key: SPKI as PEM or bare base64, or a `CryptoKey` that may verify. When it is given, an
   * answer that says success without a valid signature becomes `vendor_unreachable`. Default: answers are not checked.
   */
  vendorPublicKey?: string | CryptoKey;
}

/** The scheme "AK/SK": requests carry an HMAC. */
export interface ZolozAccessKeyOptions extends ZolozCommonOptions {
  /** The access key. */
  accessKey: string;
  /** The secret key, in the base64url form in which the vendor gives it. */
  secretKey: string;
  /** Whether an answer that says success must carry a valid HMAC. Default: `false`. */
  verifyAnswers?: boolean;
}

const COMMON_KEYS = ['baseUrl', 'clientId'];
const RECOGNITION = '/api/v1/zoloz/idrecognition';
const ASYNC_RESULT = `${RECOGNITION}/asynccheckresult`;
const ASYNC_RECOGNIZE = `${RECOGNITION}/asyncrecognize`;

const ROUTES: readonly Route[] = [
  route('recognize', `${RECOGNITION}/recognize`),
  route('asyncrecognize', ASYNC_RECOGNIZE),
  route('asynccheckresult', ASYNC_RESULT),
  route('authentication_test', '/api/v1/zoloz/authentication/test'),
];

function route(operation: string, path: string): Route {
  return { operation, path, methods: ['POST'], mediaTypes: ['application/json'], query: {} };
}

/** Sets ZOLOZ up: the body goes out byte for byte as it came, and those bytes are signed. */
export function zolozGateway(options: ZolozProxyOptions, now: () => Date): Gateway {
  const baseUrl = checkBaseUrl(options.baseUrl, 'zoloz.baseUrl');
  const clientId = checkToken(options.clientId, 'zoloz.clientId');
  const signer = makeSigner(options);
  return {
    vendor: 'zoloz',
    baseUrl,
    routes: ROUTES,
    secrets: 'secretKey' in options ? [options.secretKey] : [],
    async outgoing({ path, body }) {
      const time = requestTime(now());
      const signature = await signer.headers(contentToSign(path, clientId, time, body));
      const headers = {
        ...signature,
        'Content-Type': 'application/json; charset=UTF-8',
        'Client-Id': clientId,
        'Request-Time': time,
      };
      return { query: {}, headers, body };
    },
    verify: (incoming, answer) => verifyAnswer(signer, clientId, incoming, answer),
    askedId: ({ path, body }) => (path === ASYNC_RESULT ? transactionId(body) : undefined),
    issuedId: ({ path }, answer) => (path === ASYNC_RECOGNIZE ? transactionId(answer.body) : undefined),
  };
}

function makeSigner(options: ZolozProxyOptions): Signer {
  if (usesAccessKey(options)) {
    checkKeys(options, 'zoloz.', [...COMMON_KEYS, 'accessKey', 'secretKey', 'verifyAnswers']);
    const secret = decodeBase64(checkToken(options.secretKey, 'zoloz.secretKey'));
    if (secret === undefined || secret.length === 0) throw optionError('zoloz.secretKey', 'is not base64url text');
    return hmacSigner(checkToken(options.accessKey, 'zoloz.accessKey'), secret, options.verifyAnswers === true);
  }
  checkKeys(options, 'zoloz.', [...COMMON_KEYS, 'privateKey', 'vendorPublicKey']);
  const vendorKey =
    options.vendorPublicKey === undefined ? undefined : publicKey(options.vendorPublicKey, 'zoloz.vendorPublicKey');
  return rsaSigner(privateKey(options.privateKey, 'zoloz.privateKey'), vendorKey);
}

function usesAccessKey(options: ZolozProxyOptions): options is ZolozAccessKeyOptions {
  return 'accessKey' in options || 'secretKey' in options;
}

/**
 * Refuses an answer that says success without a valid signature. A failure may be unsigned: it can come from a
 * gateway before the vendor, and nobody gains by forging it.
 */
async function verifyAnswer(signer: Signer, clientId: string, incoming: Incoming, answer: VendorAnswer): Promise<void> {
  const time = answer.headers.get('response-time') ?? '';
  const signature = answer.headers.get('signature') ?? '';
  const valid = await signer.verify(signature, contentToSign(incoming.path, clientId, time, answer.body));
  if (valid === false && !saysFailure(answer))
    throw vendorUnreachable('the answer has no valid signature of the vendor');
}

function saysFailure({ status, body }: VendorAnswer): boolean {
  if (status < 200 || status > 299) return true;
  const result = parseObject(body)?.['result'];
  return isObject(result) && typeof result['resultStatus'] === 'string' && result['resultStatus'] !== 'S';
}

function transactionId(body: Bytes): string | undefined {
  const id = parseObject(body)?.['transactionId'];
  return typeof id === 'string' ? id : undefined;
}

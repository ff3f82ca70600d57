import { VENDORS } from '../../../pkg/operations.js';
import { decodeBase64 } from '../../proxy/base64.js';
import { checkFunction, optionError, type OptionReader } from '../../proxy/checks.js';
import { misconfigured, vendorUnreachable } from '../../proxy/errors.js';
import { defineGateway, type RequestHead, type Route, type VendorResponse } from '../../proxy/gateway.js';
import { isObject, parseObject, parseStrictObject, type JsonLimits } from '../../proxy/json.js';
import { looseText, valuesUnder, type LooseJson } from '../../proxy/loose-json.js';
import { privateKey, publicKey } from './keys.js';
import { contentToSign, hmacSigner, requestTime, rsaSigner, type Sign, type Signer } from './signing.js';

/** A key of Web Cryptography, by whichever types a project has: those of the DOM, or those of Node. */
type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** What ZOLOZ needs, in either of its schemes. */
export type ZolozProxyOptions = ZolozRsaOptions | ZolozSignOptions | ZolozAccessKeyOptions;

interface ZolozCommonOptions {
  /** The host of your environment, such as `https://sg-production-api.zoloz.com`. Keys of one do not work on another. */
  baseUrl: string;
  /** The 16 digits of your account. */
  clientId: string;
}

/** The usual scheme: requests are signed with an RSA key pair of your own. */
export interface ZolozRsaOptions extends ZolozCommonOptions, ZolozVendorKey {
  /** Your private key: PKCS#8 as PEM or bare base64, or a `CryptoKey` that may sign. */
  privateKey: string | WebKey;
}

/** The usual scheme with a private key that the proxy never sees, such as one of a key management service. */
export interface ZolozSignOptions extends ZolozCommonOptions, ZolozVendorKey {
  /** Signs by RSA with SHA-256 and PKCS#1 v1.5. Its error becomes `proxy_misconfigured`. */
  sign: ZolozSign;
}

/**
 * Gives the bytes of the signature over a content, whose SHA-256 digest is `digest`: services take the digest of what is
 * as long as an image.
 */
export type ZolozSign = (digest: Uint8Array<ArrayBuffer>, content: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

interface ZolozVendorKey {
  /**
   * The vendor's public key: SPKI as PEM or bare base64, or a `CryptoKey` that may verify. When it is given, a
   * response that says success without a valid signature becomes `vendor_unreachable`. Default: responses are not checked.
   */
  vendorPublicKey?: string | WebKey;
}

/** The scheme "AK/SK": requests carry an HMAC. */
export interface ZolozAccessKeyOptions extends ZolozCommonOptions {
  /** The access key. */
  accessKey: string;
  /** The secret key, in the base64url form in which the vendor gives it. */
  secretKey: string;
  /** Whether a response that says success must carry a valid HMAC. Default: `false`. */
  verifyAnswers?: boolean;
}

const COMMON_KEYS = ['baseUrl', 'clientId'];
const RECOGNITION = '/api/v1/zoloz/idrecognition';

const ROUTES: readonly Route[] = [
  route('recognize', `${RECOGNITION}/recognize`),
  {
    ...route('asyncrecognize', `${RECOGNITION}/asyncrecognize`),
    repeat: 'doubles',
    issuedId: ({ body }) => issuedId(valuesUnder('transactionId', body)),
  },
  {
    ...route('asynccheckresult', `${RECOGNITION}/asynccheckresult`),
    repeat: 'harmless',
    idMember: 'transactionId',
    requestedId: ({ json }) => readableId(json?.['transactionId']),
  },
  { ...route('authentication_test', '/api/v1/zoloz/authentication/test'), repeat: 'harmless' },
];

function route(operation: string, path: string): Route {
  return { operation, path, methods: ['POST'], accepts: { json: {} }, query: {}, repeat: 'costs' };
}

/** ZOLOZ: the body goes out byte for byte as it came, and those bytes are signed. */
export const zoloz = defineGateway<ZolozProxyOptions, 'zoloz'>({
  id: 'zoloz',
  name: 'ZOLOZ',
  secretNames: VENDORS.zoloz.secrets,
  routes: ROUTES,
  open(options, { now }) {
    const baseUrl = options.baseUrl();
    const clientId = options.token('clientId');
    const signer = makeSigner(options);
    return {
      baseUrl,
      secrets: 'secretKey' in options.given ? [options.given.accessKey, options.given.secretKey] : [],
      async outgoing({ path, body, roomBytes }) {
        const time = requestTime(now());
        const signature = await signer.headers(contentToSign(path, clientId, time, { body, roomBytes }));
        const headers = {
          ...signature,
          'Content-Type': 'application/json; charset=UTF-8',
          'Client-Id': clientId,
          'Request-Time': time,
        };
        return { query: {}, headers, body };
      },
      verify: (request, response) => verifyResponse({ signer, clientId, now }, request, response),
    };
  },
});

function makeSigner(options: OptionReader<ZolozProxyOptions>): Signer {
  const { given } = options;
  if (usesAccessKey(given)) {
    options.only([...COMMON_KEYS, 'accessKey', 'secretKey', 'verifyAnswers']);
    const secret = decodeBase64(options.token('secretKey'));
    if (secret === undefined || secret.length === 0) {
      throw optionError(options.nameOf('secretKey'), 'is not base64url text');
    }
    return hmacSigner(options.token('accessKey'), secret, given.verifyAnswers === true);
  }
  options.only([...COMMON_KEYS, 'sign' in given ? 'sign' : 'privateKey', 'vendorPublicKey']);
  const vendorKey =
    given.vendorPublicKey === undefined
      ? undefined
      : publicKey(given.vendorPublicKey, options.nameOf('vendorPublicKey'));
  return rsaSigner(
    'sign' in given
      ? signBy(given.sign, options.nameOf('sign'))
      : signWith({ given, nameOf: (key) => options.nameOf(key) }),
    vendorKey,
  );
}

/** Signs with a key that is at hand. */
function signWith({ given, nameOf }: { given: object; nameOf: (key: string) => string }): Sign {
  const key = privateKey('privateKey' in given ? given.privateKey : undefined, nameOf('privateKey'));
  return async (content) => new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', await key(), content));
}

/** Has a function sign. */
function signBy(sign: ZolozSign, name: string): Sign {
  checkFunction<unknown>(sign, name);
  return async (content) => {
    let given: unknown;
    try {
      given = await sign(new Uint8Array(await crypto.subtle.digest('SHA-256', content)), content);
    } catch (error) {
      throw misconfigured(`the option ${name} threw an error`, error);
    }
    const bytes = bytesOf(given);
    if (bytes === undefined || bytes.length < MIN_SIGNATURE_BYTES || bytes.length > MAX_SIGNATURE_BYTES) {
      throw misconfigured(`the option ${name} gave something that is no signature by RSA`);
    }
    return bytes;
  };
}

/** The signatures of RSA keys of 1,024 and of 8,192 bits. */
const MIN_SIGNATURE_BYTES = 128;
const MAX_SIGNATURE_BYTES = 1024;

/** What services give: bytes, or the buffer of them. */
function bytesOf(given: unknown): Uint8Array | undefined {
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  return ArrayBuffer.isView(given) ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength) : undefined;
}

function usesAccessKey(options: ZolozProxyOptions): options is ZolozAccessKeyOptions {
  return 'accessKey' in options || 'secretKey' in options;
}

/** How far the vendor's clock may be from ours. An older response may be one that was recorded and sent again. */
const MAX_SKEW_MS = 300_000;

/** The account that responses are checked for, and by which clock. */
interface Verifier {
  readonly signer: Signer;
  readonly clientId: string;
  readonly now: () => Date;
}

/**
 * Refuses a response without a valid and fresh signature. A well-formed failure may be unsigned: it can come from a
 * gateway before the vendor, and nobody gains by forging it.
 */
async function verifyResponse(
  { signer, clientId, now }: Verifier,
  request: RequestHead,
  response: VendorResponse,
): Promise<void> {
  const time = response.headers.get('response-time') ?? '';
  const signature = response.headers.get('signature') ?? '';
  const valid = await signer.verify(signature, contentToSign(request.path, clientId, time, response));
  if (valid === undefined) return;
  const isFresh = Math.abs(parseTime(time) - now().getTime()) <= MAX_SKEW_MS;
  if ((valid && isFresh) || saysFailure(response)) return;
  const problem = valid ? 'was signed too long ago' : 'has no valid signature of the vendor';
  throw vendorUnreachable(`the response ${problem}`, { reachedVendor: true });
}

/** The milliseconds of `Response-Time`, such as `2026-02-03T04:05:06+0000`; not a number if it has another form. */
function parseTime(time: string): number {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)(Z|[+-]\d\d:?\d\d)$/.exec(time);
  const offset = parts?.[2]?.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2') ?? '';
  return Date.parse(`${parts?.[1] ?? ''}${offset}`);
}

/** Limits of a failure's body: it holds an envelope and little else. */
const FAILURE_LIMITS: JsonLimits = { maxDepth: 16, maxItems: 1000 };

/**
 * Whether every reader finds a failure in a response: by its status in a body that is no envelope, or by a
 * `resultStatus` of `F` or `U` that stands there once and is spelt as documented.
 */
function saysFailure({ status, body }: VendorResponse): boolean {
  const isErrorStatus = status < 200 || status > 299;
  if (isErrorStatus && parseObject(body) === undefined) return true;
  try {
    const result = parseStrictObject(body, FAILURE_LIMITS)['result'];
    if (result === undefined) return isErrorStatus;
    return isObject(result) && (result['resultStatus'] === 'F' || result['resultStatus'] === 'U');
  } catch {
    return false;
  }
}

/** The first text that a response names counts, as in the SDK. */
function issuedId(values: readonly LooseJson[]): string | undefined {
  return readableId(values.map(looseText).find((text) => text !== undefined));
}

/** An id as the vendor issues it. */
function readableId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value) ? value : undefined;
}

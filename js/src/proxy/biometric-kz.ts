import { checkBaseUrl, checkKeys, checkToken } from './checks.js';
import { secretInRequest } from './errors.js';
import type { Gateway, Incoming, Outgoing, Route } from './gateway.js';
import { boundaryOf, partNames, prependText } from './multipart.js';

/** What Biometric.kz needs. */
export interface BiometricKzProxyOptions {
  /** The "Backend Api Key" of your account, 47 or more characters. */
  apiKey: string;
  /** Default: `https://kyc.biometric.kz`. */
  baseUrl?: string;
}

const SECRET_PART = 'api_key';

const ROUTES: readonly Route[] = [
  route('document_parse', '/api/v1/backend/document/parse/'),
  route('document_process', '/api/v2/backend/document/process/'),
];

function route(operation: string, path: string): Route {
  return { operation, path, methods: ['POST'], mediaTypes: ['multipart/form-data'], query: {} };
}

/** Sets Biometric.kz up: the key becomes the first part of the body, and the files stay byte for byte as they came. */
export function biometricKzGateway(options: BiometricKzProxyOptions): Gateway {
  checkKeys(options, 'biometricKz.', ['apiKey', 'baseUrl']);
  const apiKey = checkToken(options.apiKey, 'biometricKz.apiKey');
  return {
    vendor: 'biometric_kz',
    baseUrl: checkBaseUrl(options.baseUrl, 'biometricKz.baseUrl', 'https://kyc.biometric.kz'),
    routes: ROUTES,
    secrets: [apiKey],
    outgoing: (incoming) => Promise.resolve().then(() => withKey(incoming, apiKey)),
  };
}

function withKey({ contentType, body }: Incoming, apiKey: string): Outgoing {
  const boundary = boundaryOf(contentType);
  if (partNames(body, boundary).some((name) => name.toLowerCase() === SECRET_PART)) throw secretInRequest(SECRET_PART);
  return {
    query: {},
    headers: { 'Content-Type': contentType },
    body: prependText(body, boundary, SECRET_PART, apiKey),
  };
}

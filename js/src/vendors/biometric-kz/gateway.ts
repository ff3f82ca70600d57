import { VENDORS } from '../../../pkg/operations.js';
import { joined } from '../../proxy/bytes.js';
import { extraFields, withParts } from '../../proxy/extra-fields.js';
import { defineGateway, type FormParts, type Passing, type RequestHead, type Route } from '../../proxy/gateway.js';
import { boundaryOf, textPart } from '../../proxy/multipart.js';

/** What Biometric.kz needs. */
export interface BiometricKzProxyOptions {
  /** The "Backend Api Key" of your account, 47 or more characters. */
  apiKey: string;
  /** More parts of the form that may pass, for the `extra` of a request. Default: none. */
  extraFields?: readonly string[];
  /** Default: `https://kyc.biometric.kz`. */
  baseUrl?: string;
}

const SECRET_PART = 'api_key';

const ROUTES: readonly Route[] = [
  route('document_parse', '/api/v1/backend/document/parse/', {
    frontside_image: { kind: 'file' },
    backside_image: { kind: 'file' },
    country_code: { kind: 'text' },
  }),
  route('document_process', '/api/v2/backend/document/process/', { file: { kind: 'file', repeats: true } }),
];

function route(operation: string, path: string, parts: FormParts): Route {
  return { operation, path, methods: ['POST'], accepts: { form: { parts } }, query: {}, repeat: 'costs' };
}

/** Biometric.kz: the key becomes the first part of the body, and the files stay byte for byte as they came. */
export const biometricKz = defineGateway<BiometricKzProxyOptions, 'biometric_kz'>({
  id: 'biometric_kz',
  name: 'Biometric.kz',
  secretNames: VENDORS.biometricKz.secrets,
  routes: ROUTES,
  open(options, context) {
    options.only(['apiKey', 'extraFields', 'baseUrl']);
    const apiKey = options.token('apiKey');
    return {
      baseUrl: options.baseUrl('https://kyc.biometric.kz'),
      routes: withParts(ROUTES, extraFields(options, context)),
      secrets: [apiKey],
      outgoing(request) {
        const { before, ...added } = withKey(request, apiKey);
        return { ...added, body: joined(before, request.body) };
      },
      passing: (head) => withKey(head, apiKey),
    };
  },
});

function withKey({ contentType }: RequestHead, apiKey: string): Passing & Required<Pick<Passing, 'before'>> {
  const before = textPart(boundaryOf(contentType), SECRET_PART, apiKey);
  return { query: {}, headers: { 'Content-Type': contentType }, before };
}

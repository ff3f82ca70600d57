/** The codes of an error and of what caused it, such as `ECONNREFUSED`. */
export function causeCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const parts = error instanceof AggregateError ? error.errors.flatMap(causeCodes) : [];
  return [...own, ...parts, ...causeCodes(error.cause)];
}

/** What OpenSSL and Node call the problems of a certificate. */
const CERTIFICATE_CODE =
  /^(?:CERT_\w+|CRL_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|ERROR_IN_CERT_\w+|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_CERT_\w+)$/;

/** Whether a code tells that a certificate was not accepted: nothing was sent then. */
export function isCertificateCode(code: string): boolean {
  return CERTIFICATE_CODE.test(code);
}

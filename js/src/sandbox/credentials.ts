import { makeZolozKeys, privatePem, publicPem, type ZolozKeys } from './zoloz-gateway.js';

/** Accounts of the simulated vendors. They open nothing anywhere else. */
export interface SandboxCredentials {
  readonly zoloz: {
    readonly baseUrl: string;
    readonly clientId: string;
    /** PKCS#8 PEM. */
    readonly privateKey: string;
    /** SPKI PEM. */
    readonly vendorPublicKey: string;
  };
  readonly beorg: {
    readonly baseUrl: string;
    readonly token: string;
    readonly machineUid: string;
    readonly projectId: string;
  };
  readonly biometricKz: { readonly baseUrl: string; readonly apiKey: string };
  readonly cvs: { readonly baseUrl: string; readonly apiKey: string; readonly apiSecret: string };
}

/** Makes the accounts. The ZOLOZ keys are fresh: a fixed private key in a package looks like a leak. */
export async function makeCredentials(
  baseUrl: string,
): Promise<{ credentials: SandboxCredentials; zolozKeys: ZolozKeys }> {
  const zolozKeys = await makeZolozKeys('2188000000000017');
  const credentials: SandboxCredentials = {
    zoloz: {
      baseUrl: `${baseUrl}/zoloz`,
      clientId: zolozKeys.clientId,
      privateKey: await privatePem(zolozKeys.customer.privateKey),
      vendorPublicKey: await publicPem(zolozKeys.vendor.publicKey),
    },
    beorg: {
      baseUrl: `${baseUrl}/beorg`,
      token: 'sandbox-beorg-token',
      machineUid: 'sandbox-machine-uid',
      projectId: 'SANDBOX_1',
    },
    biometricKz: {
      baseUrl: `${baseUrl}/biometric_kz`,
      apiKey: 'sandbox-biometric-kz-api-key-of-48-characters-000',
    },
    cvs: { baseUrl: `${baseUrl}/cvs`, apiKey: 'sandbox-cvs-key', apiSecret: 'sandbox-cvs-secret' },
  };
  return { credentials, zolozKeys };
}

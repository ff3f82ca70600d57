import { beorg } from '../vendors/beorg/gateway.js';
import { biometricKz } from '../vendors/biometric-kz/gateway.js';
import { cvs } from '../vendors/cvs-vn/gateway.js';
import { zoloz } from '../vendors/zoloz/gateway.js';
import type { GatewayDefinition } from './gateway.js';

/** Gateways by the name of the proxy's option. */
export type GatewayRegistry = Readonly<Record<string, GatewayDefinition>>;

/** The vendors that the proxy can serve. */
export const GATEWAYS = {
  /** The account at ZOLOZ. */
  zoloz,
  /** The account at Beorg. */
  beorg,
  /** The account at Biometric.kz. */
  biometricKz,
  /** The account at CVS (computervision.com.vn). */
  cvs,
} satisfies GatewayRegistry;

/** The names in the proxy's paths of the vendors in a registry. */
export type VendorOf<R extends GatewayRegistry> = R[keyof R]['id'];

/** What every vendor's options have beside its own. */
export interface VendorTimeout {
  /** How long this vendor may take for its whole response, in milliseconds. Default: the proxy's `timeoutMs`. */
  timeoutMs?: number;
}

/**
 * The options of one vendor, or a function that gives them: for one account of several, such as one a region, or for
 * secrets that change while the proxy runs. It is called for each request, and once without one when the proxy starts. It
 * gives the same object as long as nothing has changed, for each new object is set up anew.
 */
export type VendorAccount<Options> = (Options & VendorTimeout) | ((request?: Request) => Options & VendorTimeout);

/** One option for each vendor of a registry. The mapping keeps the documentation of the registry's lines. */
export type VendorOptions<R extends GatewayRegistry> = {
  -readonly [K in keyof R]?: R[K] extends GatewayDefinition<infer Options> ? VendorAccount<Options> : never;
};

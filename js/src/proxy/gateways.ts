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

/** One option for each vendor of a registry. The mapping keeps the documentation of the registry's lines. */
export type VendorOptions<R extends GatewayRegistry> = {
  -readonly [K in keyof R]?: R[K] extends GatewayDefinition<infer Options> ? Options : never;
};

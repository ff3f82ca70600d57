import { beorg } from '../vendors/beorg/simulator.js';
import { biometricKz } from '../vendors/biometric-kz/simulator.js';
import { cvs } from '../vendors/cvs-vn/simulator.js';
import { zoloz } from '../vendors/zoloz/simulator.js';
import type { SimulatorDefinition } from './simulator.js';

/** Simulated vendors by the name of the proxy's option. */
export type SimulatorRegistry = Readonly<Record<string, SimulatorDefinition>>;

/** The vendors of the sandbox. */
export const SIMULATORS = {
  /** The account at ZOLOZ. */
  zoloz,
  /** The account at Beorg. */
  beorg,
  /** The account at Biometric.kz. */
  biometricKz,
  /** The account at CVS (computervision.com.vn). */
  cvs,
} satisfies SimulatorRegistry;

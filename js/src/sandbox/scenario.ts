import type { SandboxVendor } from './call.js';

/** Failures of the way to the vendor, the same for all. */
const COMMON = [
  'success',
  'server_error',
  'gateway_html',
  'malformed_json',
  'empty_answer',
  'rate_limit',
  'redirect',
  'slow',
  'hang',
  'network_error',
] as const;

const OWN = {
  zoloz: [
    'blur',
    'exposure',
    'no_face',
    'not_genuine',
    'wrong_document',
    'unrecognized',
    'expired',
    'screen_recapture',
    'quota',
    'vendor_timeout',
    'system_error',
    'unknown_outcome',
    'access_denied',
    'pending',
  ],
  beorg: ['broken', 'not_verified', 'expired', 'pending', 'project_unknown', 'already_submitted', 'credentials'],
  biometric_kz: [
    'no_document',
    'wrong_side',
    'expired',
    'failure_reason',
    'no_access',
    'subscription_not_started',
    'subscription_missing',
    'plain_text_error',
  ],
  cvs: [
    'no_document',
    'url_unavailable',
    'image_format',
    'quota',
    'credentials',
    'format_type',
    'expired',
    'warning_1',
    'warning_2',
    'warning_3',
    'warning_4',
    'warning_5',
    'warning_6',
  ],
} as const satisfies Record<SandboxVendor, readonly string[]>;

/** An outcome that can be asked for. Which vendor has which: `sandbox.scenarios`. */
export type SandboxScenario = (typeof COMMON)[number] | (typeof OWN)[SandboxVendor][number];

/** The outcomes that each vendor has. */
export const SCENARIOS: Readonly<Record<SandboxVendor, readonly SandboxScenario[]>> = {
  zoloz: [...COMMON, ...OWN.zoloz],
  beorg: [...COMMON, ...OWN.beorg],
  biometric_kz: [...COMMON, ...OWN.biometric_kz],
  cvs: [...COMMON, ...OWN.cvs],
};

/** The scenario of that name, if the vendor has it. */
export function findScenario(vendor: SandboxVendor, name: string): SandboxScenario | undefined {
  return SCENARIOS[vendor].find((scenario) => scenario === name);
}

import { watchPolicy } from './engine/policy.js';
import { hasSimd, hasWasm } from './engine/probes.js';
import { isIdSnapError } from './errors.js';
import { VERSION } from './version.js';

/** What a diagnosis is made with. It is loaded on demand, and importing these there would divide the first bundle. */
export const DIAGNOSIS_TOOLS = { watchPolicy, hasWasm, hasSimd, isIdSnapError, VERSION };

/** What a diagnosis is made with. */
export type DiagnosisTools = typeof DIAGNOSIS_TOOLS;

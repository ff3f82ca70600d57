import type { ErrorCode } from '../../pkg/idsnap.js';

/** What there is a text for: every code, and the format that a person can have a phone not use. */
export type AdviceKey = ErrorCode | 'unsupported_format_HEIC';

/** The advice of a language. English is made from the core's own list. */
export type AdviceTexts = Readonly<Record<AdviceKey, string>>;

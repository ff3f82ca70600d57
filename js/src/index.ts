/**
 * Prepares photos of identity documents inside a vendor's limits, posts them through your own proxy and reads the
 * answers. Importing this has no effects and works anywhere; the engine is loaded by the first call.
 */
import type {
  Check,
  ImageAnalysis,
  ImageSource,
  Mrz,
  MrzFields,
  MrzReading,
  ParseOptions,
  PrintedFields,
  ZoneReading,
} from '../pkg/idsnap.js';
import type { Client } from './client/client.js';
import type { ClientOptions } from './client/types.js';
import type { DiagnoseOptions, Diagnosis } from './diagnosis/types.js';
import type { InitOptions } from './engine/platform.js';
import type { AnalyzeOptions, ImageAnalysisWithMrz, ReadMrzOptions } from './images/analyze.js';
import type { PrepareOptions } from './images/prepare.js';
import type { PreparedImage } from './images/prepared.js';
import { sdk } from './shared.js';

export * from './types.js';
export { adviceFor } from './advice/speaking.js';
export { IdSnapError, isIdSnapError } from './errors.js';

/**
 * Loads the engine ahead of the first call. Optional and idempotent: everything else calls it. After a failure the
 * next call tries again. Other options than before hold as soon as the engine runs nothing, and no call is lost by that.
 *
 * @throws {@link IdSnapError} `engine_unavailable` or `version_mismatch`, saying what is wrong and at which address.
 */
export function init(options?: InitOptions): Promise<void> {
  return sdk.init(options);
}

/**
 * Ends the worker and gives its memory back. What is pending rejects with an `AbortError`. The next call loads the
 * engine again. There is no need to call this: an idle engine ends by itself after half a minute.
 */
export function dispose(): void {
  sdk.dispose();
}

/**
 * Makes a picture fit a vendor's limits, with the least damage: already acceptable, it is passed through; with too
 * many bytes, it is encoded at the best quality that fits; only then is it made smaller.
 *
 * @example
 * const image = await prepareImage(file, { limits: 'zoloz' });
 * image.base64Length; // never more than 5,000,000
 * @throws {@link IdSnapError} for options, `source_unreadable`, `not_an_image`, `unsupported_format`, `damaged_image`,
 * `too_many_pixels`, `over_budget`; an `AbortError` when aborted.
 */
export function prepareImage(source: ImageSource, options?: PrepareOptions): Promise<PreparedImage> {
  return sdk.one(source, options);
}

/**
 * Prepares the pictures of one request, so that a limit they share is kept by all of them together. What one of them
 * does not need goes to the others.
 */
export function prepareImages(sources: readonly ImageSource[], options?: PrepareOptions): Promise<PreparedImage[]> {
  return sdk.all(sources, options);
}

/**
 * Measures a picture of a document: where the document lies, how sharp, bright and glaring it is, and what a person
 * can do better. Nothing is refused: what to make of the hints is up to the page.
 *
 * @example
 * const { hints, corners } = await analyzeImage(file, { strictness: 'relaxed' });
 * if (hints.includes('BLUR')) askAgain();
 * @throws {@link IdSnapError} for options and for files that cannot be read, as `prepareImage`; an `AbortError` when
 * aborted.
 */
export function analyzeImage(
  source: ImageSource,
  options: AnalyzeOptions & { mrz: true },
): Promise<ImageAnalysisWithMrz>;
export function analyzeImage(source: ImageSource, options?: AnalyzeOptions): Promise<ImageAnalysis>;
export function analyzeImage(source: ImageSource, options?: AnalyzeOptions): Promise<ImageAnalysis> {
  return sdk.analyze(source, options);
}

/**
 * Reads the machine readable zone of a picture, on this device: nothing is sent. The zone may be turned by quarters.
 *
 * `mrz` is there only where the check digits prove it. What is not proved is `ambiguous`, with its `candidates`. The code
 * is fetched by the first call.
 *
 * @example
 * const { status, mrz, candidates } = await readMrz(file);
 * if (status === 'valid') show(`${mrz?.surname}, ${mrz?.documentNumber}`);
 * else if (status === 'ambiguous') show(`one of ${candidates.length}`);
 * @throws {@link IdSnapError} as `analyzeImage`; an `AbortError` when aborted.
 */
export function readMrz(source: ImageSource, options?: ReadMrzOptions): Promise<MrzReading> {
  return sdk.readMrz(source, options);
}

/**
 * Tells what this browser and page can do, for a support page or a bug report. It asks for no permission, holds no
 * personal data, and requests nothing but the package's own files and, with `endpoint`, what the proxy answers itself.
 *
 * @example
 * const diagnosis = await diagnose({ endpoint: '/api/id' });
 * const report = JSON.stringify(diagnosis, null, 2); // for your help desk
 * @throws {@link IdSnapError} `invalid_field` or `unknown_option` for what is wrong with the options, and for nothing else.
 */
export function diagnose(options?: DiagnoseOptions): Promise<Diagnosis> {
  return sdk.diagnose(options);
}

/**
 * Makes a client that posts to vendors through your proxy.
 *
 * @example
 * const client = createClient({ endpoint: '/api/id' });
 * const { documents, verdict } = await client.zoloz.recognize({ front: file, docType: '00000001003' });
 */
export function createClient(options: ClientOptions): Client {
  return sdk.createClient(options);
}

/**
 * Loads what `parseMrz`, `readZone`, `crossCheckMrz` and `formatMrz` need to return at once: the engine in the page's
 * own thread, beside that in the worker. Idempotent; after a failure the next call tries again.
 *
 * A page that does not call this fetches nothing for it.
 *
 * @throws {@link IdSnapError} as {@link init}.
 */
export function loadMrz(): Promise<void> {
  return sdk.loadMrz();
}

/**
 * Reads a machine readable zone: one text, or its lines. `null` for nothing, and for what has the form of no zone.
 *
 * A zone whose check digits fail is read too: `status` tells how sure it is, and `candidates` what it may say.
 *
 * @example
 * await loadMrz();
 * const mrz = parseMrz(['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']);
 * if (mrz?.status === 'valid') show(`${mrz.surname} ${mrz.dateOfBirth?.iso}`);
 * @throws {@link IdSnapError} `not_loaded` before {@link loadMrz}; `invalid_field` for what is no text, and for options.
 */
export function parseMrz(zone: string | readonly string[], options?: ParseOptions): Mrz | null {
  return sdk.parseMrz(zone, options);
}

/**
 * Reads a machine readable zone as {@link parseMrz} does, and tells a zone that cannot be read from none.
 *
 * @throws {@link IdSnapError} as {@link parseMrz}.
 */
export function readZone(zone: string | readonly string[], options?: ParseOptions): ZoneReading {
  return sdk.readZone(zone, options);
}

/**
 * Compares a zone with what is printed on the document: a check of the zone itself, and one of each field that both
 * have.
 *
 * @throws {@link IdSnapError} `not_loaded` before {@link loadMrz}; what is wrong with the zone or the fields.
 */
export function crossCheckMrz(mrz: Mrz, fields: PrintedFields): Check[] {
  return sdk.crossCheckMrz(mrz, fields);
}

/**
 * Writes the lines of a zone with their check digits; names are transliterated by ICAO Doc 9303.
 *
 * @example
 * await loadMrz();
 * const lines = formatMrz({ format: 'TD3', issuingState: 'KAZ', surname: 'Иванов', documentNumber: 'N12345678' });
 * @throws {@link IdSnapError} `not_loaded` before {@link loadMrz}; `invalid_field` for what the zone cannot hold.
 */
export function formatMrz(fields: MrzFields): string[] {
  return sdk.formatMrz(fields);
}

import type { AnalyzeOptions } from '../images/analyze.js';
import type { PrepareOptions } from '../images/prepare.js';
import type { PreparedImage } from '../images/prepared.js';
import { analyzeImage, isIdSnapError, prepareImage } from '../node.js';
import type { Content } from './files.js';
import type { Asked } from './options.js';
import type { Outcome } from './output.js';
import { grouped } from './output.js';
import { prepareOptions } from './prepare.js';

/** Measures one file, and says what is wrong with the photo. */
export async function analyzeFile({ options }: Asked, content: Content, more: AnalyzeOptions): Promise<Outcome> {
  const { document, strictness } = options;
  const given = Object.entries({ document, strictness }).filter(([, value]) => value !== undefined);
  const analysis = await analyzeImage(content, { ...Object.fromEntries(given), ...more });
  const { sharpness, glare, brightness, contrast, coverage, tilt, hints } = analysis;
  const scores = Object.entries({ sharpness, glare, brightness, contrast, coverage, tilt });
  const text = scores.map(([name, score]) => `${name} ${score.toFixed(2)}`).join(', ');
  return { ok: true, facts: { ...analysis }, text: `${hints.length === 0 ? 'good' : hints.join(', ')} (${text})` };
}

/** Says whether a file meets the limits as it is: whether nothing of its pixels has to change. */
export async function validateFile(asked: Asked, content: Content, more: PrepareOptions): Promise<Outcome> {
  const image = await prepareImage(content, { ...prepareOptions(asked), ...more }).catch(tooLarge);
  if (typeof image === 'string') return misfit({ valid: false, problems: ['size'] }, image);
  const { source } = image;
  const problems = problemsOf(image);
  if (image.path !== 'original' && problems.length === 0) problems.push(await whyNotKept(image, content));
  const isValid = image.path === 'original';
  const facts = { valid: isValid, problems: problems.map(([name]) => name), source };
  const text = isValid
    ? `fits as it is (${grouped(source.byteLength)} bytes, ${source.width} × ${source.height})`
    : problems.map(([, problem]) => problem).join('; ');
  return isValid ? { ok: true, facts, text } : misfit(facts, text);
}

/** A file that does not meet the limits as it is. */
const misfit = (facts: object, message: string): Outcome => ({
  ok: false,
  facts: { ...facts, error: { code: 'does_not_fit', message, advice: 'Make it fit with idsnap prepare.' } },
  text: message,
});

/** Why a file does not fit that cannot even be made to fit. */
function tooLarge(error: unknown): string {
  if (isIdSnapError(error) && error.code === 'over_budget') return `it is too large: ${error.message}`;
  throw error;
}

/** What has to change, by what `prepare` changes. */
function problemsOf({ path, source, mimeType, width, height }: PreparedImage): [name: string, text: string][] {
  if (path === 'original') return [];
  const problems: [string, string][] = [];
  if (source.mimeType !== mimeType) problems.push(['format', `it is ${source.mimeType ?? 'no file'}, not ${mimeType}`]);
  if (source.orientation !== 1)
    problems.push(['orientation', `it is not upright (EXIF orientation ${source.orientation})`]);
  if (Math.max(width, height) < Math.max(source.width, source.height)) {
    problems.push(['pixels', `it has too many pixels: ${source.width} × ${source.height}`]);
  }
  return problems;
}

/** Why a file of the right format and size in pixels is not kept: its bytes, or, where no limit asks for less, its data. */
async function whyNotKept({ source, byteLength }: PreparedImage, content: Content): Promise<[string, string]> {
  const unlimited = await prepareImage(content);
  return unlimited.path === 'original'
    ? ['size', `it is too large: ${grouped(source.byteLength)} bytes, of which ${grouped(byteLength)} can be made`]
    : ['encoding', 'its colors or its coding are not those of an ordinary file: it is encoded anew'];
}

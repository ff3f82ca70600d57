import type { AnalyzeOptions as CoreOptions, ImageAnalysis, ImageSource } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { readAll, spare, split, withFallback } from './prepare.js';
import type { Listeners } from './prepare.js';

/** How a picture is analyzed, and how to watch and stop the call. */
export interface AnalyzeOptions extends CoreOptions, Listeners {}

/** Analyzes one picture. */
export async function analyzeOn(
  engine: Engine,
  source: ImageSource,
  options: AnalyzeOptions = {},
): Promise<ImageAnalysis> {
  const { json } = split(options);
  return engine.within(options.signal, async (signal) => {
    const sources = await readAll([source] as const, { ...options, signal });
    return withFallback(sources, ([first]) => {
      if (first.kind === 'bytes') {
        const bytes = spare(first.bytes);
        return engine.call('analyze', [bytes, json], { signal, transfer: [bytes.buffer] });
      }
      const { rgba, width, height } = first;
      return engine.call('analyzePixels', [rgba, width, height, json], { signal, transfer: [rgba.buffer] });
    });
  });
}

import type { AnalyzeOptions as CoreOptions, ImageAnalysis, ImageSource } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { legible } from '../options.js';
import { taken } from '../source.js';
import { split } from './prepare.js';
import type { Listeners } from './prepare.js';

/** How an image is analyzed, and how to watch and stop the call. */
export interface AnalyzeOptions extends CoreOptions, Listeners {}

/** Analyzes one image. */
export async function analyzeOn(
  engine: Engine,
  source: ImageSource,
  options: AnalyzeOptions = {},
): Promise<ImageAnalysis> {
  const { json, onProgress, signal: outer } = split('options', options);
  return engine.within(outer, (signal) => {
    const image = legible('source', () => taken(source, 'source'));
    const transfer = 'blob' in image ? [] : [image.bytes.buffer];
    return engine.call('analyze', [image, json], { signal, transfer, onProgress });
  });
}

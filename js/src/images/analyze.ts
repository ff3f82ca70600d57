import type {
  AnalyzeOptions as CoreOptions,
  FrameInput,
  FrameReport,
  ImageAnalysis,
  ImageSource,
} from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import type { FramePixels } from '../engine/protocol.js';
import { legible } from '../options.js';
import { taken } from '../source.js';
import type { Defaults } from '../client/types.js';
import { withDecoders } from '../decoders/with-decoders.js';
import { split } from './prepare.js';
import type { Helpers } from './prepare.js';

/** How an image is analyzed, and how to watch and stop the call. */
export interface AnalyzeOptions extends CoreOptions, Helpers {}

/** Analyzes one image. */
export async function analyzeOn(
  engine: Engine,
  source: ImageSource,
  options: AnalyzeOptions = {},
  defaults: Defaults = {},
): Promise<ImageAnalysis> {
  const { json, onProgress, signal: outer, decoders = defaults.decoders } = split('options', options);
  return engine.within(outer, (signal) => {
    const image = legible('source', () => taken(source, 'source'));
    const transfer = 'blob' in image ? [] : [image.bytes.buffer];
    return withDecoders(decoders, { images: [image], transfer }, signal, ({ images: [one = image], transfer: moved }) =>
      engine.call('analyze', [one, json], { signal, transfer: moved, onProgress }),
    );
  });
}

/** Analyzes a frame of a video, which is transferred. A `VideoFrame` is closed, also where it fails. */
export async function analyzeFrameOn(
  engine: Engine,
  frame: FramePixels | VideoFrame,
  input: FrameInput,
): Promise<FrameReport> {
  if ('rgba' in frame) return engine.call('analyzeFrame', [frame, input], { transfer: [frame.rgba.buffer] });
  try {
    return await engine.call('analyzeFrame', [frame, input], { transfer: [frame] });
  } finally {
    frame.close();
  }
}

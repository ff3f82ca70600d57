import type {
  AnalyzeOptions as CoreOptions,
  FrameInput,
  FrameMrzInput,
  ImageAnalysis,
  ImageSource,
  MrzReading,
  ReadMrzOptions as CoreMrzOptions,
} from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import type { FramePixels, FrameReported, Input, PostedImage } from '../engine/protocol.js';
import { invalidField } from '../errors.js';
import { copied, legible, nameOf } from '../options.js';
import { taken } from '../source.js';
import { split } from './prepare.js';
import type { Listeners } from './prepare.js';

/** How an image is analyzed, and how to watch and stop the call. */
export interface AnalyzeOptions extends CoreOptions, Listeners {
  /** Whether its machine readable zone is read as well, as by `readMrz` but decoding once. Default `false`. */
  mrz?: boolean;
}

/** How the machine readable zone of an image is read, and how to watch and stop the call. */
export interface ReadMrzOptions extends CoreMrzOptions, Listeners {}

/** What {@link AnalyzeOptions} with `mrz: true` give. */
export type ImageAnalysisWithMrz = ImageAnalysis & {
  /** The machine readable zone. */
  mrz: MrzReading;
};

/** Analyzes one image. */
export async function analyzeOn(
  engine: Engine,
  source: ImageSource,
  options: AnalyzeOptions = {},
): Promise<ImageAnalysis> {
  const { mrz, ...rest } = copied('options', options);
  if (mrz !== undefined && typeof mrz !== 'boolean') throw invalidField('options.mrz', nameOf(mrz), 'a boolean');
  const wanted = mrz === true ? ['{}'] : [];
  return once(engine, source, rest, (image, json) => ['analyze', [image, json, ...wanted] as Input<'analyze'>]);
}

/** Reads the machine readable zone of one image. */
export async function readMrzOn(
  engine: Engine,
  source: ImageSource,
  options: ReadMrzOptions = {},
): Promise<MrzReading> {
  return once(engine, source, options, (image, json) => ['readMrz', [image, json]]);
}

/** Makes one call of the engine about one image. */
function once<N extends 'analyze' | 'readMrz'>(
  engine: Engine,
  source: ImageSource,
  options: Listeners,
  call: (image: PostedImage, json: string) => [N, Input<N>],
) {
  const { json, onProgress, signal: outer } = split('options', options);
  return engine.within(outer, (signal) => {
    const image = legible('source', () => taken(source, 'source'));
    const transfer = 'blob' in image ? [] : [image.bytes.buffer];
    return engine.call(...call(image, json), { signal, transfer, onProgress });
  });
}

/** Analyzes a frame of a video, which is transferred. A `VideoFrame` is closed, also where it fails. */
export async function analyzeFrameOn(
  engine: Engine,
  frame: FramePixels | VideoFrame,
  input: FrameInput,
  mrz?: FrameMrzInput,
): Promise<FrameReported> {
  if ('rgba' in frame) return engine.call('analyzeFrame', [frame, input, mrz], { transfer: [frame.rgba.buffer] });
  try {
    return await engine.call('analyzeFrame', [frame, input, mrz], { transfer: [frame] });
  } finally {
    frame.close();
  }
}

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
import type { Defaults } from '../client/types.js';
import { withDecoders } from '../decoders/with-decoders.js';
import { split } from './prepare.js';
import type { Helpers } from './prepare.js';

/** How an image is analyzed, and how to watch and stop the call. */
export interface AnalyzeOptions extends CoreOptions, Helpers {
  /** Whether its machine readable zone is read as well, as by `readMrz` but decoding once. Default `false`. */
  mrz?: boolean;
}

/** How the machine readable zone of an image is read, and how to watch and stop the call. */
export interface ReadMrzOptions extends CoreMrzOptions, Helpers {}

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
  defaults: Defaults = {},
): Promise<ImageAnalysis> {
  const { mrz, ...rest } = copied('options', options);
  if (mrz !== undefined && typeof mrz !== 'boolean') throw invalidField('options.mrz', nameOf(mrz), 'a boolean');
  const wanted = mrz === true ? ['{}'] : [];
  const call = (image: PostedImage, json: string): ['analyze', Input<'analyze'>] => [
    'analyze',
    [image, json, ...wanted] as Input<'analyze'>,
  ];
  return once(engine, source, { options: rest, defaults }, call);
}

/** Reads the machine readable zone of one image. */
export async function readMrzOn(
  engine: Engine,
  source: ImageSource,
  options: ReadMrzOptions = {},
  defaults: Defaults = {},
): Promise<MrzReading> {
  return once(engine, source, { options, defaults }, (image, json) => ['readMrz', [image, json]]);
}

/** Makes one call of the engine about one image. */
function once<N extends 'analyze' | 'readMrz'>(
  engine: Engine,
  source: ImageSource,
  { options, defaults }: { options: Helpers; defaults: Defaults },
  call: (image: PostedImage, json: string) => [N, Input<N>],
) {
  const { json, onProgress, signal: outer, decoders = defaults.decoders } = split('options', options);
  return engine.within(outer, (signal) => {
    const image = legible('source', () => taken(source, 'source'));
    const transfer = 'blob' in image ? [] : [image.bytes.buffer];
    return withDecoders(decoders, { images: [image], transfer }, signal, ({ images: [one = image], transfer: moved }) =>
      engine.call(...call(one, json), { signal, transfer: moved, onProgress }),
    );
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

import type {
  Composed,
  ErrorInfo,
  FrameInput,
  FrameMrz,
  FrameMrzInput,
  FrameReport,
  ImageAnalysis,
  ImageFormat,
  ImageInput,
  Mrz,
  MrzReading,
  OperationCall,
  OperationName,
  Outgoing,
  Prepared,
  Reply,
  SourceInfo,
} from '../../pkg/idsnap.js';
import type { DecodableType } from '../decoders/types.js';
import type { FailureInfo } from '../errors.js';
import type { Progress } from '../progress.js';
import type { Part } from './files.js';

/** What the file was that pixels were decoded from. */
export interface FileFacts {
  mimeType: DecodableType;
  byteLength: number;
}

/** An image as the core reads it; pixels that were decoded from a file say from which. */
export type ReadImage = ImageInput & { file?: FileFacts };

/** An image on its way to the engine: a file by reference, or bytes or pixels by transfer. */
export type PostedImage = { field: string; blob: Blob } | ReadImage;

/** The pixels of a frame: red, green, blue and alpha. Their memory is transferred. */
export interface FramePixels {
  readonly rgba: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** What the source of an image was. */
export interface PreparedSource extends Omit<SourceInfo, 'mimeType'> {
  /** The format, determined by the content. Absent for pixels. */
  mimeType?: ImageFormat | DecodableType;
}

/** The core's result with the file's SHA-256. */
export type Summed = Omit<Prepared, 'source'> & { source: PreparedSource; sha256: string };

/** The request of a call as the page writes it. */
export type WrittenCall = Omit<OperationCall, 'traceId'>;

/** A request to be sent, and its limits. */
export interface Sending extends Outgoing {
  timeoutMs: number;
  /** How long no byte of the body may leave. */
  stallMs: number;
  maxResponseBytes: number;
  /** What the device read of the MRZ in its images: the response is compared with it. */
  mrz?: readonly Mrz[];
  /** Whether sending it a second time would leave a second submission behind. */
  once: boolean;
}

/** A failure as it crosses to the page: what is the same for all of a code, the page adds by its code. */
export type PostedInfo = Pick<ErrorInfo, 'code' | 'message'> & Partial<FailureInfo>;

/** What came of sending a request. */
export type Exchanged =
  | { reply: Reply<unknown>; status: number }
  | {
      error: PostedInfo;
      /** Whether the proxy may have the request. */
      sent: boolean;
      /** The header `retry-after`. */
      retryAfter?: string | undefined;
      /** The body that was sent: it comes back for another attempt. */
      body?: Uint8Array<ArrayBuffer> | undefined;
    };

/** A response that was read to its end. The status is 0 for a redirect in a browser. */
export interface Read {
  status: number;
  body: Uint8Array<ArrayBuffer>;
  /** Whether the proxy answered for itself: its header says so, and a page of another origin is shown that header. */
  isProxys: boolean;
}

/** What came of analyzing an image, with its MRZ where that was asked for. */
export type Analyzed = ImageAnalysis & { mrz?: MrzReading };

/** The report of a frame, with what is seen of its MRZ where that was asked for. */
export type FrameReported = FrameReport & { mrz?: FrameMrz };

/** The calls that the engine takes. Each is one trip to where the core is. */
export interface Calls {
  version: () => string;
  prepare: (images: readonly PostedImage[], options: string) => Promise<Summed[]>;
  /** `mrz`: the options with which its MRZ is read as well. */
  analyze: (image: PostedImage, options: string, mrz?: string) => Promise<Analyzed>;
  readMrz: (image: PostedImage, options: string) => Promise<MrzReading>;
  /**
   * The memories in the inputs are those of the report of the frame before. `mrz`: its MRZ is read as well. A `VideoFrame`
   * is closed.
   */
  analyzeFrame: (frame: FramePixels | VideoFrame, input: FrameInput, mrz?: FrameMrzInput) => Promise<FrameReported>;
  /** Checks a request and what the device read of its MRZ, reads and prepares its images, and makes the vendor's request of it. */
  compose: (
    operation: OperationName,
    call: WrittenCall & { mrz?: readonly Mrz[] },
    images: readonly PostedImage[],
  ) => Promise<Omit<Composed, 'prepared'> & { prepared: Summed[] }>;
  /** Sends a request and reads the response. */
  exchange: (
    operation: OperationName,
    sending: Sending,
    body: Uint8Array<ArrayBuffer> | undefined,
  ) => Promise<Exchanged>;
  /** `mrz`: what the device read of it, which the response is compared with. */
  parse: (operation: OperationName, response: Read, mrz?: readonly Mrz[]) => Reply<unknown>;
}

/** The name of a call. */
export type CallName = keyof Calls;

/** What goes into a call. */
export type Input<N extends CallName> = Parameters<Calls[N]>;

/** What comes out of a call. */
export type Output<N extends CallName> = Awaited<ReturnType<Calls[N]>>;

/** Why a call failed. */
export interface Failure {
  info: ErrorInfo;
  /** What the browser said of it. */
  cause?: unknown;
}

/** From the page to the worker. */
export type ToWorker =
  | { kind: 'start'; wasm: WasmSource }
  | { kind: 'part'; part: Part; wasm: WasmSource }
  /** Is answered as soon as the worker computes nothing. */
  | { kind: 'ping' }
  | { kind: 'call'; id: number; name: CallName; input: readonly unknown[] }
  | { kind: 'abort'; id: number };

/** From the worker to the page. */
export type FromWorker =
  | { kind: 'hello'; version: string }
  | { kind: 'pong' }
  | { kind: 'started'; hasParts: boolean }
  | { kind: 'refused'; info: PostedInfo }
  | { kind: 'wanted'; part: Part }
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'done'; id: number; output: unknown; memoryBytes: number }
  | { kind: 'failed'; id: number; failure: { info: PostedInfo; cause?: unknown }; memoryBytes: number }
  | { kind: 'died'; info: PostedInfo };

/** Where a wasm module comes from: an absolute address, or nothing for the file beside this script. */
export interface WasmSource {
  url: string | undefined;
  /** The module itself, where it is compiled already. */
  module?: WebAssembly.Module;
  /** Whether its server was asked and is silent. */
  isSilent?: boolean;
}

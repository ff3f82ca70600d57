import type { PreparedImage } from '../../images/prepared.js';
import type { PrepareOptions } from '../../images/prepare.js';
import type {
  AnalyzeOptions,
  FrameInput,
  FrameMrzInput,
  FrameReported,
  ImageAnalysis,
  MrzReading,
} from '../analysis.js';
import type { ReadMrzOptions } from '../../images/analyze.js';

/** Pixels that own their memory: it can be moved to the worker. */
export interface Pixels {
  readonly rgba: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** A frame as browsers hand it out. */
export type Picture = VideoFrame | ImageBitmap;

/** One moment of the video. */
export interface Snapshot {
  readonly width: number;
  readonly height: number;
  /** The picture, made smaller where its longer side exceeds `maxEdge`. */
  pixels(maxEdge: number): Pixels;
  /** What is analysed, which goes away with it: the frame itself, or, where there is none and if `isDrawn`, its pixels. */
  frame(isDrawn: boolean): Pixels | VideoFrame;
  /** Every pixel, while the snapshot is open. */
  readonly picture: Picture;
  /** Gives the memory back, which the camera may be waiting for. */
  close(): void;
}

/** What a browser can draw and make a file of. */
export type Drawn = Blob | ImageData | Picture;

/** A JPEG by the browser. */
export interface EncodedImage {
  readonly file: Blob;
  readonly width: number;
  readonly height: number;
}

/** An image that the browser has decoded, upright. */
export interface OpenImage {
  readonly width: number;
  readonly height: number;
  /** Its JPEG, the longer side at most `maxEdge`; `quality` is 0 to 1. */
  jpeg(maxEdge: number, quality: number): Promise<EncodedImage>;
  /** Gives the memory back. */
  close(): void;
}

/** The parts of the SDK that a capture uses. */
export interface Sdk {
  /** Starts the engine ahead of its use. */
  start(): Promise<unknown>;
  /** With `mrz` the MRZ is read as well. */
  analyzeFrame(frame: Pixels | VideoFrame, input: FrameInput, mrz?: FrameMrzInput): Promise<FrameReported>;
  analyzeImage(source: Blob, options: AnalyzeOptions & { signal?: AbortSignal }): Promise<ImageAnalysis>;
  readMrz(source: Blob, options: ReadMrzOptions): Promise<MrzReading>;
  prepareImage(source: Drawn, options: PrepareOptions): Promise<PreparedImage>;
}

/** What the page says of itself. */
export interface PageFacts {
  readonly secure: boolean;
  /** Whether it is inside another page. */
  readonly framed: boolean;
  /** Whether its policy lets it use a camera; nothing where the browser does not tell. */
  readonly allowed?: boolean | undefined;
  readonly userAgent: string;
  /** Whether it is used by touch, as on a phone, which has a camera app. */
  readonly touch: boolean;
}

export type CameraDevices = EventTarget & Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;

/** Takes photos beside the video (W3C Image Capture). */
export interface PhotoCamera {
  getPhotoCapabilities(): Promise<{ imageWidth?: { max: number }; imageHeight?: { max: number } }>;
  takePhoto(settings?: { imageWidth: number; imageHeight: number }): Promise<Blob>;
}

/** Calls off what was asked for. */
export type Cancel = () => void;

/** Keeps drafts; what is kept cannot be read by other tabs or after its time. */
export interface DraftVault {
  load(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  save(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  clear(name: string): Promise<void>;
}

/** Everything a capture needs of the browser. */
export interface Platform {
  readonly sdk: Sdk;
  /** Nothing in a page that may not have a camera. */
  devices(): CameraDevices | undefined;
  facts(): PageFacts;
  /** What the browser says about the camera; nothing where it does not say. */
  permission(): Promise<(EventTarget & Pick<PermissionStatus, 'state'>) | undefined>;
  /** Where `visibilitychange` is heard; nothing outside a page. */
  document(): (EventTarget & { readonly visibilityState: DocumentVisibilityState }) | undefined;
  /** Where `pageshow` and `focus` are heard. */
  window(): EventTarget | undefined;
  /** The lens that was used last on this device. */
  recallLens(): string | undefined;
  rememberLens(deviceId: string): void;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  after(ms: number, work: () => void): Cancel;
  /** Calls once when the video shows another frame. */
  nextFrame(video: HTMLVideoElement, work: () => void): Cancel;
  /** Nothing while the video has no picture. */
  snapshot(video: HTMLVideoElement): Promise<Snapshot | undefined>;
  photoCamera(track: MediaStreamTrack): PhotoCamera | undefined;
  /** The pixels of a small picture file. */
  readPixels(file: Blob): Promise<Pixels>;
  urlOf(file: Blob): string;
  revoke(url: string): void;
  /** Keeps the screen from going dark until it is called off. */
  keepAwake(): Cancel;
}

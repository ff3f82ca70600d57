/** A point of a picture, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The corners of a document as its picture is held, in pixels of the picture. */
export interface Quad {
  readonly topLeft: Point;
  readonly topRight: Point;
  readonly bottomRight: Point;
  readonly bottomLeft: Point;
}

/** What keeps a picture of a document from being good. */
export type Hint =
  | 'NO_DOCUMENT'
  | 'TOO_FAR'
  | 'TOO_CLOSE'
  | 'OUT_OF_FRAME'
  | 'TILTED'
  | 'BLUR'
  | 'GLARE'
  | 'TOO_DARK'
  | 'TOO_BRIGHT'
  | 'LOW_RESOLUTION';

/** What is measured on a picture of a document. */
export interface ImageAnalysis {
  readonly width: number;
  readonly height: number;
  readonly sharpness: number;
  readonly glare: number;
  readonly brightness: number;
  readonly contrast: number;
  readonly corners: Quad | null;
  readonly coverage: number;
  readonly tilt: number;
  readonly pixelsPerMm: number | null;
  readonly hints: readonly Hint[];
}

/** What the analysis is told. */
export interface AnalyzeOptions {
  strictness?: 'relaxed' | 'normal' | 'strict' | 'off';
  document?: 'id1' | 'id2' | 'id3' | 'any';
}

/** What goes with a frame. */
export interface FrameInput {
  options: AnalyzeOptions;
  /** The memory of the frame before; nothing for the first one. */
  memory?: unknown;
  timeMs: number;
}

/** What a frame says. */
export interface FrameReport {
  readonly analysis: ImageAnalysis;
  /** The one steady hint to show. */
  readonly hint?: Hint | null;
  /** The scene has been still and clear: a picture may be taken. */
  readonly steady: boolean;
  readonly memory: unknown;
}

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

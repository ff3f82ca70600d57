/** The core's types that a capture uses. */
export type {
  AnalyzeOptions,
  DocumentSize,
  FrameInput,
  FrameMemory,
  FrameReport,
  Hint,
  ImageAnalysis,
  Point,
  Quad,
  Strictness,
  Thresholds,
} from '../../pkg/idsnap.js';

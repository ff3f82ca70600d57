/** The core's types that a capture uses. */
export type {
  AnalyzeOptions,
  DocumentSize,
  FrameInput,
  FrameMemory,
  FrameMrzInput,
  FrameMrzMemory,
  FrameReport,
  Hint,
  ImageAnalysis,
  MrzReading,
  Point,
  Quad,
  Strictness,
  Thresholds,
  WhiteField,
} from '../../pkg/idsnap.js';
export type { FrameReported } from '../engine/protocol.js';

import type { Pick } from './files.js';
import type { ViewModel } from './model.js';

/** What a person can do in the view. */
export interface Commands {
  readonly start: () => void;
  readonly reset: () => void;
  readonly pick: Pick;
  readonly editCorners: () => void;
  /** Reads a text out once. */
  readonly say: (text?: string) => void;
}

/** What every part of the view is built from. What is not in the model cannot be drawn by mistake. */
export interface ViewContext extends ViewModel, Commands {}

import type { Resume } from './errors.js';

/** What a call is at. */
export interface Progress {
  /**
   * - `read`: the source's bytes or pixels are being read.
   * - `decode`: the picture is being decoded, measured and resized.
   * - `encode`: the picture is ready; `loaded` and `total` are the bytes of the file.
   * - `upload`: the request is on its way; `loaded` is how much of its body was sent, `total` the bytes of its body. Only
   *   `XMLHttpRequest` tells, so without it, and of small bodies, it is said once.
   * - `wait`: the vendor is at work; `loaded` is how often it was asked.
   * - `parse`: the vendor's answer is being read.
   *
   * With several images, `loaded` and `total` of the first three are sums over all of them.
   */
  phase: 'read' | 'decode' | 'encode' | 'upload' | 'wait' | 'parse';
  /** How much is done. */
  loaded?: number;
  /** How much there is to do. */
  total?: number;
  /** In the phase `wait`: what is needed to go on later, should the page be left. */
  resume?: Resume;
}

/** Hears about progress. What it throws is ignored. */
export type OnProgress = (progress: Progress) => void;

/** A listener that cannot break the call it listens to. */
export function safely(onProgress: OnProgress | undefined): OnProgress {
  return (progress) => {
    tell(onProgress, progress);
  };
}

/** Tells a listener, which cannot break what it listens to: what it throws or rejects with is dropped. */
export function tell<E>(listener: ((event: E) => unknown) | undefined, event: E): void {
  try {
    const told = listener?.(event);
    if (told instanceof Promise) told.catch(() => undefined);
  } catch {
    // A failing progress bar or log must not cost the upload.
  }
}

/** `idsnap/capture` with the types that let Preact's JSX know `<id-capture>`. */
import type { HTMLAttributes } from 'preact';
import type { IdCaptureElement } from './id-capture.js';
import type { IdCaptureProps } from './jsx.js';

export * from '../index.js';
export type { IdCaptureProps } from './jsx.js';

type BaseProps = Omit<HTMLAttributes<IdCaptureElement>, keyof IdCaptureProps>;

declare module 'preact' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Preact keeps its elements in one
  namespace JSX {
    interface IntrinsicElements {
      'id-capture': BaseProps & IdCaptureProps;
    }
  }
}

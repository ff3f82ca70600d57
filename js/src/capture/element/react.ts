/** `idsnap/capture` with the types that let React's JSX know `<id-capture>`. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { IdCaptureElement } from './id-capture.js';
import type { IdCaptureProps } from './jsx.js';

export * from '../index.js';
export type { IdCaptureProps } from './jsx.js';

type BaseProps = Omit<DetailedHTMLProps<HTMLAttributes<IdCaptureElement>, IdCaptureElement>, keyof IdCaptureProps>;

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- React keeps its elements in one
  namespace JSX {
    interface IntrinsicElements {
      'id-capture': BaseProps & IdCaptureProps;
    }
  }
}

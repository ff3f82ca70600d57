/** `idsnap/capture` with the types that let the JSX of Solid know `<id-capture>`. */
import type { JSX } from 'solid-js';
import type { IdCaptureEventMap } from './events.js';
import type { IdCaptureElement } from './id-capture.js';
import type { IdCaptureSettings } from './jsx.js';

export * from '../index.js';

/** Solid listens to events of custom elements by `on:`. */
type Listeners = { [N in keyof IdCaptureEventMap as `on:${N}`]?: (event: IdCaptureEventMap[N]) => void };

/** What `<id-capture>` takes in the JSX of Solid besides what every element takes. */
export interface IdCaptureSolidProps extends IdCaptureSettings, Listeners {}

type BaseProps = Omit<JSX.HTMLAttributes<IdCaptureElement>, keyof IdCaptureSolidProps>;

declare module 'solid-js' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Solid keeps its elements in one
  namespace JSX {
    interface IntrinsicElements {
      'id-capture': BaseProps & IdCaptureSolidProps;
    }
  }
}

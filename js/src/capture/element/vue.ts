/** `idsnap/capture` with the types that let the templates of Vue know `<id-capture>`. */
import type { IdCaptureEventMap } from './events.js';
import type { IdCaptureSettings } from './jsx.js';

export * from '../index.js';

/** Vue writes a hyphen as a capital letter: `@id-capture-ready` is `onIdCaptureReady`, `@id-capture:ready` keeps its colon. */
type NameOf<N extends string> = N extends `id-capture:${infer Rest}`
  ? `onIdCapture:${Rest}`
  : N extends `id-capture-${infer Rest}`
    ? `onIdCapture${Capitalize<Rest>}`
    : never;

type Listeners = { [N in keyof IdCaptureEventMap as NameOf<N>]?: (event: IdCaptureEventMap[N]) => void };

/** What `<id-capture>` takes in a template of Vue. */
export interface IdCaptureVueProps extends IdCaptureSettings, Listeners {}

declare module 'vue' {
  interface GlobalComponents {
    'id-capture': new () => { $props: IdCaptureVueProps };
  }
}

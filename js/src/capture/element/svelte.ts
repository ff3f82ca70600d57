/** `idsnap/capture` with the types that let the templates of Svelte know `<id-capture>`. */
import type { HTMLAttributes } from 'svelte/elements';
import type { IdCaptureEventMap } from './events.js';
import type { IdCaptureElement } from './id-capture.js';
import type { IdCaptureProps } from './jsx.js';

export * from '../index.js';

/** Svelte 5 takes `onid-capture-ready`; Svelte 4 took `on:id-capture-ready`, and 5 still does. */
type Directives = { [N in keyof IdCaptureEventMap as `on:${N}`]?: (event: IdCaptureEventMap[N]) => void };

/** What `<id-capture>` takes in a template of Svelte besides what every element takes. */
export interface IdCaptureSvelteProps extends IdCaptureProps, Directives {}

type BaseProps = Omit<HTMLAttributes<IdCaptureElement>, keyof IdCaptureSvelteProps>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'id-capture': BaseProps & IdCaptureSvelteProps;
  }
}

import type { IdCaptureElement } from './id-capture.js';
import type { IdCaptureEventMap } from './events.js';

type Listeners = { [N in keyof IdCaptureEventMap as `on${N}`]?: (event: IdCaptureEventMap[N]) => void };

/** What `<id-capture>` takes in templates, without its events. */
export interface IdCaptureSettings extends Settings {
  sides?: IdCaptureElement['sides'] | string;
  draft?: string;
  'shutter-after-ms'?: number | string;
  'max-warnings'?: number | string;
  'fallback-after-tries'?: number | string;
  'handover-url'?: string;
}

type Settings = Partial<
  Pick<
    IdCaptureElement,
    | 'document'
    | 'strictness'
    | 'auto'
    | 'autostart'
    | 'crop'
    | 'mrz'
    | 'camera'
    | 'feedback'
    | 'handover'
    | 'limits'
    | 'prepare'
    | 'strings'
  >
>;

/** What `<id-capture>` takes in JSX besides what every element takes. */
export interface IdCaptureProps extends IdCaptureSettings, Listeners {}

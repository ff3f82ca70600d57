import type { IdCaptureElement } from './id-capture.js';
import type { IdCaptureEventMap } from './events.js';

type Listeners = { [N in keyof IdCaptureEventMap as `on${N}`]?: (event: IdCaptureEventMap[N]) => void };

type Settings = Partial<
  Pick<
    IdCaptureElement,
    'document' | 'strictness' | 'auto' | 'autostart' | 'crop' | 'camera' | 'feedback' | 'limits' | 'prepare' | 'strings'
  >
>;

/** What `<id-capture>` takes in JSX besides what every element takes. */
export interface IdCaptureProps extends Settings, Listeners {
  sides?: IdCaptureElement['sides'] | string;
  draft?: string;
  'shutter-after-ms'?: number | string;
  'max-warnings'?: number | string;
  'fallback-after-tries'?: number | string;
}

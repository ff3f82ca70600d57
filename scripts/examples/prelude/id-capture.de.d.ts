// A page's own language of the capture element.
import type { CaptureStrings } from 'idsnap/capture';

export declare const strings: Partial<CaptureStrings>;

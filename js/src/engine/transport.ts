import * as core from '../../pkg/idsnap.js';
import type { ErrorInfo } from '../../pkg/idsnap.js';
import { infoOf, isIdSnapError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import type { Sending } from './protocol.js';
import { incoming, isUnsent, readResponse, tooLarge } from './response.js';
import type { Incoming } from './response.js';

/** How far a request came. */
export interface Course {
  /** Whether the proxy may have all of it. */
  sent: boolean;
}

/** What a request needs on its way. */
export interface Way {
  signal: AbortSignal;
  report: OnProgress;
  course: Course;
}

/** Of what a few packets carry there is no progress to tell. */
const SMALL_BYTES = 65_536;

const unreachable = (): ErrorInfo => infoOf('network_unreachable', 'the proxy could not be reached');

/**
 * Sends a request and reads the response.
 *
 * A body goes by `XMLHttpRequest` where there is one, which tells how much was sent. That follows redirects, so it is
 * used only where a request for the head shows that there is none; else `fetch` sends, which follows none.
 */
export async function send(
  { url, once, stallMs, maxResponseBytes, ...outgoing }: Omit<Sending, 'timeoutMs'>,
  body: Uint8Array<ArrayBuffer> | undefined,
  way: Way,
): Promise<Incoming> {
  const json = JSON.stringify({ ...outgoing, url });
  if (body !== undefined && typeof XMLHttpRequest === 'function' && (once || body.length > SMALL_BYTES)) {
    const found = await probe(json, way.signal);
    if (found === 'plain') return upload(core.upload(json), url, body, { ...way, stallMs, maxResponseBytes });
    // A proxy of another origin may let no page see the head.
    if (found === 'unreachable' && new URL(url).origin === location.origin) throw unreachable();
  }
  const request = core.request(json, body, way.signal);
  way.course.sent = true;
  try {
    return await readResponse(await fetch(request), maxResponseBytes);
  } catch (error) {
    if (isIdSnapError(error)) throw error;
    way.course.sent = !isUnsent(error);
    throw unreachable();
  }
}

async function probe(json: string, signal: AbortSignal): Promise<'plain' | 'redirected' | 'unreachable'> {
  try {
    const { type } = await fetch(core.probe(json, signal));
    return type === 'opaqueredirect' ? 'redirected' : 'plain';
  } catch {
    signal.throwIfAborted();
    return 'unreachable';
  }
}

function upload(
  request: XMLHttpRequest,
  url: string,
  body: Uint8Array<ArrayBuffer>,
  { signal, report, course, stallMs, maxResponseBytes }: Way & { stallMs: number; maxResponseBytes: number },
): Promise<Incoming> {
  return new Promise<Incoming>((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (reason: unknown): void => {
      // Rejects first: an abort fires events.
      reject(reason as Error);
      request.abort();
    };
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        stop(infoOf('deadline_exceeded', `no byte was sent for ${stallMs} ms`));
      }, stallMs);
    };
    signal.onabort = () => {
      stop(signal.reason);
    };
    request.upload.onprogress = ({ loaded }) => {
      watch();
      report({ phase: 'upload', loaded, total: body.length });
    };
    request.upload.onloadend = () => {
      clearTimeout(timer);
    };
    request.upload.onload = () => {
      course.sent = true;
    };
    request.onprogress = ({ loaded }) => {
      if (loaded > maxResponseBytes) stop(tooLarge(maxResponseBytes));
    };
    request.onerror = () => {
      reject(unreachable() as unknown as Error);
    };
    request.onload = () => {
      try {
        const read = new Uint8Array(request.response as ArrayBuffer);
        if (read.length > maxResponseBytes) throw tooLarge(maxResponseBytes);
        // A redirect that was followed after all: what came is not the proxy's.
        const status = request.responseURL === url ? request.status : 0;
        resolve(incoming(status, (name) => request.getResponseHeader(name), read));
      } catch (error) {
        reject(error as Error);
      }
    };
    watch();
    request.send(body);
  });
}

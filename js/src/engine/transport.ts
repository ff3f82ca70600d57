import * as core from '../../pkg/idsnap.js';
import { isIdSnapError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import type { Sending } from './protocol.js';
import { incoming, isUnsent, readResponse } from './response.js';
import type { Incoming } from './response.js';
import { tooLarge, unreachable } from './response-errors.js';
import { limit } from './scope.js';

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

/**
 * Sends a request and reads the response.
 *
 * A body goes by `XMLHttpRequest` where there is one, which tells how much was sent. That follows redirects, so it is
 * used only where a request for the head shows that there is none; else `fetch` sends, which follows none.
 */
export async function send(
  { url, once, stallMs, maxResponseBytes, ...outgoing }: Omit<Sending, 'timeoutMs' | 'mrz'>,
  body: Uint8Array<ArrayBuffer> | undefined,
  way: Way,
): Promise<Incoming> {
  const json = JSON.stringify({ ...outgoing, url });
  if (body !== undefined && typeof XMLHttpRequest === 'function' && (once || body.length > SMALL_BYTES)) {
    const found = await probe(json, way.signal, false);
    const isPlain = found !== undefined && found !== 'opaqueredirect';
    if (isPlain) return upload(core.upload(json), body, { ...way, url, stallMs, maxResponseBytes });
    // A proxy of another origin may let no page see the head.
    if (found === undefined && (await probe(json, way.signal, true)) === undefined) throw unreachable();
  }
  const request = core.request(json, body, way.signal);
  way.course.sent = true;
  try {
    return await readResponse(await fetch(request), { maxBytes: maxResponseBytes, tooLarge });
  } catch (error) {
    if (isIdSnapError(error)) throw error;
    way.course.sent = !isUnsent(error);
    throw unreachable();
  }
}

/** The type of the response for the head; nothing where none can be seen, or, `blind`, where nobody responds. */
async function probe(json: string, signal: AbortSignal, blind: boolean): Promise<ResponseType | undefined> {
  const response = await fetch(core.probe(json, signal, blind)).catch(() => undefined);
  signal.throwIfAborted();
  return response?.type;
}

/** What an upload needs on its way. */
interface Uploading extends Way {
  url: string;
  stallMs: number;
  maxResponseBytes: number;
}

async function upload(request: XMLHttpRequest, body: Uint8Array<ArrayBuffer>, way: Uploading): Promise<Incoming> {
  const { signal } = way;
  const { ms, late } = limit(way.stallMs, 'byte sent');
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<unknown>((resolve, reject) => {
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          reject(late());
        }, ms);
      };
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
      listen(request, body.length, { ...way, watch, reject });
      request.upload.onloadend = () => {
        clearTimeout(timer);
      };
      request.onload = resolve;
      watch();
      request.send(body);
    });
  } catch (error) {
    request.abort();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  const read = new Uint8Array(request.response as ArrayBuffer);
  if (read.length > way.maxResponseBytes) throw tooLarge(way.maxResponseBytes);
  // A redirect that was followed after all: what came is not the proxy's.
  const status = request.responseURL === way.url ? request.status : 0;
  return incoming(status, (name) => request.getResponseHeader(name), read);
}

function listen(
  request: XMLHttpRequest,
  total: number,
  {
    report,
    course,
    maxResponseBytes,
    watch,
    reject,
  }: Uploading & { watch: () => void; reject: (error: Error) => void },
): void {
  request.upload.onprogress = ({ loaded }) => {
    watch();
    report({ phase: 'upload', loaded, total });
  };
  request.upload.onload = () => {
    course.sent = true;
  };
  request.onprogress = ({ loaded }) => {
    if (loaded > maxResponseBytes) reject(tooLarge(maxResponseBytes));
  };
  request.onerror = () => {
    reject(unreachable());
  };
}

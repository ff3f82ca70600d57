import type { ErrorCode, HttpRequest, Mrz, OperationName, Reply, VendorId } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { speaking } from '../advice/speaking.js';
import { randomId } from '../engine/random-id.js';
import { limit } from '../engine/scope.js';
import { IdSnapError, infoOf, invalidField, isIdSnapError } from '../errors.js';
import type { Resume } from '../errors.js';
import { withDecoders } from '../decoders/with-decoders.js';
import { LISTENERS, posted, split } from '../images/prepare.js';
import { preparedImage } from '../images/prepared.js';
import type { PreparedImage } from '../images/prepared.js';
import { checked, encode, nameOf } from '../options.js';
import type { Spec } from '../options.js';
import { safely } from '../progress.js';
import { DEFAULT_TIMEOUT_MS, deliver } from './deliver.js';
import type { Parcel } from './deliver.js';
import { provedOf, requiredMrz } from './mrz.js';
import { withPlainHosts } from './plain-hosts.js';
import { Retryable, retrying } from './retry.js';
import type { CallOptions, CallReply, ClientOptions, Defaults } from './types.js';

/** A request that is ready to be sent, with what was prepared for it. */
export interface Composed {
  request: HttpRequest;
  prepared: PreparedImage[];
  /** The caller's request, as JSON. */
  written: string;
}

/** An operation, as far as it is known here. */
export interface Known {
  name: OperationName;
  vendor: VendorId;
  operation: string;
  /** Whether a request may be sent again. */
  repeat: boolean;
  /** Whether it asks for the result of a submission. */
  isFollowUp: boolean;
}

/** What is called, as the caller names it. */
export interface Callee {
  vendor: VendorId;
  operation: string;
  /** Whether the call can go on by an id alone. */
  polls?: boolean;
}

/** How far a call came: what its failure means is determined by that. */
export interface Course {
  /** When the call's time is over, as `Date.now` counts. */
  end: number;
  /** The request on its way, or the last that was. */
  parcel?: Parcel;
  /** What has to be there before anything is sent. */
  needs?: Promise<unknown>;
  /** What was submitted, once the vendor accepted it. */
  submission?: Resume;
  /** What the device read of the MRZ in the images of the call. */
  mrz: readonly Mrz[];
}

/** Options with the signal and the course of the whole call. */
export type Scoped = CallOptions & { signal: AbortSignal; course: Course };

const CALL_SPEC: Spec = {
  ...LISTENERS,
  prepare: 'object',
  deadlineMs: 'number',
  traceparent: 'string',
  resume: 'object',
  requireMrz: 'boolean',
  mrz: 'object or Array or Null',
};
const RESUME_SPEC: Spec = { vendor: 'string', operation: 'string', attempt: 'string', id: 'string', request: 'object' };

/** The least that a call may take where nothing else is said. */
const DEFAULT_DEADLINE_MS = 180_000;

/** After these nobody can tell what the vendor made of what was sent. */
const UNKNOWN: readonly ErrorCode[] = ['outcome_unknown', 'vendor_unknown'];
/** After these the vendor may have what was sent, unless there was a response. */
const SILENT: readonly ErrorCode[] = [
  'network_unreachable',
  'deadline_exceeded',
  'engine_failed',
  'response_too_large',
];

/** The path without a slash at its end. The query stays. */
const bare = (path: string): string => path.replace(/\/(?=$|\?)/, '');

const isRedirected = (thrown: unknown): boolean =>
  thrown instanceof Retryable && isIdSnapError(thrown.error) && thrown.error.code === 'proxy_redirected';

/** The steps of a call: compose, then exchange. */
export class Caller {
  /** Whether the proxy's address was found to take no slash at the end of a path. */
  #isBare = false;

  constructor(
    private readonly engine: Engine,
    private readonly client: ClientOptions,
    private readonly ready: () => Promise<void>,
    private readonly defaults: () => Defaults,
  ) {}

  /**
   * Does the work of a call under one signal: the caller's own, that of `dispose`, and that of the call's deadline, which
   * is by `longerMs` later where nothing is said of it.
   */
  within<T>(callee: Callee, options: CallOptions, work: (options: Scoped) => Promise<T>, longerMs = 0): Promise<T> {
    return this.#speaking(() => this.#within(callee, options, work, longerMs));
  }

  async #within<T>(
    callee: Callee,
    options: CallOptions,
    work: (options: Scoped) => Promise<T>,
    longerMs: number,
  ): Promise<T> {
    const own = checkedCall(options, callee);
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.client;
    const usual = Math.max(DEFAULT_DEADLINE_MS, 3 * timeoutMs) + longerMs;
    const ms = own.deadlineMs ?? this.client.deadlineMs ?? usual;
    const course: Course = { end: Date.now() + ms, mrz: provedOf(own.mrz) };
    try {
      return await this.engine.within(own.signal, (signal) => work({ ...own, signal, course }), limit(ms, 'result'));
    } catch (error) {
      // Here, because a deadline ends the work wherever it is.
      throw isIdSnapError(error) ? explained(error, course, callee.operation) : error;
    }
  }

  /** Composes a request, sends it and reads the response. */
  async run(known: Known, request: unknown, options: Scoped): Promise<CallReply<unknown>> {
    const composed = await this.compose(known, request, options);
    await options.course.needs;
    const reply = await this.#exchange(known, composed.request, options);
    if (known.isFollowUp && reply.state === 'ready') checkSubmission(composed.written, reply.data, known.vendor);
    return { ...reply, prepared: composed.prepared };
  }

  /** Checks a request, prepares its images, and makes the vendor's request of it, in one trip. */
  async compose({ name, isFollowUp }: Known, request: unknown, options: Scoped): Promise<Composed> {
    const { signal, course, prepare = {}, requireMrz = this.client.requireMrz } = options;
    const {
      json,
      onProgress,
      decoders = this.client.decoders ?? this.defaults().decoders,
    } = split('options.prepare', prepare);
    const written = encode('request', request);
    // Before anything is waited for: a frame of a video may be another one soon.
    const given = posted(written.images);
    await this.ready();
    const call = { request: written.json, options: json, mrz: course.mrz };
    const limits = { signal, onProgress: options.onProgress ?? onProgress };
    const composed = await withDecoders(decoders, given, signal, ({ images, transfer }) =>
      this.engine.call('compose', [name, call, images], { ...limits, transfer }),
    );
    const prepared = composed.prepared.map(preparedImage);
    if (requireMrz === true && !isFollowUp && course.mrz.length === 0) {
      course.mrz = [await requiredMrz(this.engine, prepared, signal)];
    }
    composed.request.path = withPlainHosts(composed.request.path);
    return { request: composed.request, prepared, written: written.json };
  }

  /** Sends a request and reads the response, again where that can help: one trip each time. */
  #exchange(known: Known, request: HttpRequest, options: Scoped): Promise<Reply<unknown>> {
    const { signal, onProgress, traceparent, resume, course } = options;
    const ids = { id: resume?.attempt ?? randomId(), toldId: randomId() };
    const own = { traceparent, signal, onProgress: safely(onProgress), sent: false, mrz: course.mrz };
    const parcel: Parcel = { ...known, request, ...ids, ...own };
    course.parcel = parcel;
    const retry = known.repeat ? (this.client.retry ?? {}) : { attempts: 1 };
    if (this.#isBare) request.path = bare(request.path);
    const attempt = async (made: number): Promise<Reply<unknown>> => {
      try {
        return await deliver(this.engine, this.client, parcel, made);
      } catch (thrown) {
        if (!isRedirected(thrown) || bare(request.path) === request.path) throw thrown;
        // A router in front of the proxy may have sent it to the same path without its last slash.
        request.path = bare(request.path);
        const reply = await deliver(this.engine, this.client, parcel, made);
        this.#isBare = true;
        return reply;
      }
    };
    return retrying(attempt, retry, signal, typeof this.client.headers === 'function');
  }

  /** Reads a response. The body is transferred. */
  async parse({ name }: Known, status: number, body: Uint8Array<ArrayBuffer>): Promise<Reply<unknown>> {
    // The core would take it modulo 65,536.
    if (!(Number.isInteger(status) && status > 99 && status < 1000)) {
      throw invalidField('status', nameOf(status), 'an HTTP status');
    }
    return this.#speaking(async () => {
      await this.ready();
      return this.engine.call('parse', [name, { status, body, isProxys: false }], { transfer: [body.buffer] });
    });
  }

  #speaking<T>(work: () => Promise<T>): Promise<T> {
    return speaking(this.client.language ?? this.defaults().language, work);
  }
}

function checkedCall(options: CallOptions, callee: Callee): CallOptions {
  const own = checked('options', options, CALL_SPEC);
  if (own.resume !== undefined) own.resume = checkedResume(own.resume, callee);
  checkText('options.traceparent', own.traceparent, /^[\da-f]{2}(-[\da-f]+){3}$/);
  return own;
}

/** What is given to go on with, as a copy that can be read. It has to be of this very call. */
function checkedResume(given: Resume, { vendor, operation, polls = false }: Callee): Resume {
  const resume: Partial<Resume> = checked('options.resume', given, RESUME_SPEC);
  const goesOn = resume.id !== undefined || resume.request !== undefined;
  const check = (field: keyof Resume, isRight: boolean, expected: string): void => {
    if (!isRight) throw invalidField(`options.resume.${field}`, 'another', expected);
  };
  check('vendor', resume.vendor === vendor, vendor);
  checkText('options.resume.attempt', resume.attempt, /^[!-~]{16,128}$/);
  check('operation', (resume.operation ?? operation) === operation, operation);
  check('id', polls || !goesOn, 'none');
  check('attempt', goesOn || resume.attempt !== undefined, 'one');
  return resume as Resume;
}

/** A result of another submission is no answer: what the request and the data both name has to be the same. */
function checkSubmission(written: string, data: unknown, vendor: VendorId): void {
  const named = { ...(data as Record<string, unknown>) };
  for (const [field, asked] of Object.entries(JSON.parse(written) as object)) {
    const found = named[field];
    if (typeof found !== 'string' || found === '' || found === asked) continue;
    throw new IdSnapError({ ...infoOf('answer_unreadable', 'the answer is to another submission'), vendor });
  }
}

function checkText(field: string, text: string | undefined, pattern: RegExp): void {
  if (text !== undefined && !pattern.test(text)) throw invalidField(field, 'another text', pattern.source);
}

/** A failure with what it means once the proxy may have the request, and with what is needed to go on. */
function explained(error: IdSnapError, { parcel, submission }: Course, name: string): IdSnapError {
  if (submission !== undefined) {
    // What cannot be asked for is nothing to go on with.
    return error.field?.startsWith('request.') === true ? unusable(error) : resumable(error, submission);
  }
  if (parcel?.sent !== true || parcel.request.method === 'GET') return error;
  const { vendor, id, repeat } = parcel;
  const resume = { vendor, operation: name, attempt: id };
  if (!repeat && error.status === undefined && SILENT.includes(error.code)) {
    const info = infoOf('outcome_unknown', 'no response after the request was sent');
    return new IdSnapError({ ...info, vendor, resume }, { cause: error });
  }
  return error.retryable || UNKNOWN.includes(error.code) ? resumable(error, resume) : error;
}

/** A failure of a request that the caller gave as part of `resume`. */
function unusable({ info }: IdSnapError): IdSnapError {
  const [field, message] = [info.field, info.message].map((text) => `options.resume.${text ?? ''}`) as [string, string];
  return new IdSnapError({ ...info, field, message });
}

/** The same failure, with what is needed to go on. */
function resumable(error: IdSnapError, resume: Resume): IdSnapError {
  return new IdSnapError({ ...error.info, resume }, error.cause === undefined ? undefined : { cause: error.cause });
}

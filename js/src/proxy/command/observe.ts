import type { ProxyLogEntry } from '../options.js';
import { optional } from './optional.js';

/** What watches the requests of a proxy. */
export interface Observer {
  /** A request begins. What it gives is called when it is over. */
  begin(request: Request): Ending;
  /** The metrics in Prometheus' form, and their media type. */
  readonly metrics?: () => Promise<{ text: string; type: string }>;
}

/** A request is over. */
export type Ending = (entry: ProxyLogEntry<string>) => void;

/** The part of `prom-client` that is used. */
interface PromClient {
  Registry: new () => { metrics(): Promise<string>; contentType: string };
  Counter: new (options: object) => { inc(labels: Record<string, string>, value?: number): void };
  Gauge: new (options: object) => { inc(): void; dec(): void };
  Histogram: new (options: object) => { observe(labels: Record<string, string>, value: number): void };
  collectDefaultMetrics(options: object): void;
}

const DURATION_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60];
const SIZE_BUCKETS = [1e3, 1e4, 1e5, 5e5, 1e6, 2e6, 4e6, 8e6, 16e6];

/** Counts by `prom-client`, or `undefined` where it is not installed. */
export async function promObserver(): Promise<Observer | undefined> {
  const client = await optional<PromClient>('prom-client');
  if (client === undefined) return undefined;
  const registry = new client.Registry();
  const registers = [registry];
  client.collectDefaultMetrics({ register: registry });
  const labelNames = ['vendor', 'operation'];
  const named = (name: string, help: string, more: object = {}) => ({ name, help, registers, ...more });
  const requests = new client.Counter(
    named('idsnap_proxy_requests_total', 'Requests by vendor, operation, status and the code of a failure', {
      labelNames: [...labelNames, 'status', 'code'],
    }),
  );
  const seconds = new client.Histogram(
    named('idsnap_proxy_request_seconds', 'The time of a request', { labelNames, buckets: DURATION_BUCKETS }),
  );
  const bytes = new client.Histogram(
    named('idsnap_proxy_body_bytes', 'The length of bodies', {
      labelNames: [...labelNames, 'direction'],
      buckets: SIZE_BUCKETS,
    }),
  );
  const inFlight = new client.Gauge(named('idsnap_proxy_in_flight', 'Requests that are not over'));
  return {
    begin() {
      inFlight.inc();
      return ({ vendor = '', operation = '', status, code = '', durationMs, requestBytes, answerBytes }) => {
        inFlight.dec();
        const labels = { vendor, operation };
        requests.inc({ ...labels, status: status.toString(), code });
        seconds.observe(labels, durationMs / 1000);
        bytes.observe({ ...labels, direction: 'request' }, requestBytes);
        bytes.observe({ ...labels, direction: 'response' }, answerBytes);
      };
    },
    metrics: async () => ({ text: await registry.metrics(), type: registry.contentType }),
  };
}

/** The part of `@opentelemetry/api` that is used. */
interface OpenTelemetry {
  trace: { getTracer(name: string): { startSpan(name: string, options: object, context: unknown): Span } };
  propagation: { extract(context: unknown, carrier: object): unknown };
  context: { active(): unknown };
  SpanKind: { SERVER: number };
  SpanStatusCode: { ERROR: number };
}

interface Span {
  updateName(name: string): void;
  setAttributes(attributes: Record<string, string | number>): void;
  setStatus(status: { code: number }): void;
  end(): void;
}

/** Writes spans by `@opentelemetry/api`, or is `undefined` where it is not installed. */
export async function spanObserver(): Promise<Observer | undefined> {
  const api = await optional<OpenTelemetry>('@opentelemetry/api');
  if (api === undefined) return undefined;
  const tracer = api.trace.getTracer('idsnap-proxy');
  return {
    begin({ method, headers }) {
      const carrier = Object.fromEntries(['traceparent', 'tracestate'].map((name) => [name, headers.get(name) ?? '']));
      const parent = api.propagation.extract(api.context.active(), carrier);
      const span = tracer.startSpan(method, { kind: api.SpanKind.SERVER }, parent);
      return ({ vendor = '', operation = '', status, code }) => {
        if (operation !== '') span.updateName(`${vendor} ${operation}`);
        span.setAttributes({
          'http.request.method': method,
          'http.response.status_code': status,
          'idsnap.vendor': vendor,
          'idsnap.operation': operation,
          ...(code === undefined ? {} : { 'error.type': code }),
        });
        if (status >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
        span.end();
      };
    },
  };
}

import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What a proxy gave to one request. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The proxy that is checked. */
export class Target {
  /** The address without its trailing slash. */
  readonly url: string;

  constructor(
    url: string,
    /** Headers of a session that may use the proxy. */
    readonly headers: Readonly<Record<string, string>>,
  ) {
    this.url = url.replace(/\/$/, '');
  }

  /** Sends a request with the session, unless `headers` take its place. */
  async ask(path: string, init: RequestInit = {}, headers = this.headers): Promise<Seen> {
    const late = new AbortController();
    // Unlike the one of `AbortSignal.timeout`, this timer keeps the program alive: a connection alone may not.
    const timer = setTimeout(() => {
      late.abort(new DOMException('There was no response in time.', 'TimeoutError'));
    }, TIMEOUT_MS);
    try {
      const response = await fetch(`${this.url}${path}`, {
        redirect: 'manual',
        signal: late.signal,
        ...init,
        headers: { ...headers, ...Object.fromEntries(new Headers(init.headers)) },
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Sends a head as it is, with the session's headers, and gives the status of the first response: 0 where
   * the connection was closed instead, -1 where neither came.
   */
  raw(requestLine: (basePath: string) => string, lines: readonly string[], body = ''): Promise<number> {
    const url = new URL(this.url);
    const isSecure = url.protocol === 'https:';
    const port = Number(url.port || (isSecure ? 443 : 80));
    const session = Object.entries(this.headers).map(([name, value]) => `${name}: ${value}`);
    const own = lines.some((line) => /^host:/i.test(line)) ? [] : [`Host: ${url.host}`];
    const basePath = url.pathname === '/' ? '' : url.pathname;
    const head = [requestLine(basePath), ...own, ...session, ...lines, 'Connection: close'].join('\r\n');
    return new Promise((resolve) => {
      const socket = isSecure
        ? connectTls({ port, host: url.hostname, servername: url.hostname })
        : connect(port, url.hostname);
      const end = (status: number) => {
        clearTimeout(timer);
        socket.destroy();
        resolve(status);
      };
      const timer = setTimeout(() => {
        end(-1);
      }, RAW_TIMEOUT_MS);
      let text = '';
      socket.on('error', () => {
        end(0);
      });
      socket.on('data', (piece: Buffer) => {
        text += piece.toString('latin1');
        const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
        if (status === '100') text = '';
        else if (status !== undefined) end(Number(status));
      });
      socket.on('close', () => {
        end(0);
      });
      socket.write(`${head}\r\n\r\n${body}`);
    });
  }
}

const TIMEOUT_MS = 15_000;
/** A head that is wrong is refused at once. */
const RAW_TIMEOUT_MS = 3000;

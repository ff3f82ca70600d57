// What the page or server around an example has. A name stands here only when its own example would bury what is shown.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CaptureState, IdCaptureElement } from 'idsnap/capture';
import type { ProxyHandler } from 'idsnap/proxy';

type NodeHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

declare global {
  /** A photo that a person chose. */
  const file: File;
  /** The lines of a machine readable zone, as OCR gave them. */
  const lines: readonly string[];
  const frontInput: HTMLInputElement;
  const backInput: HTMLInputElement;
  const video: HTMLVideoElement;
  /** The page's own functions. */
  function show(text: string): void;
  function report(code: string, message: string): void;
  function askAgain(): void;
  function render(state: CaptureState): void;
  function send(results: IdCaptureElement['results']): unknown;

  /** The server's own. */
  const request: Request;
  const proxy: ProxyHandler;
  const clientId: string;
  const privateKey: string;
  const store: { get(key: string): Promise<unknown>; set(key: string, value: unknown): Promise<void> };
  function userOf(request: Request): Promise<unknown>;
  function findSession(request: Request): Promise<object | undefined>;
  function isSignedIn(request: Request): Promise<boolean>;

  /** An application of Express, and one of Hono. */
  const app: {
    use(path: string, handler: NodeHandler): void;
    use(handler: NodeHandler): void;
    all(path: string, handler: (context: { req: { raw: Request } }) => Response | Promise<Response>): void;
  };
  const express: { json(): NodeHandler };
}

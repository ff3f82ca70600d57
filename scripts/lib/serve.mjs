// A folder over HTTP, as any host of static files serves it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/**
 * Serves the folder on a free port of this machine.
 *
 * @param {string} folder
 * @param {{ headers?: Record<string, string>, find?: (name: string) => string | undefined, handlers?: Record<string,
 *   import('node:http').RequestListener> }} [options] `headers` go with every answer; `find` gives the path of what stands
 *   elsewhere; `handlers` answer what begins with their names
 */
export async function serveFolder(folder, { headers = {}, find = () => undefined, handlers = {} } = {}) {
  const server = createServer(async (request, response) => {
    const own = Object.keys(handlers).find((start) => request.url.startsWith(start));
    if (own !== undefined) return handlers[own](request, response);
    const name = new URL(request.url, 'http://localhost').pathname.slice(1) || 'index.html';
    const path = find(name) ?? join(folder, name);
    const body = await readFile(path).catch(() => null);
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    response.writeHead(body === null ? 404 : 200, { ...headers, 'content-type': type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}

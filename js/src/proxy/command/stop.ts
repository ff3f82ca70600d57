import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const SWEEP_MS = 100;

/** A server that can end although clients hold connections open. */
export interface StoppableServer {
  readonly server: Server;
  /** Closes the connections that carry no request: idle ones, and those whose request is not there yet. */
  readonly closeUnused: () => void;
}

/** Follows the connections of a server from its start on. Node alone does not tell those that never sent a request. */
export function stoppable(server: Server): StoppableServer {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  const begin = ({ socket }: IncomingMessage, res: ServerResponse) => {
    unused.delete(socket);
    res.once('close', () => {
      if (!socket.destroyed) unused.add(socket);
    });
  };
  server.prependListener('request', begin);
  if (server.listenerCount('checkContinue') > 0) server.prependListener('checkContinue', begin);
  return {
    server,
    closeUnused() {
      for (const socket of unused) socket.destroy();
    },
  };
}

/** Ends servers: nothing new is taken, and what runs has `limitMs` to end. */
export async function stop(servers: readonly StoppableServer[], limitMs: number): Promise<void> {
  const closed = servers.map(
    ({ server, closeUnused }) =>
      new Promise<void>((resolve) => {
        // A connection whose request ends now stays open.
        const sweep = setInterval(closeUnused, SWEEP_MS);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
        closeUnused();
      }),
  );
  const late = setTimeout(() => {
    for (const { server } of servers) server.closeAllConnections();
  }, limitMs);
  await Promise.all(closed);
  clearTimeout(late);
}

// Each way to mount the proxy, as docs/proxy.md has it. Prints the ports.
import { serve as serveHono } from '@hono/node-server';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { createProxy } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { createSandbox } from 'idsnap/sandbox';
import Koa from 'koa';

const sandbox = await createSandbox();
const proxy = createProxy({
  ...sandbox.credentials,
  basePath: '/api/idsnap',
  authorize: 'anyone',
  fetch: sandbox.fetch,
});
const handler = toNodeHandler(proxy);

const expressApp = express();
expressApp.use('/api/idsnap', handler);
expressApp.use(express.json());

const fastify = Fastify();
fastify.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (request, payload, done) => done(null));
  scope.all('/api/idsnap/*', (request, reply) => {
    reply.hijack();
    handler(request.raw, reply.raw);
  });
});

const koa = new Koa();
koa.use(async (context, next) => {
  if (!context.path.startsWith('/api/idsnap/')) return next();
  context.respond = false;
  handler(context.req, context.res);
});

const hono = new Hono();
hono.all('/api/idsnap/*', (context) => proxy(context.req.raw));

const port = (server) => new Promise((done) => server.on('listening', () => done(server.address().port)));
await fastify.listen({ port: 0, host: '127.0.0.1' });
const ports = {
  express: await port(expressApp.listen(0, '127.0.0.1')),
  fastify: fastify.server.address().port,
  koa: await port(koa.listen(0, '127.0.0.1')),
  hono: await port(serveHono({ fetch: hono.fetch, port: 0, hostname: '127.0.0.1' })),
};
console.log(JSON.stringify(ports));

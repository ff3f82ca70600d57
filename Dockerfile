# The proxy of idsnap as a small image: `docker build -t idsnap-proxy .`, then
# `docker run -p 8080:8080 -e IDSNAP_AUTHORIZE=https://shop.example/session -e IDSNAP_CVS_API_KEY=… idsnap-proxy`.
# PACKAGE is what npm installs: a version from the registry, or the address of a tarball of `npm pack`.
FROM node:22-alpine AS packages
ARG PACKAGE=idsnap@0.1.0
WORKDIR /app
RUN npm install --omit=dev --ignore-scripts --no-audit --no-fund --no-package-lock "$PACKAGE" prom-client@15 redis@5 \
  # The engine is for browsers: the proxy runs without it.
  && rm -f node_modules/idsnap/dist/*.wasm && rm -rf node_modules/idsnap/dist/types node_modules/idsnap/dist/pkg

FROM node:22-alpine
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
USER nobody
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s CMD wget -q -O /dev/null "http://127.0.0.1:${IDSNAP_PORT:-8080}/healthz" || exit 1
CMD ["node", "node_modules/idsnap/dist/idsnap-proxy.js"]

// `<id-capture>` in frameworks: the snippet of docs/capture.md, word for word, with the types that the package has for it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, openFolder, project, start } from './project.mjs';
import { writeSnippet } from './snippet.mjs';

const INDEX =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>idsnap</title><link rel="icon" href="data:,"><body></body></html>';
/** What the component handed on. */
export const SIDES = { sides: ['front: image/jpeg', 'back: image/jpeg'] };
const inCapture = (language, part) => ({ page: 'docs/capture.md', language, part });
const mounting = (part) => ({ page: 'docs/proxy.md', language: 'ts', part });

/** A page of Vite, whose types are checked before it is built and opened. */
async function tryVite({ tarball, open }, { name, main, snippets, check }) {
  const own = await project(name, tarball);
  for (const [file, snippet] of Object.entries(snippets)) writeSnippet(own, file, snippet);
  const script = `<script type="module" src="/src/${main}"></script></body>`;
  writeFileSync(join(own.folder, 'index.html'), INDEX.replace('</body>', script));
  await own.bin(...check);
  await own.bin('vite', ['build', '--outDir', 'out', '--logLevel', 'error']);
  await openFolder((url) => open(url, SIDES), join(own.folder, 'out'));
}

/** A server that was built with the page and the proxy: it hears its port and address from the environment. */
async function openServer({ folder }, { open }, { file, more = {} }) {
  const port = await freePort();
  const env = { PORT: port, HOST: '127.0.0.1', ORIGIN: `http://127.0.0.1:${port}`, ...more };
  const server = await start({ program: process.execPath, args: [file], cwd: folder, env }, /Listening on (\S+)/i);
  await open(`${env.ORIGIN}/`, SIDES).finally(server.close);
}

/** Writes the component of Angular. */
export const writeAngular = (own) => writeSnippet(own, 'src/camera.ts', inCapture('ts', '@angular/core'));

/** @type {import('./set-ups.mjs').SetUps} */
export const FRAMEWORKS = {
  'React, with Vite': (given) =>
    tryVite(given, {
      name: 'react',
      main: 'main.tsx',
      snippets: { 'src/Camera.tsx': inCapture('tsx', 'idsnap/capture/react') },
      check: ['tsc', ['-p', 'tsconfig.json']],
    }),

  'Vue, with Vite': (given) =>
    tryVite(given, {
      name: 'vue',
      main: 'main.ts',
      snippets: {
        'src/Camera.vue': inCapture('vue', 'idsnap/capture/vue'),
        'vite.config.js': inCapture('js', '@vitejs/plugin-vue'),
      },
      check: ['vue-tsc', ['-p', 'tsconfig.json']],
    }),

  'Svelte, with Vite': (given) =>
    tryVite(given, {
      name: 'svelte',
      main: 'main.ts',
      snippets: { 'src/Camera.svelte': inCapture('svelte', 'idsnap/capture/svelte') },
      check: ['svelte-check', ['--tsconfig', 'tsconfig.json', '--fail-on-warnings']],
    }),

  'Preact, with Vite': (given) =>
    tryVite(given, {
      name: 'preact',
      main: 'main.tsx',
      snippets: {
        'src/Camera.tsx': {
          ...inCapture('tsx', 'idsnap/capture/react'),
          change: (code) => code.replace("'react'", "'preact/hooks'").replace('capture/react', 'capture/preact'),
        },
      },
      check: ['tsc', ['-p', 'tsconfig.json']],
    }),

  'Solid, with Vite': (given) =>
    tryVite(given, {
      name: 'solid',
      main: 'main.tsx',
      snippets: { 'src/Camera.tsx': inCapture('tsx', 'idsnap/capture/solid') },
      check: ['tsc', ['-p', 'tsconfig.json']],
    }),

  async 'SvelteKit, with the proxy'(given) {
    const own = await project('sveltekit', given.tarball);
    writeSnippet(own, 'src/Camera.svelte', inCapture('svelte', 'idsnap/capture/svelte'));
    writeSnippet(own, 'src/routes/api/idsnap/[...path]/+server.ts', {
      ...mounting('fallback'),
      change: (code) => `import { proxy } from '../../../../proxy.js';\n\n${code}`,
    });
    await own.bin('vite', ['build', '--logLevel', 'error']);
    await openServer(own, given, { file: 'out/index.js', more: { BODY_SIZE_LIMIT: '25M' } });
  },

  async 'Nuxt, with the proxy'(given) {
    const own = await project('nuxt', given.tarball);
    writeSnippet(own, 'app/components/Camera.vue', inCapture('vue', 'idsnap/capture/vue'));
    writeSnippet(own, 'nuxt.config.ts', inCapture('ts', 'defineNuxtConfig'));
    writeSnippet(own, 'server/api/idsnap/[...path].ts', mounting('defineEventHandler'));
    await own.bin('nuxt', ['build', '--logLevel', 'silent'], { NUXT_TELEMETRY_DISABLED: '1' });
    await openServer(own, given, { file: '.output/server/index.mjs' });
  },

  async 'Next, with server components and the proxy'({ tarball, open }) {
    const own = await project('next', tarball);
    writeSnippet(own, 'app/camera.tsx', inCapture('tsx', 'idsnap/capture/react'));
    await own.bin('next', ['build'], { NEXT_TELEMETRY_DISABLED: '1' });
    const next = join(own.folder, 'node_modules', 'next', 'dist', 'bin', 'next');
    const command = { program: process.execPath, args: [next, 'start', '-p', '0'], cwd: own.folder };
    const server = await start(command, /http:\/\/localhost:(\d+)/);
    try {
      const page = await (await fetch(`http://localhost:${server.value}/`)).text();
      if (!page.includes('prepared 1<')) throw new Error(`the server component gave ${page.slice(0, 500)}`);
      await open(`http://localhost:${server.value}/`, SIDES);
    } finally {
      server.close();
    }
  },

  async Angular({ tarball, open }) {
    const own = await project('angular', tarball);
    writeAngular(own);
    await own.bin('ng', ['build'], { NG_CLI_ANALYTICS: 'false' });
    await openFolder((url) => open(url, SIDES), join(own.folder, 'out', 'browser'));
  },
};

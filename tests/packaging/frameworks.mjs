// `<id-capture>` in frameworks: the snippet of docs/capture.md, word for word, with the types that the package has for it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFolder, project, start } from './project.mjs';
import { writeSnippet } from './snippet.mjs';

const INDEX =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>idsnap</title><link rel="icon" href="data:,"><body></body></html>';
/** What the component handed on. */
export const SIDES = { sides: ['front: image/jpeg', 'back: image/jpeg'] };
const inCapture = (language, part) => ({ page: 'docs/capture.md', language, part });

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

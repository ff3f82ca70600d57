/** The set-ups that `npm test` runs, in `tests/packaging/bundlers.test.mjs`; the others are in `npm run test:packaging`. */
export const IN_NPM_TEST = [
  'Vite, development server',
  'Vite, build',
  'webpack',
  'esbuild, with the worker as an entry',
  'plain HTML',
  'plain HTML from a CDN',
  'plain HTML with Trusted Types',
  'classic script (iife)',
  'service worker',
];

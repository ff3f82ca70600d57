// npm run plot: draws docs/performance.svg from the figures that `npm run bench -- --record` wrote down.
import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';
import { main } from './lib/process.mjs';
import { done } from './lib/terminal.mjs';
import { RESULTS } from './plot/record.mjs';
import { draw } from './plot/draw.mjs';

await main(() => {
  const path = inRoot('docs', 'performance.svg');
  writeFileSync(path, draw(JSON.parse(readFileSync(RESULTS, 'utf8'))));
  done(path);
});

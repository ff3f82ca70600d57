// The playground: a photo, every option of its preparation, what becomes of it, and what a vendor's call sends and gets.
import { analyzeImage, prepareImage } from '../idsnap/index.js';
import { bytes, count, element, facts } from '../element.js';
import { exampleCard } from '../example.js';
import { errorBanner } from '../result.js';
import { codeFor } from './code.js';
import { compare } from './compare.js';
import { optionsForm } from './options.js';
import { Plot } from './plot.js';
import { startWire } from './wire.js';

const $ = (id) => document.getElementById(id);
/** Typing waits a moment before the photo is prepared again. */
const SETTLE_MS = 250;

let file = null;
let running = new AbortController();
let timer;
let turn = 0;
const form = optionsForm($('options'), () => {
  showCode();
  clearTimeout(timer);
  timer = setTimeout(() => void prepare(), SETTLE_MS);
});
const plot = new Plot($('plot'));
const wire = startWire({
  vendor: $('vendor'),
  answer: $('answer'),
  button: $('send'),
  room: $('wire'),
  read: () => ({ file, options: form.read() }),
});

/** Takes a photo, which may still be in the making; the last one counts. */
async function choose(given) {
  turn += 1;
  const own = turn;
  const chosen = await given;
  if (own !== turn) return;
  file = chosen;
  plot.clear();
  $('photo-name').textContent = `${chosen.name}, ${bytes(chosen.size)}`;
  wire.update();
  await prepare();
}

function showCode() {
  $('code').textContent = codeFor(form.read());
}

async function prepare() {
  if (!file) return;
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const options = form.read();
  $('result').replaceChildren(element('p', { class: 'hint' }, 'Preparing…'));
  try {
    const crop = options.crop ? await cornersOf(file, signal) : undefined;
    const started = performance.now();
    const prepared = await prepareImage(file, { ...options, crop, signal });
    if (signal.aborted) return;
    show(prepared, performance.now() - started);
    await plot.draw(file, { ...options, crop }, signal);
  } catch (error) {
    if (signal.aborted) return;
    $('compare').hidden = true;
    plot.clear();
    $('facts').replaceChildren();
    $('result').replaceChildren(errorBanner(error));
  }
}

/** The document's corners; a photo without any is not cut. */
async function cornersOf(source, signal) {
  const { corners } = await analyzeImage(source, { signal });
  return corners ?? undefined;
}

function show(prepared, milliseconds) {
  const { source } = prepared;
  $('result').replaceChildren();
  $('compare').hidden = false;
  $('compare').replaceChildren(compare(file, prepared));
  $('facts').replaceChildren(
    facts([
      ['Before', `${source.width} × ${source.height}, ${source.mimeType}, ${bytes(source.byteLength)}`],
      ['After', `${prepared.width} × ${prepared.height}, ${prepared.mimeType}, ${bytes(prepared.byteLength)}`],
      ['Base64', `${count(prepared.base64Length)} characters`],
      ['Quality', prepared.quality ?? 'as it was'],
      ['Path', prepared.path],
      ['Time', `${Math.round(milliseconds)} ms`],
      ['SHA-256', prepared.sha256],
    ]),
  );
}

$('file').addEventListener('change', () => {
  if ($('file').files[0]) void choose($('file').files[0]);
});
$('example').addEventListener('click', () => void choose(exampleCard('front')));
$('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText($('code').textContent);
  $('copied').textContent = ' Copied.';
});
showCode();

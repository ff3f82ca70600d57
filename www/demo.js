import { createClient, init, prepareImage } from './idsnap/index.js';
import { CaptureDialog } from './capture.js';
import { readChoices, rememberChoices } from './choices.js';
import { element } from './element.js';
import { exampleCard } from './example.js';
import { languageOptions } from './languages.js';
import { errorBanner, resultView } from './result.js';
import { Side } from './side.js';
import { vendors } from './vendors.js';

const $ = (id) => document.getElementById(id);
const PHASES = {
  read: 'Reading the photo',
  decode: 'Decoding',
  encode: 'Preparing',
  upload: 'Sending',
  wait: 'Waiting for the vendor',
  parse: 'Reading the answer',
};

/** The settings that are remembered and stand in the address, by their names there. */
const SELECTS = {
  document: 'document-type',
  answer: 'scenario',
  edge: 'max-edge',
  base64: 'max-base64',
  advice: 'advice-language',
};

let vendor = vendors[0];
let running = null;
let resultUrls = [];
const capture = new CaptureDialog(useCaptured);
const sides = { front: new Side('front', 'Front', choose), back: new Side('back', 'Back', choose) };

/** What the demo's settings ask for besides the vendor's limits. */
function settings() {
  const options = {};
  if ($('max-edge').value) options.maxEdge = Number($('max-edge').value);
  if ($('max-base64').value) options.maxBase64Length = Number($('max-base64').value);
  return options;
}

/** Prepares a photo and shows it; `file` may still be in the making. */
async function choose(name, file) {
  clearResult();
  const side = sides[name];
  const prepare = (source, signal) => prepareImage(source, { limits: vendor.id, ...settings(), signal });
  const shown = side.show(file, prepare, errorBanner);
  update();
  await shown;
  update();
}

/** The camera gives photos that are prepared already. */
function useCaptured(results) {
  clearResult();
  for (const { side, image } of results) sides[side].showTaken(image);
  update();
}

/** Both sides are given at once, and drawn one after the other: two canvases of 12 megapixels are much for a phone. */
function useExample() {
  const front = exampleCard('front');
  const back = front.then(() => exampleCard('back'));
  void choose('front', front);
  void choose('back', back);
}

function openCamera() {
  const [, , wanted] = vendor.documents.find(([value]) => value === $('document-type').value);
  const phone = { handover: 'api/handover', 'handover-url': `phone.html?limits=${vendor.id}` };
  void capture.open({
    limits: vendor.id,
    prepare: settings(),
    document: 'id1',
    sides: 'front back',
    ...phone,
    ...wanted,
  });
}

function prepareAgain() {
  for (const [name, side] of Object.entries(sides)) if (side.file) void choose(name, side.file);
}

function update() {
  const reason = whyNotYet();
  $('recognize').disabled = reason !== '' || running !== null;
  $('recognize-reason').textContent = reason;
  $('cancel').hidden = running === null;
}

/** Why nothing can be recognized yet; empty when it can. A photo that is still on its way would be left out. */
function whyNotYet() {
  const given = Object.values(sides);
  if (given.some((side) => side.busy)) return 'The photos are being prepared…';
  if (given.some((side) => side.prepared)) return '';
  return given.some((side) => side.failed) ? 'Give another photo.' : 'Give a photo of the document first.';
}

async function recognize() {
  clearResult();
  const run = new AbortController();
  running = run;
  update();
  const [front, back] = filesToSend();
  const client = createClient({ endpoint: new URL(`api/${$('scenario').value}`, location.href).href });
  try {
    const request = { front: front ?? back, back: front ? back : null, documentType: $('document-type').value };
    const result = await vendor.send(client, request, {
      signal: run.signal,
      onProgress: showProgress,
      prepare: settings(),
    });
    if (!run.signal.aborted) $('result').replaceChildren(resultView(result, resultUrls));
  } catch (error) {
    if (!run.signal.aborted) $('result').replaceChildren(errorBanner(error));
  }
  running = null;
  $('progress').hidden = true;
  update();
}

/** The photos as they were prepared for the vendor, so that they are prepared once; else as they were given. */
function filesToSend() {
  const given = [sides.front, sides.back].filter((side) => side.prepared);
  const isReady = fitsTogether(given.map((side) => side.prepared));
  return [sides.front, sides.back].map((side) => {
    if (!given.includes(side)) return null;
    return isReady ? side.prepared.blob : side.file;
  });
}

/** A limit for all photos together is divided between them when they are sent. */
function fitsTogether(prepared) {
  return prepared.reduce((sum, { base64Length }) => sum + base64Length, 0) <= (vendor.sharedLimit ?? Infinity);
}

function showProgress({ phase, loaded, total }) {
  $('progress').hidden = false;
  const step = Object.keys(PHASES).indexOf(phase);
  const share = total ? loaded / total : 0;
  $('progress-bar').value = ((step + share) / Object.keys(PHASES).length) * 100;
  const text = `${PHASES[phase]}…`;
  if ($('progress-text').textContent !== text) $('progress-text').textContent = text;
}

function clearResult() {
  running?.abort();
  resultUrls.forEach((url) => URL.revokeObjectURL(url));
  resultUrls = [];
  $('result').replaceChildren();
}

function selectVendor(chosen) {
  vendor = chosen;
  $('document-type').replaceChildren(...options(vendor.documents));
  $('scenario').replaceChildren(...options(vendor.scenarios));
  clearResult();
  prepareAgain();
}

/** Puts the settings into the address and keeps them for the next visit. */
function remember() {
  const chosen = Object.entries(SELECTS).map(([name, id]) => [name, $(id).value]);
  rememberChoices({ vendor: vendor.id, ...Object.fromEntries(chosen) });
}

/** The settings of the address, else those of the last visit. What is not known stays as it is. */
function recall() {
  const choices = readChoices(['vendor', ...Object.keys(SELECTS)]);
  selectVendor(vendors.find(({ id }) => id === choices.vendor) ?? vendor);
  for (const [name, id] of Object.entries(SELECTS)) {
    const select = $(id);
    if ([...select.options].some(({ value }) => value === choices[name])) select.value = choices[name];
  }
  $('settings').open = Object.values(SELECTS).some((id) => $(id).selectedIndex > 0);
}

function options(pairs) {
  return pairs.map(([value, text]) => element('option', { value }, text));
}

function start() {
  $('advice-language').append(...languageOptions());
  recall();
  for (const item of vendors) {
    const input = element('input', { type: 'radio', name: 'vendor', value: item.id, checked: item === vendor });
    input.addEventListener('change', () => {
      selectVendor(item);
      remember();
    });
    $('vendors').append(
      element('label', {}, input, element('strong', {}, item.name), element('small', {}, item.limit)),
    );
  }
  $('sides').append(sides.front.node, sides.back.node);
  document.body.append(capture.node);
  $('camera').addEventListener('click', openCamera);
  $('recognize').addEventListener('click', () => void recognize());
  $('cancel').addEventListener('click', () => running?.abort());
  $('reset').addEventListener('click', () => {
    Object.values(sides).forEach((side) => side.clear());
    clearResult();
    update();
  });
  for (const id of Object.values(SELECTS)) $(id).addEventListener('change', remember);
  $('max-edge').addEventListener('change', prepareAgain);
  $('max-base64').addEventListener('change', prepareAgain);
  $('advice-language').addEventListener('change', () => {
    void init({ language: $('advice-language').value });
    prepareAgain();
  });
  $('example').addEventListener('click', useExample);
  document.addEventListener('paste', (event) => {
    const file = event.clipboardData?.files[0];
    if (file && !capture.node.open) void choose(sides.front.given && !sides.back.given ? 'back' : 'front', file);
  });
  update();
}

start();
const started = performance.now();
init({ language: $('advice-language').value }).then(
  () => ($('engine').textContent = `Engine ready in ${Math.round(performance.now() - started)} ms.`),
  (error) => $('result').replaceChildren(errorBanner(error)),
);

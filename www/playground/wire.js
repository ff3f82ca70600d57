// A vendor's call as it goes over the wire: the request less the secrets, the response, and the document made of it.
import { createClient } from '../idsnap/index.js';
import { element } from '../element.js';
import { errorBanner, resultView } from '../result.js';
import { vendors } from '../vendors.js';

/** Longer texts are cut: an image in base64 has millions of characters. */
const MOST_CHARACTERS = 120;

/**
 * Fills the choices and sends on demand.
 *
 * @param {{ vendor: HTMLSelectElement, answer: HTMLSelectElement, button: HTMLButtonElement, room: HTMLElement,
 *   read: () => { file: File | null, options: object } }} parts
 */
export function startWire({ vendor, answer, button, room, read }) {
  const chosen = () => vendors.find(({ id }) => id === vendor.value);
  const fillAnswers = () => answer.replaceChildren(...choicesOf(chosen().scenarios));
  vendor.append(...choicesOf(vendors.map(({ id, name }) => [id, name])));
  vendor.addEventListener('change', fillAnswers);
  fillAnswers();
  let urls = [];
  button.addEventListener('click', async () => {
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls = [];
    button.disabled = true;
    await send(chosen(), answer.value, { ...read(), room, urls });
    button.disabled = false;
  });
  return { update: () => (button.disabled = read().file === null) };
}

const choicesOf = (pairs) => pairs.map(([value, text]) => element('option', { value }, text));

async function send(vendor, answer, { file, options, room, urls }) {
  const seen = [];
  const client = createClient({
    endpoint: new URL(`api/${answer}`, document.baseURI).href,
    fetch: async (address, request) => {
      const entry = { request: await requestOf(address, request) };
      seen.push(entry);
      const response = await fetch(address, request);
      entry.response = await responseOf(response.clone());
      return response;
    },
  });
  room.replaceChildren(element('p', { class: 'hint', role: 'status' }, 'Sending…'));
  const { crop: _, ...prepare } = options;
  const request = { front: file, back: null, documentType: vendor.documents[0][0] };
  const shown = await vendor.send(client, request, { prepare }).then(
    (result) => resultView(result, urls),
    (error) => errorBanner(error),
  );
  room.replaceChildren(...seen.flatMap(({ request: sent, response }) => exchange(sent, response)), shown);
}

function exchange(request, response) {
  const block = (title, text) => element('details', {}, element('summary', {}, title), element('pre', {}, text));
  const [, status] = /^(\d+)/.exec(response ?? '') ?? [];
  return [
    block(`Request: ${request.split('\n')[0]}`, request),
    ...(response === undefined ? [] : [block(`Response: ${status}`, response)]),
  ];
}

async function requestOf(address, given) {
  const request = new Request(address, given);
  const head = [...request.headers].map(([name, value]) => `${name}: ${value}`);
  const body = shortened(await request.text(), request.headers.get('content-type') ?? '');
  return [`${request.method} ${new URL(request.url).pathname}`, ...head, '', body].join('\n');
}

async function responseOf(response) {
  const head = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  const body = shortened(await response.text(), response.headers.get('content-type') ?? '');
  return [`${response.status} ${response.statusText}`, ...head, '', body].join('\n');
}

/** A body as a person reads it: JSON in lines with long texts cut, forms without the bytes of their files. */
function shortened(text, type) {
  if (type.includes('json')) {
    try {
      return JSON.stringify(JSON.parse(text), (_, value) => (typeof value === 'string' ? cut(value) : value), 2);
    } catch {
      return cut(text);
    }
  }
  const [, boundary] = /boundary=("[^"]+"|[^;]+)/.exec(type) ?? [];
  return boundary === undefined
    ? cut(text)
    : text
        .split(`\r\n--${boundary.replaceAll('"', '')}`)
        .map(withoutFile)
        .join(`\r\n--${boundary}`);
}

/** A part of a form; of a file only its head. */
function withoutFile(part) {
  const [head] = part.split('\r\n\r\n');
  return /filename=/.test(head) ? `${head}\r\n\r\n… a file …` : part;
}

function cut(text) {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, 60)}… (${text.length} characters)`;
}

// A diagnosis for a help desk. `?endpoint=/api/id` asks a proxy of this origin; by default it is the demo's own.
import { diagnose } from './idsnap/index.js';
import { element } from './element.js';

const endpoint = new URLSearchParams(location.search).get('endpoint') ?? '/api/success';
const diagnosis = await diagnose({ endpoint });
const text = JSON.stringify(diagnosis, null, 2);

const remedies = diagnosis.remedies.length === 0 ? ['Nothing: all is well.'] : diagnosis.remedies;
document.querySelector('ul').replaceChildren(...remedies.map((remedy) => element('li', {}, remedy)));
document.querySelector('pre').textContent = text;

const button = document.querySelector('button');
button.disabled = false;
button.addEventListener('click', async () => {
  await navigator.clipboard.writeText(text);
  document.querySelector('output').textContent = 'Copied.';
});

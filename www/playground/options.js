// The form of the options of `prepareImage`. What is chosen stands in the address and is remembered.
import { readChoices, rememberChoices } from '../choices.js';
import { element } from '../element.js';
import { vendors } from '../vendors.js';

const LIMITS = [['', 'none'], ...vendors.map(({ id, name }) => [id, name])];

/** Every option but the two that code alone can give, `signal` and `onProgress`. */
const OPTIONS = [
  { name: 'limits', label: 'Limits of', choices: LIMITS },
  { name: 'maxEdge', label: 'Longest side, pixels', min: 1, max: 65535 },
  { name: 'quality', label: 'Quality, 1 to 100', min: 1, max: 100 },
  { name: 'minQuality', label: 'Lowest quality, 1 to 100', min: 1, max: 100 },
  { name: 'maxBytes', label: 'Most bytes', min: 1 },
  { name: 'maxBase64Length', label: 'Most base64 characters', min: 4 },
  {
    name: 'metadata',
    label: 'Metadata',
    choices: [
      ['', 'as the vendor wants'],
      ['strip', 'none'],
      ['camera', 'the camera’s'],
    ],
  },
  { name: 'cropMargin', label: 'Margin of a cut, 0 to 0.5', min: 0, max: 0.5, step: 0.01 },
  { name: 'crop', label: 'Cut the document out' },
  { name: 'verify', label: 'See that a JPEG is whole', checked: true },
  { name: 'damaged', label: 'Take a damaged JPEG', value: 'allow' },
];

/**
 * Fills the form. `read` gives the options that differ from the defaults.
 *
 * @param {HTMLFormElement} form
 * @param {() => void} onChange
 */
export function optionsForm(form, onChange) {
  const kept = readChoices(OPTIONS.map(({ name }) => name));
  const fields = OPTIONS.map((option) => ({ option, input: inputOf(option, kept[option.name]) }));
  form.append(...fields.map(({ option, input }) => labelOf(option, input)));
  const mark = () =>
    fields.forEach(({ option, input }) => isCheck(option) || option.choices || markWrong(option, input));
  mark();
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    mark();
    rememberChoices(Object.fromEntries(fields.map(({ option, input }) => [option.name, textOf(option, input)])));
    onChange();
  });
  return {
    read: () =>
      Object.fromEntries(
        fields
          .filter(({ option, input }) => textOf(option, input) !== '' && input.checkValidity())
          .map(({ option, input }) => [option.name, valueOf(option, input)]),
      ),
  };
}

const isCheck = ({ choices, min }) => choices === undefined && min === undefined;

function inputOf(option, kept) {
  if (option.choices) {
    const input = element('select', {}, ...option.choices.map(([value, text]) => element('option', { value }, text)));
    if (option.choices.some(([value]) => value === kept)) input.value = kept;
    return input;
  }
  if (isCheck(option)) {
    const checked = kept === undefined || kept === '' ? (option.checked ?? false) : kept !== 'false';
    return element('input', { type: 'checkbox', checked });
  }
  const { min, max, step } = option;
  const limits = Object.entries({ min, max, step }).filter(([, limit]) => limit !== undefined);
  const attributes = Object.fromEntries(limits.map(([name, limit]) => [name, String(limit)]));
  return element('input', { class: 'field', type: 'number', inputmode: 'decimal', value: kept ?? '', ...attributes });
}

function labelOf(option, input) {
  if (isCheck(option)) return element('label', { class: 'check' }, input, option.label);
  if (option.choices) return element('label', {}, option.label, input);
  const wrong = element('span', { class: 'wrong', id: `wrong-${option.name}`, role: 'status' });
  input.setAttribute('aria-describedby', wrong.id);
  return element('div', {}, element('label', {}, option.label, input), wrong);
}

/** Says of a number that is none of those that there are why it is left out. */
function markWrong({ name, min, max, step = 1 }, input) {
  const isWrong = !input.checkValidity();
  input.setAttribute('aria-invalid', String(isWrong));
  const kind = step < 1 ? 'a number' : 'a whole number';
  const range = max === undefined ? `${kind} from ${min} on` : `${kind} from ${min} to ${max}`;
  const text = isWrong ? `Left out: it takes ${range}.` : '';
  const told = input.form.querySelector(`#wrong-${name}`);
  if (told.textContent !== text) told.textContent = text;
}

/** What of it stands in the address: nothing where it is the default. */
function textOf(option, input) {
  if (!isCheck(option)) return input.value;
  return input.checked === (option.checked ?? false) ? '' : String(option.value ?? input.checked);
}

function valueOf(option, input) {
  if (isCheck(option)) return option.value ?? input.checked;
  return option.choices ? input.value : Number(input.value);
}

// The languages that the camera and advice speak, by BCP 47 tag, in their own names.
import { element } from './element.js';

const LANGUAGES = [
  ['en', 'English'],
  ['kk', 'Қазақша'],
  ['ky', 'Кыргызча'],
  ['ru', 'Русский'],
  ['uz', 'O‘zbekcha'],
  ['vi', 'Tiếng Việt'],
];

/** An option of a select for each. */
export const languageOptions = () => LANGUAGES.map(([value, text]) => element('option', { value, lang: value }, text));

// Before and after, one over the other, parted where a slider is.
import { element } from '../element.js';

let urls = [];

/** The file and what became of it. A picture that this browser cannot show leaves its place empty. */
export function compare(file, prepared) {
  for (const url of urls) URL.revokeObjectURL(url);
  urls = [file, prepared.blob].map((blob) => URL.createObjectURL(blob));
  const slider = element('input', {
    type: 'range',
    min: '0',
    max: '100',
    value: '50',
    'aria-label': 'Before and after',
  });
  const room = element(
    'div',
    { class: 'compare' },
    element('img', { class: 'before', src: urls[0], alt: 'The photo before' }),
    element('img', { class: 'after', src: urls[1], alt: 'The photo after' }),
    slider,
    element('div', { class: 'handle' }),
    element('span', { class: 'left' }, 'Before'),
    element('span', { class: 'right' }, 'After'),
  );
  slider.addEventListener('input', () => room.style.setProperty('--split', `${slider.value}%`));
  return room;
}

import type { Review } from '../types.js';
import { CLOSE_UP_PARTS } from './close-up-parts.js';
import type { ViewContext } from './context.js';
import { button, cameraAppButton, uploadButton } from './controls.js';
import { copyLinkButton } from './copy-link.js';
import { h, shape, svg } from './dom.js';
import { ADVISORY } from '../session/tries.js';
import { pointsOf } from './geometry.js';
import type { IconName } from './icons.js';
import { icon, silhouette } from './icons.js';
import type { Screen } from './model.js';
import { busyText, canRetry, canSetCorners, errorText, reasonText, sideText } from './model.js';
import type { Texts } from './strings.js';

/** The panels by screen. */
export const PANELS: Readonly<Record<Exclude<Screen, 'live'>, (context: ViewContext) => HTMLElement>> = {
  intro(context) {
    const { side, strings, start } = context;
    return panel(
      '',
      silhouette(side === 'back'),
      title(strings.title),
      text(strings.tips),
      error(context),
      h('div', { class: 'choices' }, button(strings.use_camera, start, '', 'camera'), uploadButton(context, '')),
    );
  },

  busy(context) {
    const { phase, strings } = context;
    const isStarting = phase === 'starting';
    return panel(
      'busy',
      h('div', { class: 'spinner' }),
      title(busyText(context, strings)),
      isStarting && text(strings.allow),
      isStarting && uploadButton(context, ''),
    );
  },

  choice(context) {
    const { strings, start, reason = 'failed_tries' } = context;
    const isBlocked = reason !== 'failed_tries';
    return panel(
      '',
      badge(isBlocked ? 'blocked' : 'camera', 'warn'),
      title(isBlocked ? strings.blocked : strings.other_way),
      text(reasonText(reason, strings)),
      error(context),
      reason === 'in_app_browser' && copyLinkButton(context),
      h('div', { class: 'choices' }, cameraAppButton(context, ''), uploadButton(context, '')),
      canRetry(reason) && button(strings.try_again, start, 'plain'),
    );
  },

  /** What is better comes first: use a good photo, take a flawed one again. */
  review(context) {
    const { capture, review, side, strings, document, editCorners, CloseUp } = context;
    if (!review) return panel('');
    const { warnings, acceptable } = review;
    const alt = sideText(side, document, strings);
    const isGood = warnings.length === 0;
    const accept = (): void => void capture.accept();
    const retake = (): void => {
      capture.retake();
    };
    const use = button(isGood ? strings.use : strings.use_anyway, accept, isGood ? 'primary' : '');
    const isFile = review.rung === 'file';
    const again = button((isFile && strings.other_file) || strings.retake, retake, isGood ? '' : 'primary');
    return withPhoto(
      CloseUp ? new CloseUp(CLOSE_UP_PARTS, review, { alt, strings }).node : photo(review, alt),
      title(isGood ? strings.review_good : strings.review_bad),
      isGood ? text(strings.review_good_text) : warningList(review, strings),
      !isGood && isFile && text(strings.file_advice),
      error(context),
      h('div', { class: 'actions' }, isGood && use, again, !isGood && acceptable && use),
      canSetCorners(context) && button(strings.adjust, editCorners, 'plain'),
    );
  },

  done({ results, strings, document, reset }) {
    const photos = results.map(({ side, image }) => {
      const url = URL.createObjectURL(image.blob);
      const revoke = (): void => {
        URL.revokeObjectURL(url);
      };
      const alt = sideText(side, document, strings);
      return h('img', { src: url, alt, class: 'thumb', load: revoke, error: revoke });
    });
    return panel(
      '',
      badge('check', 'good'),
      title(strings.done),
      text(strings.done_text),
      h('div', { class: 'actions' }, ...photos),
      button(strings.again, reset, ''),
    );
  },
};

type Content = Node | false | undefined;

/** What fills the element when the camera does not. */
export const panel = (className: string, ...content: readonly Content[]): HTMLElement =>
  h('section', { class: `panel ${className}`.trim() }, ...content);

/** A panel with a photo above the rest, or beside it where there is room. */
export const withPhoto = (picture: Content, ...content: readonly Content[]): HTMLElement =>
  panel('review', picture, h('div', { class: 'about' }, ...content));

/** The title of a panel, which takes the focus when the panel appears. */
export const title = (content = ''): HTMLElement => h('h2', { class: 'title', tabindex: '-1' }, content);

/** A paragraph. */
export const text = (content = ''): HTMLElement => h('p', { class: 'text' }, content);

/** A photo as large as there is room, with the outline of the document. */
export function photo({ url, width, height, corners }: Review, alt = ''): HTMLElement {
  const points = corners ? pointsOf(corners) : '';
  const outline = svg('outline', shape('polygon', { points }), `0 0 ${width} ${height}`);
  const fit = h('div', { class: 'fit' }, h('img', { src: url, alt, class: 'photo', draggable: 'false' }), outline);
  fit.style.setProperty('--ratio', String(width / height));
  return h('div', { class: 'frame' }, fit);
}

/** What is wrong; with what to do about it in front of a camera, for a file cannot be held closer. */
function warningList({ warnings, rung }: Review, strings: Texts): HTMLElement {
  const items = warnings.map((warning) => {
    const name = h('strong', {}, strings[`problem_${warning}`]);
    return h(
      'li',
      {},
      icon('warning'),
      h('span', {}, name, (rung !== 'file' || ADVISORY.includes(warning)) && strings[`hint_${warning}`]),
    );
  });
  return h('ul', { class: 'warnings' }, ...items);
}

/** A large icon that says how it went. */
export const badge = (name: IconName, className: string): HTMLElement =>
  h('div', { class: `badge ${className}` }, icon(name));

function error(context: ViewContext): Content {
  const message = errorText(context);
  return message !== undefined && h('p', { class: 'error warn' }, icon('warning'), message);
}

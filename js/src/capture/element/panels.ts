import type { ViewContext } from './context.js';
import { button, cameraAppButton, uploadButton } from './controls.js';
import { h, shape, svg } from './dom.js';
import type { Extent } from './geometry.js';
import { pointsOf } from './geometry.js';
import type { IconName } from './icons.js';
import { icon, silhouette } from './icons.js';
import type { Screen } from './model.js';
import { busyText, canRetry, errorText, reasonText, sideText } from './model.js';

/** The panels by screen. */
export const PANELS: Readonly<Record<Exclude<Screen, 'live'>, (context: ViewContext) => HTMLElement>> = {
  intro(context) {
    const { state, strings, actions } = context;
    const camera = button(strings.use_camera, actions.start, '', 'camera');
    return panel(
      '',
      silhouette(state.side === 'back'),
      title(strings.title),
      text(strings.tips),
      error(context),
      h('div', { class: 'choices' }, camera, uploadButton(context, '')),
    );
  },

  busy(context) {
    const { state, strings } = context;
    const isStarting = state.phase === 'starting';
    return panel(
      'busy',
      h('div', { class: 'spinner' }),
      title(busyText(state, strings)),
      isStarting && text(strings.allow),
      isStarting && uploadButton(context, ''),
    );
  },

  choice(context) {
    const { state, strings, actions } = context;
    const { reason = 'failed_tries' } = state;
    const isBlocked = reason !== 'failed_tries';
    return panel(
      '',
      badge(isBlocked ? 'blocked' : 'camera', 'warn'),
      title(isBlocked ? strings.blocked : strings.other_way),
      text(reasonText(reason, strings)),
      error(context),
      h('div', { class: 'choices' }, cameraAppButton(context, ''), uploadButton(context, '')),
      canRetry(state) && button(strings.try_again, actions.start, 'plain'),
    );
  },

  /** What is better comes first: use a good photo, take a flawed one again. */
  review(context) {
    const { state, strings, document, actions, crops, editCorners } = context;
    const { review } = state;
    const warnings = review?.warnings ?? [];
    const isGood = warnings.length === 0;
    const use = button(isGood ? strings.use : strings.use_anyway, actions.accept, isGood ? 'primary' : '');
    const retake = button(strings.retake, actions.retake, isGood ? '' : 'primary');
    const canAdjust = crops || warnings.includes('NO_DOCUMENT');
    return withPhoto(
      review &&
        photo(
          review.url,
          sideText(state.side, document, strings),
          review,
          review.corners ? pointsOf(review.corners) : '',
        ),
      title(isGood ? strings.review_good : strings.review_bad),
      isGood ? text(strings.review_good_text) : warningList(context),
      error(context),
      h('div', { class: 'actions' }, isGood && use, retake, !isGood && review?.acceptable && use),
      canAdjust && button(strings.adjust, editCorners, 'plain'),
    );
  },

  done({ state, strings, document, actions }) {
    const pictures = state.results.map(({ side, image }) => {
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
      h('div', { class: 'actions' }, ...pictures),
      button(strings.again, actions.reset, ''),
    );
  },
};

type Content = Node | false | undefined;

/** What fills the element when the camera does not. */
const panel = (className: string, ...content: readonly Content[]): HTMLElement =>
  h('section', { class: `panel ${className}`.trim() }, ...content);

/** A panel with a photo above the rest, or beside it where there is room. */
export const withPhoto = (picture: Content, ...content: readonly Content[]): HTMLElement =>
  panel('review', picture, h('div', { class: 'about' }, ...content));

/** The title of a panel, which takes the focus when the panel appears. */
export const title = (content: string): HTMLElement => h('h2', { class: 'title', tabindex: '-1' }, content);

/** A paragraph. */
export const text = (content: string): HTMLElement => h('p', { class: 'text' }, content);

/** A photo as large as there is room, with an outline in its own pixels. */
export function photo(url: string, alt: string, { width, height }: Extent, points: string): HTMLElement {
  const outline = svg('outline', shape('polygon', { points }), `0 0 ${width} ${height}`);
  const fit = h('div', { class: 'fit' }, h('img', { src: url, alt, class: 'photo', draggable: 'false' }), outline);
  fit.style.setProperty('--ratio', String(width / height));
  return h('div', { class: 'frame' }, fit);
}

function warningList({ state, strings }: ViewContext): HTMLElement {
  const items = state.review?.warnings.map((warning) => {
    const name = h('strong', {}, strings[`problem_${warning}`]);
    return h('li', {}, icon('warning'), h('span', {}, name, strings[`hint_${warning}`]));
  });
  return h('ul', { class: 'warnings' }, ...(items ?? []));
}

const badge = (name: IconName, className: string): HTMLElement => h('div', { class: `badge ${className}` }, icon(name));

function error({ state, strings }: ViewContext): Content {
  const message = errorText(state, strings);
  return message !== '' && h('p', { class: 'error warn' }, icon('warning'), message);
}

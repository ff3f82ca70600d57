import { h, svg } from './dom.js';
import type { ViewContext } from './context.js';
import { isHandheld } from './files.js';
import { pointsOf } from './geometry.js';
import type { IconName } from './icons.js';
import { icon, silhouette } from './icons.js';
import { busyText, canRetry, errorText, ratioOf, screenOf } from './model.js';

/** The panel of a state that has one; the live view has none. */
export function panelOf(context: ViewContext, openEditor: () => void): HTMLElement | undefined {
  switch (screenOf(context.state)) {
    case 'intro':
      return intro(context);
    case 'busy':
      return busy(context);
    case 'choice':
      return choice(context);
    case 'review':
      return review(context, openEditor);
    case 'done':
      return done(context);
    case 'live':
      return undefined;
  }
}

/** The frame of every panel: what comes before the title, the title that takes the focus, and the rest. */
export function panel(name: string, ...children: readonly (Node | undefined | false)[]): HTMLElement {
  return h('section', { class: `panel ${name}`, part: 'panel' }, ...children);
}

/** The title of a panel, which takes the focus when the panel appears. */
export const title = (text: string): HTMLElement => h('h2', { part: 'title', tabindex: '-1' }, text);

/** A button with a text. */
export function button(text: string, onClick: () => void, kind = ''): HTMLButtonElement {
  return h('button', { type: 'button', class: kind, part: `button ${kind}`.trim(), click: onClick }, text);
}

function intro(context: ViewContext): HTMLElement {
  const { state, strings, settings, actions } = context;
  return panel(
    'intro',
    silhouette(state.side === 'back', ratioOf(settings.document)),
    title(strings.title),
    text(strings.tips),
    error(context),
    h('div', { class: 'choices' }, tile('camera', strings.use_camera, actions.start), uploadTile(context)),
  );
}

function busy(context: ViewContext): HTMLElement {
  const { state, strings, pick } = context;
  const isStarting = state.phase === 'starting';
  return panel(
    'busy',
    h('div', { class: 'spinner' }),
    title(busyText(state, strings)),
    isStarting && text(strings.allow),
    isStarting &&
      button(strings.upload, () => {
        pick(false);
      }),
  );
}

function choice(context: ViewContext): HTMLElement {
  const { state, strings, actions, pick } = context;
  const { reason } = state;
  const isOffer = reason === undefined || reason === 'failed_tries';
  return panel(
    'choice',
    badge(isOffer ? 'camera' : 'blocked', 'warn'),
    title(isOffer ? strings.other_way : strings.blocked),
    text(strings[`reason_${reason ?? 'failed_tries'}`]),
    error(context),
    h(
      'div',
      { class: 'choices' },
      isHandheld() &&
        tile('camera', strings.camera_app, () => {
          pick(true);
        }),
      uploadTile(context),
    ),
    canRetry(state) && button(strings.try_again, actions.start, 'plain'),
  );
}

function review(context: ViewContext, openEditor: () => void): HTMLElement | undefined {
  const { state, strings, settings } = context;
  const { review: picture } = state;
  if (!picture) return undefined;
  const { warnings, corners } = picture;
  const isGood = warnings.length === 0;
  const canAdjust = settings.crops || warnings.includes('NO_DOCUMENT');
  return panel(
    'review',
    photo(picture.url, strings.photo, picture, corners ? pointsOf(corners, { scale: 1, left: 0, top: 0 }) : ''),
    title(isGood ? strings.review_good : strings.review_bad),
    isGood ? text(strings.review_good_text) : warningList(context),
    error(context),
    decisions(context),
    canAdjust && button(strings.adjust, openEditor, 'plain'),
  );
}

function warningList({ state, strings }: ViewContext): HTMLElement {
  const items = state.review?.warnings.map((warning) =>
    h('li', {}, icon('warning'), h('span', {}, strings[`warning_${warning}`])),
  );
  return h('ul', { part: 'warnings' }, ...(items ?? []));
}

/** What is better comes first: use a good photo, take a flawed one again. */
function decisions({ state, strings, actions }: ViewContext): HTMLElement {
  const isGood = state.review?.warnings.length === 0;
  const retake = button(strings.retake, actions.retake, isGood ? '' : 'primary');
  const use = button(isGood ? strings.use : strings.use_anyway, actions.accept, isGood ? 'primary' : '');
  const buttons = isGood ? [use, retake] : [retake, state.review?.acceptable && use];
  return h('div', { class: 'actions' }, ...buttons);
}

function done({ state, strings, actions }: ViewContext): HTMLElement {
  const pictures = state.results.map(({ side, image }) => {
    const url = URL.createObjectURL(image.blob);
    const revoke = (): void => {
      URL.revokeObjectURL(url);
    };
    return h('img', { src: url, alt: strings[`side_${side}`], part: 'photo', load: revoke, error: revoke });
  });
  return panel(
    'done',
    badge('check', 'good'),
    title(strings.done),
    text(strings.done_text),
    h('div', { class: 'thumbs' }, ...pictures),
    button(strings.again, actions.reset),
  );
}

/** A photo as large as there is room, with an outline in its own pixels. */
export function photo(url: string, alt: string, size: { width: number; height: number }, points: string): HTMLElement {
  const { width, height } = size;
  const outline = svg('polygon', { points });
  const layer = svg('svg', { class: 'outline', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, outline);
  const fit = h('div', { class: 'fit' }, h('img', { src: url, alt, part: 'photo', draggable: 'false' }), layer);
  fit.style.setProperty('--ratio', String(width / height));
  return h('div', { class: 'frame' }, fit);
}

const text = (content: string): HTMLElement => h('p', { class: 'text', part: 'text' }, content);

const badge = (name: IconName, kind: string): HTMLElement => h('div', { class: `badge ${kind}` }, icon(name));

function error({ state, strings }: ViewContext): HTMLElement | undefined {
  const message = errorText(state, strings);
  return message ? h('p', { class: 'error warn', part: 'error' }, icon('warning'), h('span', {}, message)) : undefined;
}

function tile(name: IconName, label: string, onClick: () => void): HTMLElement {
  return h('button', { type: 'button', part: 'button choice', click: onClick }, icon(name), label);
}

function uploadTile({ strings, pick }: ViewContext): HTMLElement {
  return tile('upload', strings.upload, () => {
    pick(false);
  });
}

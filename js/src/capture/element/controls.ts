import type { ViewContext } from './context.js';
import { h } from './dom.js';
import { isHandheld } from './files.js';
import type { IconName } from './icons.js';
import { icon } from './icons.js';

/** A button with a text, and with an icon where one is named. */
export function button(text = '', onClick: () => void, className: string, iconName?: IconName): HTMLButtonElement {
  return h('button', { type: 'button', class: className, click: onClick }, iconName && icon(iconName), text);
}

/** A button with an icon alone, or with a shape that the style sheet gives it. */
export function iconButton(label: string, onClick: () => void, className: string, name?: IconName): HTMLButtonElement {
  const node = button('', onClick, className, name);
  node.setAttribute('aria-label', label);
  return node;
}

/** Opens the chooser for any picture. */
export function uploadButton({ strings, pick }: ViewContext, className: string): HTMLButtonElement {
  const open = (): void => {
    pick('file');
  };
  return button(strings.upload, open, className, 'upload');
}

/** Opens the camera app, on a device that has one. */
export function cameraAppButton({ strings, pick }: ViewContext, className: string): HTMLButtonElement | undefined {
  const open = (): void => {
    pick('native');
  };
  return isHandheld() ? button(strings.take_photo, open, className, 'camera') : undefined;
}

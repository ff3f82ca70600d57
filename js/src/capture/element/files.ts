import { h } from './dom.js';

/** Where a file was asked for: the device's camera app, or anywhere. */
export type PickedFrom = 'native' | 'file';

/** Opens a chooser. */
export type Pick = (from: PickedFrom) => void;

/** What takes a file. */
export type OnFile = (file: File, from: PickedFrom) => void;

/**
 * Chromium on Android 14 and later shows no camera beside the photos for `image/*` alone; a type that no photo has
 * brings it back. Other browsers would grey photos out for it.
 */
function acceptedTypes(): string {
  return /Android.*Chrom(e|ium)\//.test(navigator.userAgent) ? 'image/*,android/allowCamera' : 'image/*,.heic,.heif';
}

/** The two file inputs, which the buttons open. */
export function createPickers(onFile: OnFile): { inputs: HTMLInputElement[]; pick: Pick } {
  const create = (from: PickedFrom, props: Record<string, string>): HTMLInputElement => {
    const input = h('input', { type: 'file', hidden: true, ...props });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      input.value = '';
      if (file) onFile(file, from);
    });
    return input;
  };
  const inputs = {
    file: create('file', { accept: acceptedTypes() }),
    native: create('native', { accept: 'image/*', capture: 'environment' }),
  };
  const pick: Pick = (from) => {
    inputs[from].click();
  };
  return { inputs: Object.values(inputs), pick };
}

/** Takes files that are dropped on `target`; `invitation` is shown while one hovers. */
export function listenForDrops(target: HTMLElement, invitation: HTMLElement, onFile: OnFile): void {
  target.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    invitation.hidden = false;
  });
  const hide = (): void => {
    invitation.hidden = true;
  };
  target.addEventListener('dragleave', hide);
  target.addEventListener('drop', (event) => {
    hide();
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    onFile(file, 'file');
  });
}

/** The file of a paste that nothing else on the page has taken or is meant to take. */
export function pastedFile(event: ClipboardEvent): File | undefined {
  const [target] = event.composedPath();
  const isField = target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
  if (event.defaultPrevented || isField) return undefined;
  return [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith('image/'));
}

/** Whether the device is held in the hand, so that a file input can open a camera app. */
export const isHandheld = (): boolean =>
  (globalThis as Partial<typeof globalThis>).matchMedia?.('(pointer: coarse)').matches === true;

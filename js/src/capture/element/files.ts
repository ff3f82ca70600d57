import { h } from './dom.js';

/** What opens a chooser: any picture, or the camera app where the device has one. */
export type Pick = (withCameraApp: boolean) => void;

/**
 * Chromium on Android 14 and later shows no camera beside the photos for `image/*` alone; a type that no photo has
 * brings it back. Other browsers would grey photos out for it.
 */
function acceptedTypes(): string {
  return /Android.*Chrom(e|ium)\//.test(navigator.userAgent) ? 'image/*,android/allowCamera' : 'image/*,.heic,.heif';
}

/** The two file inputs, which the buttons open. */
export function createPickers(onFile: (file: File) => void): { nodes: HTMLInputElement[]; pick: Pick } {
  const input = (props: Record<string, string>): HTMLInputElement => {
    const node = h('input', { type: 'file', hidden: true, ...props });
    node.addEventListener('change', () => {
      const file = node.files?.[0];
      node.value = '';
      if (file) onFile(file);
    });
    return node;
  };
  const anyPicture = input({ accept: acceptedTypes() });
  const cameraApp = input({ accept: 'image/*', capture: 'environment' });
  const pick: Pick = (withCameraApp) => {
    (withCameraApp ? cameraApp : anyPicture).click();
  };
  return { nodes: [anyPicture, cameraApp], pick };
}

/** Takes files that are dropped on `target`; `onOver` shows and hides the invitation. */
export function listenForDrops(
  target: HTMLElement,
  onFile: (file: File) => void,
  onOver: (isOver: boolean) => void,
): void {
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  target.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    onOver(true);
  });
  target.addEventListener('dragleave', () => {
    onOver(false);
  });
  target.addEventListener('drop', (event) => {
    onOver(false);
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    onFile(file);
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
export const isHandheld = (): boolean => matchMedia('(pointer: coarse)').matches;

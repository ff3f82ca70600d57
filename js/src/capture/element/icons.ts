import { shape, svg } from './dom.js';

/** Outlines on a 24 x 24 grid, drawn with a stroke. */
const PATHS = {
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  upload: 'M12 15V4m-4 4 4-4 4 4M4 15v5h16v-5',
  close: 'M6 6l12 12M18 6 6 18',
  light: 'M13 3 6 14h5l-1 7 8-11h-6z',
  switch: 'M5 13a7 7 0 0 1 12-5l2 2m0-5v5h-5m5 2a7 7 0 0 1-12 4l-2-2m0 5v-5h5',
  zoom: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm5-2 5 5M8 11h6m-3-3v6',
  check: 'm5 12 5 5 9-9',
  warning: 'M12 4 2 20h20zM12 10v5m0 2v.5',
  phone: 'M7 2h10v20H7zM11 19h2',
  blocked: 'M4 8h3l2-3h6l2 3h3v11H4zM3 3l18 18',
};

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** A decorative icon. */
export const icon = (name: IconName): SVGSVGElement => svg('icon', shape('path', { d: PATHS[name] }), '0 0 24 24');

/** What the side looks like, on a card of 100 x 70: a portrait and lines in front, lines for machines on the back. */
export function silhouette(isBack: boolean): SVGSVGElement {
  const front = 'M14 46v-6a9 9 0 0 1 18 0v6zM23 28a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM44 18h42M44 30h30M44 42h36M14 58h72';
  const back = 'M14 14h30M14 24h20M64 12h22v16H64zM10 40h80M10 50h80M10 60h80';
  return svg('silhouette', shape('path', { d: isBack ? back : front }), '0 0 100 70');
}

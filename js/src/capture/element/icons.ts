import { svg } from './dom.js';

/** Outlines on a 24 x 24 grid, drawn with a stroke. */
const PATHS = {
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  upload: 'M12 15V4m-4.5 4.5L12 4l4.5 4.5M4 15v5h16v-5',
  close: 'M6 6l12 12M18 6 6 18',
  light: 'M13 3 6 13.5h5L10 21l8-11h-5.5z',
  turn: 'M5 13a7 7 0 0 1 12-5l2 2m0-5v5h-5m5 2a7 7 0 0 1-12 4l-2-2m0 5v-5h5',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  warning: 'M12 4 2.5 20h19zM12 10v5m0 2v.5',
  corners: 'M4 8V4h4m8 0h4v4m0 8v4h-4m-8 0H4v-4',
  blocked: 'M4 8h3l2-3h6l2 3h3v11H4zM3 3l18 18',
};

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** A decorative icon as tall as the text beside it; the text carries the meaning. */
export function icon(name: IconName): SVGSVGElement {
  return svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' }, svg('path', { d: PATHS[name] }));
}

/** What the side looks like: a portrait and lines in front, lines of letters for machines on the back. */
export function silhouette(isBack: boolean, ratio: number): SVGSVGElement {
  const height = 100 / ratio;
  const face = `M16 ${height * 0.62}v-5a8 8 0 0 1 16 0v5zM24 ${height * 0.42}a5 5 0 1 0 0-10 5 5 0 0 0 0 10z`;
  const lines = `M42 ${height * 0.3}h42M42 ${height * 0.44}h30M42 ${height * 0.58}h36`;
  const machine = [0.6, 0.72, 0.84].map((y) => `M8 ${height * y}h84`).join('');
  const back = `M8 ${height * 0.2}h34M8 ${height * 0.34}h24M64 ${height * 0.16}h22v14h-22z${machine}`;
  const d = isBack ? back : `${face}${lines}M8 ${height * 0.84}h84`;
  return svg('svg', { viewBox: `0 0 100 ${height}`, class: 'silhouette', 'aria-hidden': 'true' }, svg('path', { d }));
}

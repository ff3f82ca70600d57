import type { Extent, Placement } from './geometry.js';

/** What may be cut off a video to fill the box; where more would be lost, it is shown whole. */
const LARGEST_LOSS = 0.45;
/**
 * The same before a passport page, which is half as large again as a card: what is cut off would have been print, of which a
 * guide as wide as the box gets fewer pixels.
 */
const LARGEST_LOSS_OF_PAGE = 0.1;

/** Fills the box with the picture, unless too much of it would be out of sight. */
export function place(picture: Extent, box: Extent, isPage = false): Placement {
  const largestLoss = isPage ? LARGEST_LOSS_OF_PAGE : LARGEST_LOSS;
  const [across, down] = [box.width / picture.width, box.height / picture.height];
  const fit = Math.min(across, down) < Math.max(across, down) * (1 - largestLoss) ? 'contain' : 'cover';
  const scale = fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
  const [left, top] = [(box.width - picture.width * scale) / 2, (box.height - picture.height * scale) / 2];
  return { fit, scale, left, top };
}

/** A part of the element, in its pixels. */
export interface Box extends Extent {
  readonly left: number;
  readonly top: number;
}

/** The part of the box in which the image is seen. */
export function shownIn(image: Extent, box: Extent, { scale, left, top }: Placement): Box {
  const [from, above] = [Math.max(0, left), Math.max(0, top)];
  const width = Math.min(box.width, image.width * scale);
  return { left: from, top: above, width, height: Math.min(box.height, image.height * scale) };
}

/** What is left of a box on each side when it is brought inside of another: top, right, bottom, left. */
export function insets(box: Box, inside: Box, gap: number): readonly number[] {
  const right = (of: Box): number => of.left + of.width;
  const bottom = (of: Box): number => of.top + of.height;
  const out = [inside.top - box.top, right(box) - right(inside), bottom(box) - bottom(inside), inside.left - box.left];
  return out.map((length) => Math.max(0, length + gap));
}

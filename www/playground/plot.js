// Bytes against quality, drawn point by point while they are measured.
import { prepareImage } from '../idsnap/index.js';
import { bytes } from '../element.js';

const QUALITIES = [20, 30, 40, 50, 60, 70, 80, 85, 90, 95];
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [640, 280, 70, 30];
const SVG = 'http://www.w3.org/2000/svg';

export class Plot {
  #room;

  constructor(room) {
    this.#room = room;
  }

  /** Shows nothing: what was drawn was of another photo, or of other options. */
  clear() {
    this.#room.replaceChildren();
  }

  /** Measures the file at each quality; what limits the size is drawn as a line. */
  async draw(file, options, signal) {
    const { quality: _, minQuality: __, maxBytes, maxBase64Length, ...rest } = options;
    const limit = Math.min(maxBytes ?? Infinity, maxBase64Length === undefined ? Infinity : (maxBase64Length / 4) * 3);
    const points = [];
    for (const quality of QUALITIES) {
      const { byteLength, path } = await prepareImage(file, { ...rest, ...scaled(rest), quality, signal });
      signal.throwIfAborted();
      points.push({ quality, byteLength, path });
      this.#show(points, limit);
    }
  }

  #show(points, limit) {
    const most = Math.max(...points.map(({ byteLength }) => byteLength), limit === Infinity ? 0 : limit * 1.05);
    const x = (quality) => LEFT + ((quality - 15) / 85) * (WIDTH - LEFT);
    const y = (size) => (1 - size / most) * (HEIGHT - BOTTOM);
    const parts = [
      shape('line', { class: 'axis', x1: LEFT, x2: WIDTH, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }),
      ...QUALITIES.map((quality) => label(quality, x(quality), HEIGHT - 8, 'middle')),
      ...[0, 0.5, 1].map((share) => label(bytes(Math.round(most * share)), LEFT - 8, y(most * share) + 12, 'end')),
      shape('polyline', {
        class: 'line',
        points: points.map((one) => `${x(one.quality)},${y(one.byteLength)}`).join(' '),
      }),
      ...points.map((one) => titled(shape('circle', { cx: x(one.quality), cy: y(one.byteLength), r: 4 }), one)),
    ];
    if (limit !== Infinity)
      parts.push(shape('line', { class: 'limit', x1: LEFT, x2: WIDTH, y1: y(limit), y2: y(limit) }));
    const svg = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img' });
    const told = points.map(({ quality, byteLength }) => `${quality}: ${bytes(byteLength)}`).join(', ');
    svg.setAttribute('aria-label', `Bytes by quality. ${told}`);
    svg.append(...parts);
    this.#room.replaceChildren(svg);
  }
}

/** A file that fits already would be passed on at every quality: a pixel less has it encoded. */
function scaled({ maxEdge }) {
  return { maxEdge: Math.min(maxEdge ?? 1920, 1920) };
}

function shape(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function label(text, x, y, anchor) {
  const node = shape('text', { x, y, 'text-anchor': anchor });
  node.textContent = text;
  return node;
}

function titled(node, { quality, byteLength }) {
  const title = shape('title', {});
  title.textContent = `quality ${quality}: ${bytes(byteLength)}`;
  node.append(title);
  return node;
}

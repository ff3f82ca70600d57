// How well an outline agrees with the truth: points are [x, y], outlines are lists of four.

/** Intersection over union. The order of the answer's corners is not judged; `truth` is convex. */
export function overlap(answer, truth) {
  const [a, b] = [answer, truth].map(aroundCentre);
  const both = area(b.reduce((part, from, side) => clipped(part, from, b[(side + 1) % b.length]), a));
  return both / (area(a) + area(b) - both);
}

/** The points in the order in which a clock's hand meets them. */
function aroundCentre(points) {
  const [x, y] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const angle = ([px, py]) => Math.atan2(py - y, px - x);
  return [...points].sort((one, other) => angle(one) - angle(other));
}

function area(polygon) {
  const cross = ([x, y], at) => {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length];
    return x * nextY - y * nextX;
  };
  return Math.abs(polygon.reduce((sum, point, at) => sum + cross(point, at), 0)) / 2;
}

/** Sutherland and Hodgman: the part of a polygon to the right of the way between two points, as seen on the screen. */
function clipped(polygon, [fromX, fromY], [toX, toY]) {
  const side = ([x, y]) => (toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX);
  return polygon.flatMap((here, at) => {
    const before = polygon.at(at - 1);
    const [now, then] = [side(here), side(before)];
    const share = then / (then - now);
    const crossing = now >= 0 !== then >= 0 ? [before.map((from, axis) => from + (here[axis] - from) * share)] : [];
    return now >= 0 ? [...crossing, here] : crossing;
  });
}

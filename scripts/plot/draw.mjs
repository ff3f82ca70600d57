// The plot of docs/performance.md: quality against size, and time, beside the peers. An SVG of its own, for light and dark
// pages alike.

const SIZE = { width: 960, height: 425 };
const INK = '#24292f';
const MUTED = '#57606a';
const LINE = '#d0d7de';
const OURS = '#0550ae';
const PEER = '#8c959f';
/** Room for a label below the one before it. */
const LABEL_STEP = 15;

const text = (x, y, content, rest = '') => `<text x="${round(x)}" y="${round(y)}" ${rest}>${escape(content)}</text>`;
const line = (x1, y1, x2, y2) =>
  `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${LINE}"/>`;
const round = (number) => Math.round(number * 10) / 10;
const escape = (content) => String(content).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const colorOf = (who) => (who.startsWith('idsnap') ? OURS : PEER);
const weightOf = (who) => (who.startsWith('idsnap') ? 'font-weight="600"' : '');

/** Draws the recorded figures. */
export function draw({ quality, time }) {
  const { width, height } = SIZE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${INK}">`,
    '<title>Quality at a size, and time, of idsnap and its peers</title>',
    `<rect width="${width}" height="${height}" rx="6" fill="#ffffff"/>`,
    drawQuality(quality, { left: 50, right: 330, top: 70, bottom: 365 }),
    drawTime(time, { left: 700, right: 895, top: 70 }),
    '</svg>\n',
  ].join('\n');
}

function drawQuality({ limits, scores }, { left, right, top, bottom }) {
  const all = Object.values(scores).flat();
  const [low, high] = [Math.floor(Math.min(...all) / 5) * 5, Math.ceil(Math.max(...all) / 5) * 5];
  const [first, last] = [Math.log(limits[0]), Math.log(limits.at(-1))];
  const x = (kilobytes) => left + ((Math.log(kilobytes) - first) / (last - first)) * (right - left);
  const y = (score) => bottom - ((score - low) / (high - low)) * (bottom - top);
  const parts = [
    text(left, 28, 'Quality at a size', 'font-size="16" font-weight="600"'),
    text(left, 48, 'SSIMULACRA2, higher is better', `fill="${MUTED}"`),
  ];
  for (let score = low; score <= high; score += 5) {
    parts.push(line(left, y(score), right, y(score)));
    parts.push(text(left - 8, y(score) + 4, score, `text-anchor="end" fill="${MUTED}"`));
  }
  for (const limit of limits) {
    parts.push(text(x(limit), bottom + 20, `${limit} KB`, `text-anchor="middle" fill="${MUTED}"`));
  }
  parts.push(text((left + right) / 2, bottom + 42, 'no more than', `text-anchor="middle" fill="${MUTED}"`));
  const labels = apart(Object.entries(scores).map(([who, values]) => ({ who, values, at: y(values.at(-1)) })));
  for (const { who, values, at } of labels.reverse()) {
    const points = values.map((score, index) => `${round(x(limits[index]))},${round(y(score))}`);
    const width = colorOf(who) === OURS ? 3 : 1.5;
    parts.push(`<polyline points="${points.join(' ')}" fill="none" stroke="${colorOf(who)}" stroke-width="${width}"/>`);
    for (const point of points)
      parts.push(
        `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="${width}" fill="${colorOf(who)}"/>`,
      );
    parts.push(line(right + 4, y(values.at(-1)), right + 14, at));
    parts.push(
      text(
        right + 18,
        at + 4,
        `${who} ${values.at(-1).toFixed(1)}`,
        `fill="${colorOf(who) === OURS ? OURS : MUTED}" ${weightOf(who)}`,
      ),
    );
  }
  return parts.join('\n');
}

/** Labels from the top down, none nearer to the one above it than a line of text. */
function apart(labels) {
  const sorted = [...labels].sort((one, other) => one.at - other.at);
  sorted.forEach((label, index) => {
    if (index > 0) label.at = Math.max(label.at, sorted[index - 1].at + LABEL_STEP);
  });
  return sorted;
}

function drawTime({ cases }, { left, right, top }) {
  const most = Math.max(...Object.values(cases).flatMap((times) => Object.values(times)));
  const parts = [
    text(left - 185, 28, 'Time', 'font-size="16" font-weight="600"'),
    text(left - 185, 48, 'milliseconds, from a photo of 10.7 megapixels; less is better', `fill="${MUTED}"`),
  ];
  let y = top;
  for (const [title, times] of Object.entries(cases)) {
    parts.push(text(left - 185, y + 10, title, 'font-weight="600"'));
    y += 22;
    for (const [who, ms] of Object.entries(times)) {
      const length = (ms / most) * (right - left);
      parts.push(
        text(
          left - 8,
          y + 12,
          who,
          `text-anchor="end" ${weightOf(who)} fill="${colorOf(who) === OURS ? OURS : MUTED}"`,
        ),
      );
      parts.push(`<rect x="${left}" y="${y}" width="${round(length)}" height="16" rx="2" fill="${colorOf(who)}"/>`);
      parts.push(text(left + length + 6, y + 12, ms.toLocaleString('en-US'), weightOf(who)));
      y += 23;
    }
    if (Object.keys(times).some((who) => who.endsWith('*'))) {
      parts.push(text(left - 8, y + 12, '* exceeds the limit', `text-anchor="end" fill="${MUTED}"`));
    }
    y += 16;
  }
  return parts.join('\n');
}

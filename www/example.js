// Turns the generated card (an SVG) into what a phone would give: a 12 megapixel JPEG of a card lying on a table.

const WIDTH = 4032;
const HEIGHT = 3024;

export async function exampleCard(side) {
  const card = new Image();
  card.src = new URL(`example/${side}.svg`, import.meta.url).href;
  await card.decode();
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  table(context);
  context.save();
  context.translate(WIDTH / 2, HEIGHT / 2);
  context.rotate(side === 'front' ? -0.035 : 0.028);
  context.shadowColor = 'rgb(0 0 0 / 45%)';
  context.shadowBlur = 60;
  context.shadowOffsetY = 24;
  context.drawImage(card, -1650, -1040, 3300, 2080);
  context.restore();
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
  return new File([blob], `example-${side}.jpg`, { type: 'image/jpeg' });
}

function table(context) {
  const wood = context.createLinearGradient(0, 0, WIDTH, HEIGHT);
  wood.addColorStop(0, '#6d5544');
  wood.addColorStop(0.5, '#836852');
  wood.addColorStop(1, '#5c4738');
  context.fillStyle = wood;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let line = 0; line < 2600; line += 1) {
    context.fillStyle = `rgb(${line % 2 ? '255 240 220' : '20 10 0'} / ${(random() * 7).toFixed(1)}%)`;
    context.fillRect(random() * WIDTH - 300, random() * HEIGHT, 200 + random() * 1600, 1 + random() * 5);
  }
}

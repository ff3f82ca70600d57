/**
 * Stands in for the camera of a page that runs it: a table, and on it the side of the example card that `globalThis.scene`
 * says, in its width in pixels (0: none) and its light (1: as it is). Frames have the size given.
 */
export function drawnCamera(size) {
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d');
  const cards = Object.fromEntries(
    ['front', 'back'].map((side) => [side, Object.assign(new Image(), { src: `/example/${side}.svg` })]),
  );
  globalThis.scene = { side: 'front', width: 0, light: 1 };
  const draw = () => {
    const { side, width, light } = globalThis.scene;
    context.filter = light === 1 ? 'none' : `brightness(${light})`;
    context.fillStyle = '#5f4a3b';
    context.fillRect(0, 0, canvas.width, canvas.height);
    const height = width / 1.586;
    if (width > 0)
      context.drawImage(cards[side], (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  };
  setInterval(draw, 100);
  draw();
  const camera = { kind: 'videoinput', deviceId: 'drawn', label: 'Drawn camera, facing back', groupId: '' };
  navigator.mediaDevices.enumerateDevices = () => Promise.resolve([camera]);
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(10));
}

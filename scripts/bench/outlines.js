// Runs in the browser: where idsnap and its peers see the corners of the document, each called as its own documentation
// recommends, on a file and on a frame of a camera.
import { analyzeImage, init } from './idsnap/index.js';

/** The size of the frame that a phone's camera gives a page. */
const FRAME = { width: 1280, height: 720 };

/** How to start each tool, and then ask it. Scanic's other detector, a model of 2 MB, is left out. */
const tools = {
  idsnap: async () => {
    await init();
    const ask = async (source) => pointsOf((await analyzeImage(source)).corners);
    return { ofFile: ask, ofFrame: ask };
  },
  scanic: async () => {
    const { Scanner } = await import('scanic');
    const scanner = new Scanner();
    await scanner.initialize();
    const ask = async (image) => pointsOf((await scanner.scan(image)).corners);
    return { ofFile: async (file) => ask(await imageOf(file)), ofFrame: ask };
  },
  jscanify: async () => {
    await startOpenCv();
    const { cv } = globalThis;
    const { default: Jscanify } = await import('jscanify/client');
    const jscanify = new Jscanify();
    const ask = (mat) => {
      const contour = jscanify.findPaperContour(mat);
      const corners = contour && jscanify.getCornerPoints(contour);
      contour?.delete();
      mat.delete();
      return pointsOf(corners);
    };
    return {
      ofFile: async (file) => ask(cv.imread(await imageOf(file))),
      ofFrame: async (frame) => ask(cv.matFromImageData(frame)),
    };
  },
};

/** Four points, or null where there are none or fewer. */
function pointsOf(corners) {
  const points = Object.values(corners ?? {});
  return points.length === 4 && points.every(Boolean) ? points.map(({ x, y }) => [x, y]) : null;
}

async function imageOf(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await image.decode().finally(() => URL.revokeObjectURL(image.src));
  return image;
}

/** A script that sets `cv`, usable some time later. Awaiting `cv` itself never ends: its `then` answers with itself. */
async function startOpenCv() {
  const script = document.createElement('script');
  script.src = 'peers/opencv.js';
  const loaded = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }));
  document.head.append(script);
  await loaded;
  const { cv } = globalThis;
  if (!cv.Mat) await new Promise((resolve) => (cv.onRuntimeInitialized = resolve));
}

/** The picture as a frame, stretched: only the time that it takes counts. */
async function frameOf(file) {
  const bitmap = await createImageBitmap(file);
  const context = new OffscreenCanvas(FRAME.width, FRAME.height).getContext('2d');
  context.drawImage(bitmap, 0, 0, FRAME.width, FRAME.height);
  bitmap.close();
  return context.getImageData(0, 0, FRAME.width, FRAME.height);
}

async function timed(work) {
  const started = performance.now();
  const value = await work();
  return { value, ms: performance.now() - started };
}

const started = {};

/** Starts every tool: for each its name, and why it did not start, if it did not. */
export async function start() {
  for (const [name, startTool] of Object.entries(tools)) {
    started[name] = await startTool().catch((error) => ({ error: String(error) }));
  }
  return Object.entries(started).map(([name, { error }]) => ({ name, error }));
}

/** What every tool that started makes of a picture: its outline or null, and its times, or its error. */
export async function outlines(url) {
  const blob = await (await fetch(url)).blob();
  const file = new File([blob], 'photo.jpg', { type: 'image/jpeg' });
  const frame = await frameOf(file);
  const answers = {};
  for (const [name, { ofFile, ofFrame, error }] of Object.entries(started)) {
    if (error) continue;
    answers[name] = await answer(
      () => ofFile(file),
      () => ofFrame(frame),
    );
  }
  return answers;
}

async function answer(ofFile, ofFrame) {
  try {
    const { value: outline, ms } = await timed(ofFile);
    return { outline, ms, frameMs: (await timed(ofFrame)).ms };
  } catch (error) {
    return { outline: null, error: String(error) };
  }
}

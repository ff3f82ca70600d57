// Which way a person is told to move or tilt the document.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Point, Quad } from '../../src/capture/analysis.js';
import { hintText } from '../../src/capture/element/model.js';
import { Directions } from '../../src/capture/guidance/directions.js';
import { hints } from '../../src/capture/locales/hints/en.js';
import { labels } from '../../src/capture/locales/labels.js';
import { after, machineIn } from './machines.js';

const VIEW = { left: 100, top: 0, width: 1080, height: 720 };

/** A document upright; `lean` is how many times longer its lower edge is than its upper one. */
function quadAt(x: number, y: number, { width = 600, height = 380, lean = 1 } = {}): Quad {
  const [upper, lower] = [width / lean / 2, width / 2];
  return {
    topLeft: { x: x - upper, y: y - height / 2 },
    topRight: { x: x + upper, y: y - height / 2 },
    bottomRight: { x: x + lower, y: y + height / 2 },
    bottomLeft: { x: x - lower, y: y + height / 2 },
  };
}

/** The same outline with other names: of a document that is turned by quarters. */
const turned = ({ topLeft, topRight, bottomRight, bottomLeft }: Quad): Quad => ({
  topLeft: bottomLeft,
  topRight: topLeft,
  bottomRight: topRight,
  bottomLeft: bottomRight,
});

/** A quarter of a turn, pixels and all. */
const onItsSide = ({ topLeft, topRight, bottomRight, bottomLeft }: Quad): Quad => {
  const turn = ({ x, y }: Point): Point => ({ x: -y, y: x });
  return {
    topLeft: turn(topLeft),
    topRight: turn(topRight),
    bottomRight: turn(bottomRight),
    bottomLeft: turn(bottomLeft),
  };
};

describe('the direction', () => {
  it('to move is away from where the document is out of sight', () => {
    for (const [x, y, expected] of [
      [350, 360, 'right'],
      [950, 360, 'left'],
      [640, 150, 'bottom'],
      [640, 600, 'top'],
      [300, 200, 'right'],
    ] as const) {
      assert.equal(new Directions().of('OUT_OF_FRAME', quadAt(x, y), VIEW, 0), expected, `${x}, ${y}`);
    }
  });

  it('is not told of a document that is too near, and out of sight on both sides', () => {
    assert.equal(new Directions().of('OUT_OF_FRAME', quadAt(640, 360, { width: 1200 }), VIEW, 0), undefined);
  });

  it('to tilt away is the edge that is nearest, whichever way the document lies', () => {
    const [below, above] = [quadAt(640, 360, { lean: 1.3 }), quadAt(640, 360, { lean: 0.77 })];
    for (const [quad, expected] of [
      [below, 'bottom'],
      [above, 'top'],
      [turned(below), 'bottom'],
      [turned(turned(above)), 'top'],
      [onItsSide(below), 'left'],
      [onItsSide(above), 'right'],
    ] as const) {
      assert.equal(new Directions().of('TILTED', quad, VIEW, 0), expected, JSON.stringify(quad));
    }
    assert.equal(new Directions().of('TILTED', quadAt(640, 360, { lean: 1.01 }), VIEW, 0), undefined);
  });

  it('is told for no other hint', () => {
    for (const hint of ['TOO_FAR', 'BLUR', 'HOLD_STILL', undefined] as const) {
      assert.equal(new Directions().of(hint, quadAt(300, 360, { lean: 1.3 }), VIEW, 0), undefined, hint);
    }
    assert.equal(new Directions().of('OUT_OF_FRAME', undefined, VIEW, 0), undefined);
  });

  it('changes with the hint at once, and otherwise only when the other one lasts', () => {
    const directions = new Directions();
    const at = (x: number, ms: number): unknown => directions.of('OUT_OF_FRAME', quadAt(x, 360), VIEW, ms);
    assert.equal(at(350, 0), 'right');
    assert.equal(at(950, 100), 'right');
    assert.equal(at(350, 200), 'right');
    assert.equal(at(950, 300), 'right');
    assert.equal(at(950, 700), 'right');
    assert.equal(at(950, 800), 'left');
    assert.equal(directions.of('TILTED', quadAt(950, 360, { lean: 1.3 }), VIEW, 810), 'bottom');
  });

  it('is mirrored where the person sees a mirror', () => {
    const seenBy = (facesUser: boolean, direction: string): unknown => {
      const { state } = machineIn('live');
      const camera = { deviceId: '', label: '', width: 1280, height: 720, facesUser };
      const machine = machineIn('live', { state: { ...state, camera } });
      return after(machine, 'guidance', ['OUT_OF_FRAME', quadAt(350, 360), direction])[0].state.direction;
    };
    assert.deepEqual([seenBy(false, 'left'), seenBy(true, 'left')], ['left', 'right']);
    assert.deepEqual([seenBy(true, 'right'), seenBy(true, 'top'), seenBy(true, 'bottom')], ['left', 'top', 'bottom']);
  });

  it('is told as another hint, and gone when nothing is seen any more', () => {
    const live = machineIn('live');
    const [first, effects] = after(live, 'guidance', ['OUT_OF_FRAME', quadAt(350, 360), 'right']);
    assert.deepEqual(effects.at(-1), ['tell', 'hint', 'OUT_OF_FRAME']);
    const [second, changed] = after(first, 'guidance', ['OUT_OF_FRAME', quadAt(350, 360), 'left']);
    assert.deepEqual(changed.at(-1), ['tell', 'hint', 'OUT_OF_FRAME']);
    assert.equal(after(second, 'paused')[0].state.direction, undefined);
  });

  it('is in the text', () => {
    const texts = { ...labels, ...hints };
    const { state } = machineIn('live');
    const textOf = (hint: 'OUT_OF_FRAME' | 'TILTED', direction?: 'left' | 'top'): unknown =>
      hintText({ ...state, hint, ...(direction && { direction }) }, texts);
    assert.equal(textOf('OUT_OF_FRAME', 'left'), 'Move the document a little to the left');
    assert.equal(textOf('TILTED', 'top'), 'Tilt the top away a little');
    assert.equal(textOf('TILTED'), hints.hint_TILTED);
  });
});

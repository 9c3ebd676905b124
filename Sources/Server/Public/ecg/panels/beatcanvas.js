// @ts-check
/** A canvas that fills its place and is drawn in CSS pixels. */
import { element } from '../app/elements.js';

/** @param {string} name @param {(context: CanvasRenderingContext2D, width: number, height: number) => void} draw */
export function panelCanvas(name, draw) {
  const canvas = element('canvas', { class: name });
  const redraw = () => {
    const { clientWidth, clientHeight } = canvas;
    if (!clientWidth || !clientHeight) return;
    const ratio = window.devicePixelRatio;
    [canvas.width, canvas.height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context, clientWidth, clientHeight);
  };
  new ResizeObserver(redraw).observe(canvas);
  return { canvas, redraw };
}

/**
 * Rulings of a millimetre and of five.
 * @param {CanvasRenderingContext2D} context @param {number} width @param {number} height @param {number} density CSS pixels a millimetre
 * @param {import('../render/colours.js').Colours} colours
 */
export function ruleGround(context, width, height, density, colours) {
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, height);
  for (const [step, colour] of /** @type {const} */ ([[1, colours.millimetre], [5, colours.fiveMillimetres]])) {
    context.fillStyle = colour;
    for (let at = 0; at * density < Math.max(width, height); at += step) {
      context.fillRect(Math.round(at * density), 0, 1, height);
      context.fillRect(0, Math.round(at * density), width, 1);
    }
  }
}

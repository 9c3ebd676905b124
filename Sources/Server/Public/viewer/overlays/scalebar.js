// @ts-check
import { displayNumber } from '../data/text.js';
import { roundLength } from '../math/range.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {{pixels: number, text: string, atDetector: boolean}} ScaleBar */

/**
 * A bar of a round length that takes about a quarter of the viewport's height.
 * @param {Viewport} viewport @returns {ScaleBar | null} null without a spacing
 */
export function scaleBar({ shown, scale, element }) {
  if (!shown?.spacing) return null;
  const pixelsPerMillimetre = scale / shown.spacing.column;
  const room = element.clientHeight / 4;
  const millimetres = roundLength(room / pixelsPerMillimetre);
  const text = millimetres >= 10 ? `${displayNumber(millimetres / 10)} cm` : `${displayNumber(millimetres, 3)} mm`;
  return { pixels: millimetres * pixelsPerMillimetre, text, atDetector: shown.spacing.at === 'detector' };
}

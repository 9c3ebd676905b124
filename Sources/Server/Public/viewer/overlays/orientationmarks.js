// @ts-check
/** The letters at the four sides, computed from where the sides point after every turn and flip. */
import { applyToDirection, inverse } from '../math/affine.js';
import { directionLetters } from '../math/orientation.js';
import { add, scale } from '../math/vector.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {{left: string, right: string, top: string, bottom: string}} Marks */

const sides = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, top: { x: 0, y: -1 }, bottom: { x: 0, y: 1 } };

/** @param {Viewport} viewport @returns {Marks} empty where the image does not say how it lies */
export function orientationMarks({ shown, imageToCanvas }) {
  const marks = { left: '', right: '', top: '', bottom: '' };
  if (!shown?.plane || !imageToCanvas) return marks;
  const toImage = inverse(imageToCanvas);
  for (const side of /** @type {(keyof Marks)[]} */ (Object.keys(sides))) {
    const { x, y } = applyToDirection(toImage, sides[side]);
    // Pixels are steps of different length along rows and columns.
    const direction = add(scale(shown.plane.row, x), scale(shown.plane.column, y * shown.aspect));
    marks[side] = directionLetters(unit(direction));
  }
  return marks;
}

/** @param {import('../math/vector.js').Vector} direction */
const unit = (direction) => scale(direction, 1 / (Math.hypot(...direction) || 1));

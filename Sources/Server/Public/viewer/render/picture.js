// @ts-check
/**
 * What a renderer of pixels is asked to draw. It is an object with
 *   draw(order: Order): void   fills its canvas,
 *   release(): void            gives its memory back.
 * WebGL and canvas give the same picture within one grey level; Tests/Browser holds them to it.
 */

/** @typedef {import('../data/pixels.js').ValuePixels} ValuePixels */
/** @typedef {import('../data/pixels.js').ColourPixels} ColourPixels */
/** @typedef {import('../math/affine.js').Affine} Affine */
/** @typedef {import('../math/voi.js').VOI} VOI */

/**
 * @typedef {Object} Order
 * @property {ValuePixels | ColourPixels} pixels
 * @property {Affine} toImage  from canvas pixels to image pixels; pixel (0, 0) covers 0 to 1 in both
 * @property {{slope: number, intercept: number}} modality
 * @property {VOI} voi
 * @property {boolean} inverted  low values bright, applied after the VOI (PS3.3 C.11.6)
 * @property {{low: number, high: number} | null} padding  stored values that stay black
 * @property {boolean} smooth    interpolate between pixels
 * @property {Uint8Array | null} [colours]  256 colours as RGB for brightness 0 to 255, after inversion
 * @property {number} [emphasis]  what differs from the mean of 3 × 3 pixels is multiplied by 1 plus this
 */

/** Samples per canvas pixel and axis; more than one when the image is drawn smaller than it is, so that it does not alias. */
const mostSamples = 4;

/** @param {Affine} toImage */
export function samplesPerAxis([a, b, c, d]) {
  const shrink = Math.max(Math.hypot(a, b), Math.hypot(c, d));
  return Math.min(mostSamples, Math.max(1, Math.ceil(shrink - 1e-3)));
}

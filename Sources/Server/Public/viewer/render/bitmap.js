// @ts-check
/** Draws what the server drew. It needs no windowing, and no shader to be ready: a preview is there at once. */
import { inverse } from '../math/affine.js';

/** @typedef {import('../math/affine.js').Affine} Affine */
/** @typedef {import('../data/pixels.js').PicturePixels} PicturePixels */

export class BitmapRenderer {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
  }

  /** @param {{pixels: PicturePixels, toImage: Affine, inverted: boolean, smooth: boolean}} order */
  draw({ pixels, toImage, inverted, smooth }) {
    const { canvas, context } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.filter = 'none';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.setTransform(...inverse(toImage));
    context.imageSmoothingEnabled = smooth;
    context.imageSmoothingQuality = 'high';
    context.filter = inverted ? 'invert(1)' : 'none';
    // The picture may have fewer pixels than the image it stands for.
    context.drawImage(pixels.bitmap, 0, 0, pixels.columns, pixels.rows);
  }

  release() { this.canvas.width = 0; }
}

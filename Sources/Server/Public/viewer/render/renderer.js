// @ts-check
import { BitmapRenderer } from './bitmap.js';
import { CanvasRenderer } from './canvas.js';
import { WebGLRenderer } from './webgl.js';

/** @typedef {import('./picture.js').Order} Order */
/** @typedef {import('../data/pixels.js').Pixels} Pixels */

/** The two canvases of a viewport, of which one is seen: one for pixels that are windowed here, one for the server's pictures. */
export class Renderer {
  /** @type {WebGLRenderer | CanvasRenderer | null} */
  #pixels = null;

  /** @param {HTMLElement} element @param {boolean} withoutGPU */
  constructor(element, withoutGPU) {
    this.canvases = ['pixels', 'bitmap'].map((name) => {
      const canvas = document.createElement('canvas');
      canvas.className = `picture ${name}`;
      canvas.hidden = true;
      return canvas;
    });
    element.prepend(...this.canvases);
    this.withoutGPU = withoutGPU;
    this.bitmap = new BitmapRenderer(this.canvases[1]);
  }

  /** Made when it is first needed: a graphics context takes longer to come up than a preview takes to be shown. */
  get pixels() {
    const [canvas] = this.canvases;
    this.#pixels ??= (this.withoutGPU ? null : WebGLRenderer.on(canvas)) ?? new CanvasRenderer(canvas);
    return this.#pixels;
  }

  get isWarm() { return this.#pixels !== null; }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    for (const canvas of this.canvases) Object.assign(canvas, { width, height });
  }

  /** @param {Omit<Order, 'pixels'> & {pixels: Pixels}} order */
  draw({ pixels, ...order }) {
    if (pixels.kind === 'picture') this.bitmap.draw({ ...order, pixels });
    else this.pixels.draw({ ...order, pixels });
    this.#show(this.canvases[pixels.kind === 'picture' ? 1 : 0]);
  }

  clear() { this.#show(null); }

  release() {
    this.#pixels?.release();
    this.bitmap.release();
    for (const canvas of this.canvases) canvas.remove();
  }

  /** @param {HTMLCanvasElement | null} seen */
  #show(seen) {
    for (const canvas of this.canvases) canvas.hidden = canvas !== seen;
  }
}

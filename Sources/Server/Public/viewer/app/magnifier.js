// @ts-check
import { Renderer } from '../render/renderer.js';
import { compose, scaling, translation } from '../math/affine.js';

/** @typedef {import('./screen.js').Screen} Screen */

/** Diameter in CSS pixels, and how much larger than the picture around it. */
const diameter = 220;
const strength = 2.5;

/** A round glass that follows the pointer; it draws the pixels anew, so that it shows more than is on the screen. */
export class Magnifier {
  isOn = false;
  /** @type {{x: number, y: number} | null} */ #at = null;

  /** @param {Screen} screen */
  constructor(screen) {
    this.screen = screen;
    this.element = document.createElement('div');
    this.element.className = 'magnifier';
    // Drawn without the GPU: graphics contexts are few, and the glass is small.
    this.renderer = new Renderer(this.element, true);
    screen.element.addEventListener('pointermove', ({ clientX, clientY }) => {
      if (!this.isOn) return;
      this.#at = { x: clientX, y: clientY };
      this.#draw();
    });
    screen.element.addEventListener('pointerleave', () => this.element.remove());
    screen.addEventListener('changed', () => { if (this.isOn) this.#draw(); });
  }

  toggle() {
    this.isOn = !this.isOn;
    this.screen.element.classList.toggle('magnifying', this.isOn);
    if (!this.isOn) this.element.remove();
  }

  #draw() {
    const at = this.#at;
    const cell = at && this.screen.cells.find(({ element }) => {
      const box = element.getBoundingClientRect();
      return at.x >= box.left && at.x < box.right && at.y >= box.top && at.y < box.bottom;
    });
    const order = cell?.viewport.order;
    if (!at || !cell || !order) return this.element.remove();
    const { density } = cell.viewport;
    const side = Math.round(diameter * density);
    const box = cell.element.getBoundingClientRect();
    const place = { x: (at.x - box.left) * density, y: (at.y - box.top) * density };
    const toCanvas = compose(translation(place.x, place.y), scaling(1 / strength, 1 / strength), translation(-side / 2, -side / 2));
    this.renderer.resize(side, side);
    this.renderer.draw({ ...order, toImage: compose(order.toImage, toCanvas) });
    this.element.style.left = `${at.x - box.left - diameter / 2}px`;
    this.element.style.top = `${at.y - box.top - diameter / 2}px`;
    if (this.element.parentElement !== cell.element) cell.element.append(this.element);
    return undefined;
  }
}

// @ts-check
/** Hands and wheels: which drag a button or a number of fingers means. */
import { drags, fromCentre, panning, windowing, zooming } from './drags.js';
import { zoomedAt } from '../viewport/camera.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../math/affine.js').Point} Point */

const left = 1;
const right = 2;
const middle = 4;

/** Wheel travel that makes one image, in CSS pixels: a notch of a mouse is about 100, a touchpad sends many small ones. */
const travelPerImage = 40;

export class Input {
  /**
   * Fingers and the mouse, by pointer id.
   * @type {Map<number, Point>}
   */
  #pointers = new Map();
  /** @type {((point: Point) => void) | null} */
  #drag = null;
  #buttons = 0;
  #travel = 0;

  /**
   * @param {Viewport} viewport
   * @param {() => string} activeTool  a key of `drags`
   */
  constructor(viewport, activeTool) {
    this.viewport = viewport;
    this.activeTool = activeTool;
    const { element } = viewport;
    element.addEventListener('pointerdown', (event) => this.#press(event));
    element.addEventListener('pointermove', (event) => this.#move(event));
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      element.addEventListener(name, (event) => this.#lift(event));
    }
    element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    element.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  /**
   * Takes a finger that another tool held first.
   * @param {PointerEvent} event
   */
  adopt(event) { this.#press(event); }

  /** @param {PointerEvent} event */
  #press(event) {
    if (isControl(event)) return;
    // No scrolling by the middle button, no selection of texts; focus is set by hand instead.
    event.preventDefault();
    this.viewport.element.focus({ preventScroll: true });
    this.viewport.element.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#point(event));
    this.#begin(event);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!this.#pointers.has(event.pointerId)) return;
    const before = [...this.#pointers.values()];
    this.#pointers.set(event.pointerId, this.#point(event));
    if (this.#pointers.size === 2) return this.#pinch(before, [...this.#pointers.values()]);
    // A second mouse button changes the buttons of a move, not a new press.
    if (event.pointerType === 'mouse' && event.buttons !== this.#buttons) this.#begin(event);
    this.#drag?.(this.#point(event));
  }

  /** @param {PointerEvent} event */
  #lift(event) {
    this.#pointers.delete(event.pointerId);
    this.#drag = null;
    const [remaining] = this.#pointers.values();
    if (remaining) this.#drag = this.#tool()(this.viewport, remaining);
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    this.#buttons = event.buttons;
    if (this.#pointers.size > 1) {
      this.#drag = null;
      return;
    }
    this.#drag = this.#chosen(event)(this.viewport, this.#point(event));
  }

  /** @param {PointerEvent} event */
  #chosen({ pointerType, buttons }) {
    if (pointerType !== 'mouse') return this.#tool();
    if ((buttons & (left | right)) === (left | right)) return windowing;
    if (buttons & middle) return panning;
    return buttons & right ? zooming : this.#tool();
  }

  #tool() { return drags[this.activeTool()] ?? drags.scroll; }

  /**
   * Two fingers: their distance zooms, their middle pans.
   * @param {Point[]} before @param {Point[]} after
   */
  #pinch(before, after) {
    const spread = (/** @type {Point[]} */ [a, b]) => Math.hypot(a.x - b.x, a.y - b.y) || 1;
    const centre = (/** @type {Point[]} */ [a, b]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    const from = fromCentre(this.viewport, centre(before));
    const to = fromCentre(this.viewport, centre(after));
    const camera = zoomedAt(this.viewport.camera, spread(after) / spread(before), from);
    this.viewport.setCamera({ ...camera, pan: { x: camera.pan.x + to.x - from.x, y: camera.pan.y + to.y - from.y } });
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? travelPerImage : 1;
    if (event.ctrlKey) {
      const anchor = fromCentre(this.viewport, this.#point(event));
      this.viewport.setCamera(zoomedAt(this.viewport.camera, Math.exp(-event.deltaY * unit * 0.002), anchor));
      return;
    }
    const travel = event.deltaY * unit;
    if (Math.abs(travel) >= travelPerImage) {
      this.#travel = 0;
      this.viewport.scrollBy(Math.sign(travel));
      return;
    }
    this.#travel += travel;
    const steps = Math.trunc(this.#travel / travelPerImage);
    this.#travel -= steps * travelPerImage;
    if (steps) this.viewport.scrollBy(steps);
  }

  /** @param {MouseEvent} event @returns {Point} */
  #point(event) {
    const box = this.viewport.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

/**
 * Sliders and buttons inside a viewport keep their own pointers.
 * @param {Event} event
 */
const isControl = (event) => event.target instanceof Element && event.target.closest('button, input, a, select') !== null;

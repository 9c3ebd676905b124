// @ts-check
/** Pointer, wheel and touch on a sheet: the chosen tool draws, marks can be taken by hand at any time, everything else moves the sheet. */
import * as caliper from './caliper.js';
import * as march from './march.js';
import * as ruler from './ruler.js';

/** @typedef {import('../sheet/sheetview.js').SheetView} SheetView */
/** @typedef {import('./marks.js').Marks} Marks */
/** @typedef {'pan' | 'caliper' | 'march' | 'ruler' | 'enlarge'} ToolName */

const kinds = { caliper, march, ruler };
/** How near the pointer has to be, CSS pixels. */
const reaches = { mouse: 6, touch: 16 };

export class Input {
  /** @type {ToolName} */ tool = 'pan';
  /** @type {Map<number, {x: number, y: number}>} */ #pointers = new Map();
  /** @type {((dx: number, dy: number) => void) | null} millimetres */ #drag = null;

  /** @param {SheetView} view @param {Marks} marks */
  constructor(view, marks) {
    this.view = view;
    this.marks = marks;
    const target = view.overlay;
    target.addEventListener('pointerdown', (event) => this.#down(event));
    target.addEventListener('pointermove', (event) => this.#move(event));
    for (const end of /** @type {const} */ (['pointerup', 'pointercancel'])) target.addEventListener(end, (event) => this.#up(event));
    target.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    target.addEventListener('dblclick', (event) => this.#enlarge(this.#place(event)));
  }

  /** @param {{clientX: number, clientY: number}} event */
  #place({ clientX, clientY }) {
    const { left, top } = this.view.overlay.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const place = this.#place(event);
    this.#pointers.set(event.pointerId, place);
    this.view.overlay.setPointerCapture(event.pointerId);
    if (this.#pointers.size > 1) {
      this.#drag = null;
      return;
    }
    const point = this.view.millimetres(place);
    const reach = (event.pointerType === 'touch' ? reaches.touch : reaches.mouse) / this.view.density;
    this.#drag = event.button === 0 ? this.#take(point, reach) ?? this.#begin(point) : null;
    if (this.tool === 'enlarge' && event.button === 0) this.#enlarge(place);
  }

  /** A mark under the pointer, the newest first. @param {{x: number, y: number}} point @param {number} reach */
  #take(point, reach) {
    for (const mark of [...this.marks.all].reverse()) {
      const drag = kinds[mark.kind].grip(this.view, /** @type {any} */ (mark), point, reach);
      if (!drag) continue;
      this.marks.choose(mark);
      return drag;
    }
    return null;
  }

  /** @param {{x: number, y: number}} point */
  #begin(point) {
    const { tool, view, marks } = this;
    if (tool === 'pan' || tool === 'enlarge') {
      marks.choose(null);
      return null;
    }
    const mark = kinds[tool].begin(view, point);
    if (!mark) return null;
    marks.add(mark);
    if (mark.kind === 'march') return march.stretch(view, mark);
    if (mark.kind === 'ruler') return ruler.stretch(view, mark, point);
    return caliper.grip(view, mark, point, Infinity);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const place = this.#place(event);
    const [dx, dy] = [place.x - before.x, place.y - before.y];
    if (this.#pointers.size === 2) this.#pinch(event.pointerId, place);
    this.#pointers.set(event.pointerId, place);
    if (this.#pointers.size === 2) return;
    if (this.#drag) {
      this.#drag(dx / this.view.density, dy / this.view.density);
      this.marks.changed();
    } else {
      this.view.pan(dx, dy);
    }
  }

  /** @param {number} moved @param {{x: number, y: number}} place */
  #pinch(moved, place) {
    const [still] = [...this.#pointers].filter(([id]) => id !== moved).map(([, at]) => at);
    const before = /** @type {{x: number, y: number}} */ (this.#pointers.get(moved));
    const distance = (/** @type {{x: number, y: number}} */ a) => Math.max(20, Math.hypot(a.x - still.x, a.y - still.y));
    this.view.zoom(distance(place) / distance(before), still);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#pointers.delete(event.pointerId);
    this.#drag = null;
  }

  /** The wheel goes through time, with Ctrl it zooms. @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const { view } = this;
    if (event.ctrlKey || event.metaKey) return view.zoom(Math.exp(-event.deltaY / 300), this.#place(event));
    const before = { ...view.offset };
    view.pan(-event.deltaX - (event.shiftKey ? event.deltaY : 0), event.shiftKey ? 0 : -event.deltaY);
    const isStuck = before.x === view.offset.x && before.y === view.offset.y;
    if (isStuck) view.seek(view.start + Math.sign(event.deltaY + event.deltaX));
    return undefined;
  }

  /** One lead by itself, and back. @param {{x: number, y: number}} place */
  #enlarge(place) {
    const { view } = this;
    const cell = view.cellAt(view.millimetres(place));
    view.offset = { x: 0, y: 0 };
    view.change({ enlarged: view.enlarged || !cell ? null : cell.lead });
    view.dispatchEvent(new Event('enlarged'));
  }
}

// @ts-check
/** Draws shapes on a viewport and moves those that are there, ahead of the tools that drag the picture. */
import { Draft } from './draft.js';
import { graspOf, movedPoints } from './grasp.js';
import { canvasToImage } from '../viewport/camera.js';
import { apply } from '../math/affine.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../math/affine.js').Point} Point */
/** @typedef {import('../math/shapes.js').ShapeKind} ShapeKind */
/** @typedef {import('../data/annotations.js').Annotations} Annotations */
/** @typedef {import('../data/annotations.js').Annotation} Annotation */

/** How near counts as on it, in CSS pixels. */
const reachOf = { mouse: 7, pen: 10, touch: 18 };

/** A press that moves less than this, in CSS pixels, is a click. */
const stillness = 4;

export class Drawing {
  /** @type {Draft | null} */ draft = null;
  /** @type {{annotation: Annotation, part: number | 'whole', from: Point, now: Annotation} | null} */ #held = null;
  /** @type {PointerEvent | null} */ #pressed = null;
  #isDragging = false;
  /** When a shape was last ended by a second press, whose double click means nothing more. */ #endedAt = -Infinity;

  /**
   * @param {Viewport} viewport @param {Annotations} annotations
   * @param {Object} house
   * @param {() => ShapeKind | null} house.kind  of what is drawn now; null when the tool does not draw
   * @param {(kind: ShapeKind, points: Point[]) => Annotation} house.describe  a new annotation on the image shown
   * @param {(annotation: Annotation) => import('../math/shapes.js').Pitch} house.pitch
   * @param {() => void} house.redraw
   * @param {(annotation: Annotation) => void} house.finished
   * @param {(annotation: Annotation) => void} house.write  asks for an annotation's text
   * @param {(event: PointerEvent) => void} house.giveBack  a finger that was taken for drawing and belongs to a pinch
   */
  constructor(viewport, annotations, house) {
    this.viewport = viewport;
    this.annotations = annotations;
    this.house = house;
    const { element } = viewport;
    const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ act) => element.addEventListener(name, act, { capture: true });
    listen('pointerdown', (event) => this.#press(event));
    listen('pointermove', (event) => this.#move(event));
    listen('pointerup', (event) => this.#lift(event));
    listen('pointercancel', () => this.cancel());
    listen('dblclick', (event) => this.#doubleClick(event));
    viewport.addEventListener('scrolled', () => this.cancel());
  }

  /** The annotation that the layer draws instead of what is kept. */
  get beingDrawn() {
    if (this.#held) return this.#held.now;
    return this.draft?.points.length ? this.house.describe(this.draft.kind, this.draft.points) : null;
  }

  cancel() {
    if (!this.draft && !this.#held) return false;
    this.draft = null;
    this.#held = null;
    this.#pressed = null;
    this.house.redraw();
    return true;
  }

  /** Ends a polyline or polygon. */
  end() {
    if (!this.draft) return false;
    this.draft.end();
    this.#finish();
    return true;
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (this.#pressed && event.pointerType === 'touch') return this.#yieldToPinch();
    if (event.button !== 0 || event.buttons !== 1 || !this.viewport.shown || isControl(event)) return undefined;
    const point = this.#point(event);
    const taken = this.draft ? this.#goOn(point, event) : this.#take(point, event) || this.#begin(point);
    if (!taken) return this.annotations.select(null);
    event.stopPropagation();
    event.preventDefault();
    this.viewport.element.setPointerCapture(event.pointerId);
    this.viewport.element.focus({ preventScroll: true });
    this.#pressed = event;
    this.#isDragging = false;
    this.house.redraw();
    return undefined;
  }

  #yieldToPinch() {
    const first = this.#pressed;
    this.cancel();
    if (first) this.house.giveBack(first);
  }

  /** @param {Point} point */
  #begin(point) {
    const kind = this.house.kind();
    if (!kind) return false;
    this.draft = new Draft(kind);
    this.draft.press(point);
    this.annotations.select(null);
    if (this.draft.isComplete) this.#finish();
    return true;
  }

  /** @param {Point} point @param {PointerEvent} event */
  #goOn(point, event) {
    const { draft } = this;
    if (!draft) return false;
    const isClosed = draft.kind === 'polygon' && draft.points.length > 3 && this.#isNear(draft.points[0], point, event);
    const isRepeated = draft.isOpenEnded && draft.points.length > 2 && this.#isNear(draft.points[draft.points.length - 2], point, event);
    if (isClosed || isRepeated) {
      this.#endedAt = event.timeStamp;
      return this.end();
    }
    draft.press(point);
    if (draft.isComplete) this.#finish();
    return true;
  }

  /** @param {Point} point @param {PointerEvent} event */
  #take(point, event) {
    const found = this.#under(point, event);
    if (!found) return false;
    this.annotations.select(found.annotation.id);
    this.#held = { ...found, from: point, now: found.annotation };
    return true;
  }

  /** @param {Point} point @param {MouseEvent} event */
  #under(point, event) {
    const reach = this.#reach(event);
    let best = null;
    for (const annotation of this.annotations.on(this.viewport.shown)) {
      const grasp = graspOf(annotation, point, this.house.pitch(annotation), reach);
      if (grasp && (!best || grasp.distance <= best.distance)) best = { annotation, ...grasp };
    }
    return best;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const point = this.#point(event);
    if (!this.#pressed && !this.draft) {
      this.viewport.element.classList.toggle('grasping', event.pointerType === 'mouse' && this.#under(point, event) !== null);
      return;
    }
    event.stopPropagation();
    const pressed = this.#pressed;
    if (pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) > stillness) this.#isDragging = true;
    if (this.#held) {
      const { annotation, part, from } = this.#held;
      const by = { x: point.x - from.x, y: point.y - from.y };
      if (this.#isDragging) this.#held.now = { ...annotation, points: movedPoints(annotation, part, by) };
    } else this.draft?.move(point);
    this.house.redraw();
  }

  /** @param {PointerEvent} event */
  #lift(event) {
    if (!this.#pressed) return;
    event.stopPropagation();
    this.#pressed = null;
    const held = this.#held;
    this.#held = null;
    if (held && held.now !== held.annotation) this.annotations.put(held.now);
    const { draft } = this;
    if (draft?.isTrace) this.end();
    else if (draft && this.#isDragging) {
      draft.lift(this.#point(event));
      if (draft.isComplete) this.#finish();
    }
    this.house.redraw();
  }

  #finish() {
    const { draft } = this;
    this.draft = null;
    if (draft?.isMeaningful) {
      const annotation = this.house.describe(draft.kind, draft.points);
      this.annotations.put(annotation);
      this.annotations.select(annotation.id);
      this.house.finished(annotation);
    }
    this.house.redraw();
  }

  /** @param {MouseEvent} event */
  #doubleClick(event) {
    if (this.draft || event.timeStamp - this.#endedAt < 600) {
      event.stopImmediatePropagation();
      return;
    }
    const found = this.viewport.shown && this.#under(this.#point(event), event);
    if (found) this.house.write(found.annotation);
    if (found || this.house.kind()) event.stopImmediatePropagation();
  }

  /** @param {Point} a @param {Point} b @param {MouseEvent} event */
  #isNear(a, b, event) { return Math.hypot(a.x - b.x, a.y - b.y) <= this.#reach(event); }

  /**
   * In image pixels.
   * @param {MouseEvent} event
   */
  #reach(event) {
    const kind = /** @type {keyof typeof reachOf} */ (/** @type {PointerEvent} */ (event).pointerType || 'mouse');
    return (reachOf[kind] ?? reachOf.mouse) / this.viewport.scale;
  }

  /** @param {MouseEvent} event @returns {Point} in image pixels */
  #point(event) {
    const { element, density, camera, size, shown } = this.viewport;
    const box = element.getBoundingClientRect();
    const onCanvas = { x: (event.clientX - box.left) * density, y: (event.clientY - box.top) * density };
    return shown ? apply(canvasToImage(camera, size, shown), onCanvas) : onCanvas;
  }
}

/** @param {Event} event */
const isControl = (event) => event.target instanceof Element && event.target.closest('button, input, a, select') !== null;

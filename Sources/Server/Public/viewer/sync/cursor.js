// @ts-check
import { shareFrameOfReference } from './slices.js';
import { imagePoint } from '../math/planes.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../math/vector.js').Vector} Vector */

/** A place of the patient that is pointed at in one viewport and shown in every other of the same frame of reference. */
export class Cursor extends EventTarget {
  /** @type {{place: Vector, viewport: Viewport} | null} */
  pointed = null;
  /** @type {Set<Viewport>} */
  #viewports = new Set();

  /** @param {Viewport} viewport */
  add(viewport) { this.#viewports.add(viewport); }

  /** @param {Viewport} viewport */
  remove(viewport) { this.#viewports.delete(viewport); }

  /** @param {Viewport} viewport @param {Vector} place */
  point(viewport, place) {
    this.pointed = { place, viewport };
    for (const other of this.#viewports) {
      if (other === viewport || !shareFrameOfReference(viewport.shown ?? undefined, other.images[0])) continue;
      const index = nearestSlice(other, place);
      if (index !== null && index !== other.index) other.show(index);
    }
    this.dispatchEvent(new Event('changed'));
  }

  clear() {
    this.pointed = null;
    this.dispatchEvent(new Event('changed'));
  }
}

/** @param {Viewport} viewport @param {Vector} place */
function nearestSlice({ images }, place) {
  let best = null;
  let nearest = Infinity;
  for (const [index, image] of images.entries()) {
    const depth = imagePoint(image, place)?.depth;
    if (depth !== undefined && Math.abs(depth) < nearest) [nearest, best] = [Math.abs(depth), index];
  }
  return best;
}

// @ts-check
import { matchingSlice } from './slices.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */

/** Viewports that scroll together: an event of one becomes a call on the others. */
export class Links {
  isOn = false;
  #isPassingOn = false;
  /** @type {Set<Viewport>} */
  #viewports = new Set();

  /** @param {Viewport} viewport */
  add(viewport) {
    this.#viewports.add(viewport);
    viewport.addEventListener('scrolled', () => this.#follow(viewport));
  }

  /** @param {Viewport} viewport */
  remove(viewport) { this.#viewports.delete(viewport); }

  /** @param {Viewport} leader */
  #follow(leader) {
    const image = leader.images[leader.index];
    // The followers scroll too, and must not lead in turn.
    if (!this.isOn || this.#isPassingOn || !image) return;
    this.#isPassingOn = true;
    for (const viewport of this.#viewports) {
      const index = viewport === leader ? null : matchingSlice(image, viewport.images);
      if (index !== null && index !== viewport.index) viewport.show(index);
    }
    this.#isPassingOn = false;
  }
}

// @ts-check
import { areParallel, matchingSlice, nearestTo } from './slices.js';
import { clamp } from '../math/range.js';
import { dot } from '../math/vector.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {'off' | 'automatic' | 'manual'} Mode */
/** @typedef {{index: number, location: number | null}} Anchor */

/**
 * Viewports that scroll together. 'automatic' goes by where slices lie in the body; 'manual' keeps the distance that was between
 * the images on the screen when it was switched on.
 */
export class Links {
  /** @type {Mode} */ mode = 'off';
  #isPassingOn = false;
  /** @type {Set<Viewport>} */
  #viewports = new Set();
  /**
   * What was on the screen when the manual link began, by viewport.
   * @type {WeakMap<Viewport, Anchor>}
   */
  #anchors = new WeakMap();

  get isOn() { return this.mode === 'automatic'; }

  /** @param {Viewport} viewport */
  add(viewport) {
    this.#viewports.add(viewport);
    viewport.addEventListener('scrolled', () => this.#follow(viewport));
  }

  /** @param {Viewport} viewport */
  remove(viewport) { this.#viewports.delete(viewport); }

  /** @param {Mode} mode */
  setMode(mode) {
    this.mode = mode;
    this.#anchors = new WeakMap();
    if (mode === 'manual') for (const viewport of this.#viewports) this.#anchor(viewport);
  }

  /** @param {Viewport} viewport @returns {Anchor} */
  #anchor(viewport) {
    const anchor = { index: viewport.index, location: viewport.images[viewport.index]?.plane?.location ?? null };
    this.#anchors.set(viewport, anchor);
    return anchor;
  }

  /** @param {Viewport} leader */
  #follow(leader) {
    const image = leader.images[leader.index];
    // The followers scroll too, and must not lead in turn.
    if (this.mode === 'off' || this.#isPassingOn || !image) return;
    this.#isPassingOn = true;
    for (const viewport of this.#viewports) {
      if (viewport === leader || viewport.images.length === 0) continue;
      const index = this.mode === 'manual' ? this.#kept(leader, viewport) : matchingSlice(image, leader.images, viewport.images);
      if (index !== null && index !== viewport.index) viewport.show(index);
    }
    this.#isPassingOn = false;
  }

  /**
   * As far from where the follower was as the leader is from where it was: in millimetres where both know them, else in images.
   * @param {Viewport} leader @param {Viewport} follower
   */
  #kept(leader, follower) {
    // A viewport that came later, or shows another series since, begins where it is.
    const from = this.#anchors.get(leader) ?? this.#anchor(leader);
    const to = this.#anchors.get(follower) ?? this.#anchor(follower);
    const [one, other] = [leader.images[leader.index], follower.images[clamp(to.index, 0, follower.images.length - 1)]];
    if (one.plane && other.plane && from.location !== null && to.location !== null && areParallel(one, other)) {
      const travel = (one.plane.location - from.location) * Math.sign(dot(one.plane.normal, other.plane.normal));
      return nearestTo(follower.images, to.location + travel);
    }
    return clamp(to.index + leader.index - from.index, 0, follower.images.length - 1);
  }

  /**
   * A viewport shows another series: what it showed before is no anchor any more.
   * @param {Viewport} viewport
   */
  forget(viewport) { this.#anchors.delete(viewport); }
}

// @ts-check
/** Where the active picture cuts through the others, and the place that is pointed at. */
import { Tag } from '../data/tags.js';
import { apply, compose, scaling } from '../math/affine.js';
import { crossing, imagePoint } from '../math/planes.js';
import { pathOf, svg } from './drawing.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../data/image.js').Image} Image */
/** @typedef {{place: import('../math/vector.js').Vector, viewport: Viewport} | null} Pointed */

/** How far in front of or behind a slice, in millimetres, a place still counts as in it when the slice says no thickness. */
const thin = 2.5;

export class LineLayer {
  #isDue = false;

  /**
   * @param {Viewport} viewport
   * @param {{leader: () => Viewport | null, pointed: () => Pointed}} house  leader: whose line is drawn here, if any is
   */
  constructor(viewport, house) {
    this.viewport = viewport;
    this.house = house;
    this.layer = svg('svg', { class: 'lines' });
    viewport.element.querySelector('.overlay')?.append(this.layer);
    viewport.addEventListener('changed', () => this.updateSoon());
  }

  updateSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.layer.replaceChildren(...this.#parts());
    });
  }

  #parts() {
    const { shown, imageToCanvas, density } = this.viewport;
    if (!shown || !imageToCanvas) return [];
    const toScreen = compose(scaling(1 / density, 1 / density), imageToCanvas);
    const parts = [];
    const leader = this.house.leader();
    const line = leader && leader !== this.viewport && leader.shown && isSameFrame(shown, leader.shown) ? crossing(shown, leader.shown) : null;
    if (line) parts.push(svg('path', { class: 'reference', d: pathOf(line.map((point) => apply(toScreen, point)), false) }));
    const pointed = this.house.pointed();
    const at = pointed && pointed.viewport.shown && isSameFrame(shown, pointed.viewport.shown) ? imagePoint(shown, pointed.place) : null;
    if (at && Math.abs(at.depth) <= Math.max(thin, (shown.dataset.number(Tag.SliceThickness) ?? 0))) {
      const { x, y } = apply(toScreen, at);
      parts.push(svg('path', { class: 'cursor', d: `M${x - 16} ${y}h11M${x + 5} ${y}h11M${x} ${y - 16}v11M${x} ${y + 5}v11` }));
    }
    return parts;
  }
}

/** @param {Image} a @param {Image} b */
function isSameFrame(a, b) {
  const reference = a.dataset.text(Tag.FrameOfReferenceUID);
  return reference !== '' && reference === b.dataset.text(Tag.FrameOfReferenceUID);
}

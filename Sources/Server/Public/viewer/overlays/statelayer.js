// @ts-check
/** Draws what a presentation state says about the image on the screen. */
import { apply, compose, scaling } from '../math/affine.js';
import { pathOf, svg } from './drawing.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../data/objects/statereader.js').PresentationState} PresentationState */
/** @typedef {import('../math/affine.js').Point} Point */

export class StateLayer {
  /** @type {PresentationState | null} */ state = null;

  /** @param {Viewport} viewport */
  constructor(viewport) {
    this.viewport = viewport;
    this.layer = svg('svg', { class: 'shapes states' });
    viewport.element.querySelector('.overlay')?.append(this.layer);
    viewport.addEventListener('changed', () => this.#draw());
  }

  #draw() {
    const { shown, imageToCanvas, density } = this.viewport;
    const drawn = shown && this.state?.drawnOn(shown);
    if (!shown || !imageToCanvas || !drawn) return this.layer.replaceChildren();
    const toScreen = compose(scaling(1 / density, 1 / density), imageToCanvas);
    const place = (/** @type {Point} */ point, /** @type {boolean} */ isRelative) => (
      apply(toScreen, isRelative ? { x: point.x * shown.columns, y: point.y * shown.rows } : point)
    );
    const shapes = drawn.graphics.flatMap(({ type, points, isRelative }) => {
      const outline = outlineOf(type, points).map((point) => place(point, isRelative));
      const d = type === 'POINT' ? `M${outline[0].x - 4} ${outline[0].y}h8M${outline[0].x} ${outline[0].y - 4}v8` : pathOf(outline, type === 'CIRCLE' || type === 'ELLIPSE');
      return ['shadow', 'line'].map((name) => svg('path', { class: name, d }));
    });
    const texts = drawn.captions.map(({ lines, at, isRelative }) => {
      const { x, y } = place(at, isRelative);
      const text = svg('text', { class: 'label', x: x + 8, y });
      text.append(...lines.map((line, index) => Object.assign(svg('tspan', { x: x + 8, dy: index ? 15 : 0 }), { textContent: line })));
      return text;
    });
    const group = svg('g', { class: 'shape' });
    group.append(...shapes, ...texts);
    return this.layer.replaceChildren(group);
  }
}

/** @param {string} type @param {Point[]} points @returns {Point[]} */
function outlineOf(type, points) {
  if (type === 'CIRCLE') {
    const [centre, rim] = points;
    return around(centre, { x: rim.x - centre.x, y: rim.y - centre.y }, { x: centre.y - rim.y, y: rim.x - centre.x });
  }
  if (type !== 'ELLIPSE') return points;
  const [a, b, c, d] = points;
  const half = (/** @type {Point} */ from, /** @type {Point} */ to) => ({ x: (to.x - from.x) / 2, y: (to.y - from.y) / 2 });
  return around({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, half(a, b), half(c, d));
}

/** @param {Point} centre @param {Point} one  half axis @param {Point} other */
const around = (centre, one, other) => Array.from({ length: 72 }, (_, index) => {
  const [cosine, sine] = [Math.cos((index * Math.PI) / 36), Math.sin((index * Math.PI) / 36)];
  return { x: centre.x + one.x * cosine + other.x * sine, y: centre.y + one.y * cosine + other.y * sine };
});

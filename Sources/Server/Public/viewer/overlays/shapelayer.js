// @ts-check
/** Draws annotations over a picture, as SVG in screen pixels. */
import { findingsOf } from '../data/findings.js';
import { calibrationOf } from '../data/calibration.js';
import { apply, scaling, compose } from '../math/affine.js';
import { outlineOf } from '../math/shapes.js';
import { findingLines } from './measurewords.js';
import { arrowHead, pathOf, svg } from './drawing.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../data/annotations.js').Annotations} Annotations */
/** @typedef {import('../data/annotations.js').Annotation} Annotation */
/** @typedef {import('../math/affine.js').Point} Point */

/** Width of a viewport, in CSS pixels, from which every shape tells everything; below it only the selected one does. */
const roomy = 480;

export class ShapeLayer {
  #isDue = false;
  /**
   * Findings of an annotation on an image; statistics over a large region are not worked out for every mouse move.
   * @type {WeakMap<Annotation, {pixels: any, calibration: string, findings: import('../data/findings.js').Findings}>}
   */
  #measured = new WeakMap();

  /**
   * @param {Viewport} viewport @param {Annotations} annotations
   * @param {(key: string, values?: Record<string, any>) => string} words
   * @param {() => Annotation | null} beingDrawn  on this viewport
   */
  constructor(viewport, annotations, words, beingDrawn) {
    this.viewport = viewport;
    this.annotations = annotations;
    this.words = words;
    this.beingDrawn = beingDrawn;
    this.layer = svg('svg', { class: 'shapes' });
    viewport.element.querySelector('.overlay')?.append(this.layer);
    this.update = this.updateSoon.bind(this);
    viewport.addEventListener('changed', this.update);
    annotations.addEventListener('changed', this.update);
    this.updateSoon();
  }

  updateSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  close() {
    this.viewport.removeEventListener('changed', this.update);
    this.annotations.removeEventListener('changed', this.update);
    this.layer.remove();
  }

  #draw() {
    const { shown, imageToCanvas, density } = this.viewport;
    const drawn = this.beingDrawn();
    const list = this.annotations.on(shown).filter(({ id }) => id !== drawn?.id);
    if (drawn) list.push(drawn);
    if (!shown || !imageToCanvas || list.length === 0) return this.layer.replaceChildren();
    const toScreen = compose(scaling(1 / density, 1 / density), imageToCanvas);
    this.layer.replaceChildren(...list.map((annotation) => this.#shape(annotation, shown, toScreen)));
    return undefined;
  }

  /** @param {Annotation} annotation @param {import('../data/image.js').Image} image @param {import('../math/affine.js').Affine} toScreen */
  #shape(annotation, image, toScreen) {
    const isSelected = annotation.id === this.annotations.selected;
    const group = svg('g', { class: isSelected ? 'shape selected' : 'shape', 'data-kind': annotation.kind, 'data-id': annotation.id });
    const points = annotation.points.map((point) => apply(toScreen, point));
    const pitch = calibrationOf(image, annotation.points);
    const outline = outlineOf(annotation.kind, annotation.points, pitch)?.map((point) => apply(toScreen, point));
    // A dark line below the bright one keeps it readable on bone.
    for (const name of ['shadow', 'line']) {
      group.append(svg('path', { class: name, d: outline ? pathOf(outline, true) : strokes(annotation.kind, points) }));
    }
    if (annotation.kind === 'arrow' && points.length > 1) group.append(svg('path', { class: 'head', d: arrowHead(points[1], points[0]) }));
    if (isSelected) group.append(...points.map(({ x, y }) => svg('circle', { class: 'handle', cx: x, cy: y, r: 4 })));
    const lines = this.#lines(annotation, image).slice(0, isSelected || this.viewport.element.clientWidth > roomy ? undefined : 1);
    if (lines.length) group.append(label(lines, outline ?? points, this.viewport.element));
    return group;
  }

  /** @param {Annotation} annotation @param {import('../data/image.js').Image} image */
  #lines(annotation, image) {
    const { pixels } = this.viewport;
    const ownPixels = this.viewport.quality === 'full' ? pixels : null;
    const calibration = JSON.stringify(calibrationOf(image, annotation.points));
    let known = this.#measured.get(annotation);
    if (!known || known.pixels !== ownPixels || known.calibration !== calibration) {
      known = { pixels: ownPixels, calibration, findings: findingsOf(annotation, image, ownPixels, this.viewport.quantity) };
      this.#measured.set(annotation, known);
    }
    return findingLines(annotation.kind, known.findings, annotation.text, this.words);
  }
}

/**
 * The lines of what encloses nothing.
 * @param {string} kind @param {Point[]} points
 */
function strokes(kind, points) {
  if (kind === 'point') return `M${points[0].x - 6} ${points[0].y}h12M${points[0].x} ${points[0].y - 6}v12`;
  if (kind === 'cobb' || kind === 'ratio') return pathOf(points.slice(0, 2), false) + pathOf(points.slice(2), false) + joint(kind, points);
  return pathOf(points, false);
}

/**
 * A thin line between the middles of the two lines of a Cobb angle shows that they belong together.
 * @param {string} kind @param {Point[]} points
 */
function joint(kind, [a, b, c, d]) {
  if (kind !== 'cobb' || !d) return '';
  return `M${(a.x + b.x) / 2} ${(a.y + b.y) / 2}L${(c.x + d.x) / 2} ${(c.y + d.y) / 2}`;
}

/**
 * Right of the shape, and always on the picture.
 * @param {string[]} lines @param {Point[]} points @param {HTMLElement} element
 */
function label(lines, points, element) {
  const right = points.reduce((most, point) => (point.x > most.x ? point : most));
  const lineHeight = 15;
  const longest = Math.max(...lines.map((line) => [...line].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 12 : 6.8), 0)));
  const x = Math.max(4, Math.min(right.x + 10, element.clientWidth - longest - 24));
  const y = Math.max(16, Math.min(right.y + 4, element.clientHeight - lines.length * lineHeight - 2));
  const text = svg('text', { class: 'label', x, y });
  text.append(...lines.map((line, index) => {
    const part = svg('tspan', { x, dy: index ? lineHeight : 0 });
    part.textContent = line;
    return part;
  }));
  return text;
}


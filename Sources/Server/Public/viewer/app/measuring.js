// @ts-check
/** The tools that draw and measure, on every cell. */
import { askBeside } from './caption.js';
import { Annotations } from '../data/annotations.js';
import { calibrateByHand, calibrationByHand, calibrationOf } from '../data/calibration.js';
import { Tag } from '../data/tags.js';
import { distance, strokesOf } from '../math/shapes.js';
import { ShapeLayer } from '../overlays/shapelayer.js';
import { Drawing } from '../tools/drawing.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./cell.js').Cell} Cell */
/** @typedef {import('./drawer.js').Entry} Entry */
/** @typedef {import('../math/shapes.js').ShapeKind} ShapeKind */
/** @typedef {import('../data/annotations.js').Annotation} Annotation */

/** @type {[ShapeKind, string][]} */
const keys = [
  ['length', 'd'], ['polyline', 'shift+d'], ['angle', 'a'], ['cobb', 'shift+a'], ['ratio', 'shift+r'], ['ellipse', 'o'], ['circle', 'shift+o'],
  ['rectangle', 'q'], ['polygon', 'y'], ['freehand', 'shift+y'], ['point', 'n'], ['arrow', 'm'],
];

/** The length tool under another name: what it draws says how long a pixel is. */
const calibrating = 'calibrate';

export class Measuring {
  annotations = new Annotations();
  areShown = true;
  /** @type {WeakMap<Cell, Drawing>} */
  #drawings = new WeakMap();

  /** @param {Screen} screen @param {string} author  whoever draws, by account name */
  constructor(screen, author) {
    this.screen = screen;
    this.author = author;
    screen.fitCells((cell) => this.#fit(cell));
    screen.addEventListener('changed', () => this.#showTool());
    this.annotations.addEventListener('changed', () => screen.announce());
  }

  /** @returns {Entry[]} */
  get tools() {
    return [...keys.map(([kind, key]) => ({
      id: kind, key, run: () => this.screen.setTool(kind), isOn: () => this.screen.tool === kind,
    })), {
      id: calibrating, key: 'shift+c', run: () => this.screen.setTool(calibrating), isOn: () => this.screen.tool === calibrating,
    }];
  }

  /** @returns {Entry[]} */
  get changes() {
    return [
      { id: 'undo', key: 'ctrl+z', run: () => this.annotations.undo() },
      { id: 'redo', key: 'ctrl+y', run: () => this.annotations.redo() },
      { id: 'deleteShape', key: 'Delete', run: () => this.annotations.removeSelected() },
      { id: 'clearShapes', key: 'shift+x', run: () => this.clear() },
      { id: 'showShapes', key: 'shift+t', run: () => this.toggle(), isOn: () => this.areShown },
    ];
  }

  get isDrawing() { return this.#kind() !== null; }

  /** Takes away everything that was drawn on the study; one step back brings it all again. */
  clear() { this.annotations.clear(); }

  toggle() {
    this.areShown = !this.areShown;
    this.screen.element.classList.toggle('without-shapes', !this.areShown);
  }

  /** Ends what goes on until it is ended. */
  end() { return this.screen.active ? this.#drawings.get(this.screen.active)?.end() : false; }

  cancel() { return this.screen.active ? this.#drawings.get(this.screen.active)?.cancel() : false; }

  /** @returns {ShapeKind | null} */
  #kind() {
    const { tool } = this.screen;
    if (tool === calibrating) return 'length';
    return tool in strokesOf ? /** @type {ShapeKind} */ (tool) : null;
  }

  #showTool() {
    this.screen.element.classList.toggle('drawing', this.isDrawing);
  }

  /** @param {Cell} cell */
  #fit(cell) {
    const { viewport } = cell;
    /** @type {Drawing} */
    const drawing = new Drawing(viewport, this.annotations, {
      kind: () => (this.areShown ? this.#kind() : null),
      describe: (kind, points) => this.#describe(cell, kind, points),
      pitch: ({ points }) => (viewport.shown ? calibrationOf(viewport.shown, points) : { column: 1, row: 1 }),
      redraw: () => layer.updateSoon(),
      finished: (annotation) => this.#finished(cell, annotation),
      write: (annotation) => this.#write(cell, annotation),
      giveBack: (event) => cell.input.adopt(event),
    });
    this.#drawings.set(cell, drawing);
    /** @type {ShapeLayer} */
    const layer = new ShapeLayer(viewport, this.annotations, words, () => drawing.beingDrawn);
    cell.closers.push(() => layer.close());
  }

  /** @param {Cell} cell @param {ShapeKind} kind @param {Annotation['points']} points @returns {Annotation} */
  #describe({ viewport }, kind, points) {
    const image = viewport.shown;
    return {
      id: crypto.randomUUID(), kind, points: [...points], text: '', author: this.author, at: new Date().toISOString(),
      study: viewport.series?.study ?? '',
      series: image?.dataset.text(Tag.SeriesInstanceUID) || viewport.series?.uid || '', image: image?.instance ?? '', frame: image?.frame ?? 1,
    };
  }

  /** @param {Cell} cell @param {Annotation} annotation */
  #finished(cell, annotation) {
    if (this.screen.tool === calibrating) this.#calibrate(cell, annotation);
    else if (annotation.kind === 'arrow') this.#write(cell, annotation);
  }

  /** @param {Cell} cell @param {Annotation} annotation */
  async #write({ viewport }, annotation) {
    const text = await askBeside(viewport, annotation.points[annotation.points.length - 1], {
      value: annotation.text, placeholder: words('caption.text'), kind: 'text',
    });
    const current = this.annotations.find(annotation.id);
    if (text !== null && current && text !== current.text) this.annotations.put({ ...current, text });
  }

  /** @param {Cell} cell @param {Annotation} annotation */
  async #calibrate({ viewport }, annotation) {
    this.annotations.undo();
    const image = viewport.shown;
    const { points } = annotation;
    if (!image) return;
    const known = calibrationByHand(image);
    const text = await askBeside(viewport, points[1], { value: '', placeholder: words(known ? 'caption.lengthOrNone' : 'caption.length'), kind: 'number' });
    const millimetres = Number(text);
    if (text !== null && millimetres > 0) calibrateByHand(image, millimetres / distance(points[0], points[1], { column: 1, row: image.aspect }));
    this.screen.setTool('length');
    viewport.redraw();
  }
}

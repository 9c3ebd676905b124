// @ts-check
/** What was drawn on the images of a study, with a way back. Annotations are values: every change makes a new one. */
import { strokesOf } from '../math/shapes.js';

/** @typedef {import('../math/affine.js').Point} Point */
/** @typedef {import('../math/shapes.js').ShapeKind} ShapeKind */

/**
 * @typedef {Object} Annotation
 * @property {string} id
 * @property {ShapeKind} kind
 * @property {string} study    Study Instance UID
 * @property {string} series   Series Instance UID
 * @property {string} image    SOP Instance UID, or the name of a computed plane
 * @property {number} frame    counted from 1
 * @property {Point[]} points  in image pixels
 * @property {string} text     what a reader wrote, '' for nothing
 * @property {string} author   account name
 * @property {string} at       ISO 8601, UTC
 */

/** Steps that can be taken back. */
const remembered = 200;

/** Sends 'changed' after every change. */
export class Annotations extends EventTarget {
  /** @type {Annotation[]} */ #list = [];
  /** @type {Annotation[][]} */ #past = [];
  /** @type {Annotation[][]} */ #future = [];
  /**
   * The id of the one that is being worked on.
   * @type {string | null}
   */
  selected = null;

  get all() { return this.#list; }

  get canUndo() { return this.#past.length > 0; }

  get canRedo() { return this.#future.length > 0; }

  /** @param {{instance: string, frame: number} | null} image */
  on(image) {
    return image ? this.#list.filter((annotation) => annotation.image === image.instance && annotation.frame === image.frame) : [];
  }

  /** @param {string | null} id */
  find(id) { return this.#list.find((annotation) => annotation.id === id); }

  /**
   * Takes what the server keeps; nothing of it can be taken back.
   * @param {Annotation[]} list
   */
  load(list) {
    this.#list = list;
    this.#past = [];
    this.#future = [];
    this.#announce();
  }

  /**
   * Takes what another reader changed on a study meanwhile; the steps that can be taken back stay one's own.
   * @param {string} study @param {Annotation[]} list
   */
  replace(study, list) {
    this.#list = [...this.#list.filter((annotation) => annotation.study !== study), ...list];
    this.#announce();
  }

  /** @param {Annotation} annotation */
  put(annotation) {
    const known = this.find(annotation.id);
    this.#become(known ? this.#list.map((one) => (one === known ? annotation : one)) : [...this.#list, annotation]);
  }

  /** @param {(annotation: Annotation) => boolean} leaves */
  remove(leaves) {
    const kept = this.#list.filter((annotation) => !leaves(annotation));
    if (kept.length < this.#list.length) this.#become(kept);
  }

  removeSelected() { this.remove(({ id }) => id === this.selected); }

  clear() { this.remove(() => true); }

  /** @param {string | null} id */
  select(id) {
    if (this.selected === id) return;
    this.selected = id;
    this.#announce();
  }

  undo() { this.#travel(this.#past, this.#future); }

  redo() { this.#travel(this.#future, this.#past); }

  /** @param {Annotation[][]} from @param {Annotation[][]} to */
  #travel(from, to) {
    const state = from.pop();
    if (!state) return;
    to.push(this.#list);
    this.#list = state;
    this.#announce();
  }

  /** @param {Annotation[]} list */
  #become(list) {
    this.#past.push(this.#list);
    if (this.#past.length > remembered) this.#past.shift();
    this.#future = [];
    this.#list = list;
    this.#announce();
  }

  #announce() {
    if (this.selected && !this.find(this.selected)) this.selected = null;
    this.dispatchEvent(new Event('changed'));
  }
}

/**
 * An annotation as it came over the network, or null for what is none: nothing is drawn that was not checked.
 * @param {any} value @param {string} study @returns {Annotation | null}
 */
export function annotationFrom(value, study) {
  const isText = (/** @type {any} */ text) => typeof text === 'string' && text.length <= 2000;
  const { id, kind, series, image, frame, points, text = '', author = '', at = '' } = value ?? {};
  const isDrawn = Array.isArray(points) && points.length > 0 && points.length <= 5000
    && points.every((point) => Number.isFinite(point?.x) && Number.isFinite(point?.y));
  if (![id, kind, series, image, text, author, at].every(isText) || !Number.isInteger(frame) || !isDrawn || !(kind in strokesOf)) return null;
  return { id, kind, study, series, image, frame, points: points.map(({ x, y }) => ({ x, y })), text, author, at };
}

// @ts-check
/** A shape that is coming about under the hand: by dragging, or by clicking where its points shall be. */
import { strokesOf } from '../math/shapes.js';

/** @typedef {import('../math/affine.js').Point} Point */
/** @typedef {import('../math/shapes.js').ShapeKind} ShapeKind */

export class Draft {
  /** Points that no longer follow the hand. */ #fixed = 0;
  /** @type {Point[]} */ points = [];

  /** @param {ShapeKind} kind */
  constructor(kind) {
    this.kind = kind;
    const strokes = strokesOf[kind];
    /** @type {number[] | null} */
    this.starts = Array.isArray(strokes) ? strokes.map((_, index) => strokes.slice(0, index).reduce((sum, count) => sum + count, 0)) : null;
    this.total = Array.isArray(strokes) ? strokes.reduce((sum, count) => sum + count, 0) : Infinity;
    this.isTrace = strokes === 'trace';
  }

  /** Whether it goes on until it is ended. */
  get isOpenEnded() { return !this.starts && !this.isTrace; }

  get isComplete() { return this.#fixed >= this.total; }

  /** @param {Point} point */
  press(point) {
    this.points[this.#fixed] = point;
    this.#fixed += 1;
    // The next point follows the hand at once, except where a new line begins only with the next press.
    const isNewLine = this.starts?.includes(this.#fixed) && this.total - this.#fixed > 1;
    if (!this.isComplete && !isNewLine) this.points[this.#fixed] = point;
  }

  /** @param {Point} point */
  move(point) {
    if (this.points.length <= this.#fixed) return;
    this.points[this.#fixed] = point;
    const before = this.points[this.#fixed - 1];
    if (this.isTrace && Math.hypot(point.x - before.x, point.y - before.y) >= 0.5) {
      this.#fixed += 1;
      this.points[this.#fixed] = point;
    }
  }

  /**
   * The hand is lifted after a drag: where it is, the point stays.
   * @param {Point} point
   */
  lift(point) {
    if (!this.starts || this.points.length <= this.#fixed) return;
    this.points[this.#fixed] = point;
    this.#fixed += 1;
    const isNewLine = this.starts.includes(this.#fixed) && this.total - this.#fixed > 1;
    if (!this.isComplete && !isNewLine) this.points[this.#fixed] = point;
  }

  /** Ends what goes on until it is ended; the point that still followed the hand is dropped. */
  end() {
    this.points.length = this.#fixed;
    this.total = this.#fixed;
  }

  /** Whether there are enough points, and not all in one place. */
  get isMeaningful() {
    const needed = { polygon: 3, freehand: 3, polyline: 2 }[/** @type {'polygon'} */ (this.kind)] ?? this.total;
    const [first] = this.points;
    const spread = this.kind === 'point' || this.points.some(({ x, y }) => Math.hypot(x - first.x, y - first.y) > 0.2);
    return this.points.length >= needed && spread;
  }
}

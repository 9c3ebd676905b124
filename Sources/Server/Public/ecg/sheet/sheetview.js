// @ts-check
/** One ECG on the screen: what is shown of it, at which size, and where a place on the screen lies in time and voltage. */
import { cellsOf, contains, lowestRow, widthOf } from '../math/geometry.js';
import { fitting, layoutNamed, linesOf, stacked } from '../math/layouts.js';
import { paper } from '../render/colours.js';
import { drawGrid, drawTraces } from '../render/sheet.js';

/** @typedef {import('../data/wave.js').Wave} Wave */
/** @typedef {import('../math/geometry.js').Cell} Cell */
/** @typedef {{wave: Wave, shift: number}} Companion another ECG over this one */

/** A page of a recorder: 10 s, or all of a shorter recording. */
const longestSpan = 10;
/** CSS pixels a millimetre between which one can zoom. */
const densities = { least: 0.8, most: 40 };
/** What a phone still shows clearly; narrower screens show a part, and the rest is a swipe away. */
const legible = 2;

/** Sends 'drawn' after each drawing, 'framed' when another stretch of time is wanted. */
export class SheetView extends EventTarget {
  layout = layoutNamed('3x4+1');
  scale = { gain: 10, speed: 25 };
  start = 0;
  colours = paper;
  /** @type {Wave | null} */ wave = null;
  /** @type {Companion | null} */ companion = null;
  /** @type {string | null} */ enlarged = null;
  recorded = 0;
  /** CSS pixels of a millimetre; null fits the width. @type {number | null} */ chosenDensity = null;
  offset = { x: 0, y: 0 };
  #isDue = false;

  /** @param {HTMLElement} frame filled with the canvases */
  constructor(frame) {
    super();
    this.frame = frame;
    this.canvas = document.createElement('canvas');
    this.overlay = document.createElement('canvas');
    this.overlay.className = 'marks';
    this.overlay.tabIndex = 0;
    frame.append(this.canvas, this.overlay);
    new ResizeObserver(() => this.draw()).observe(frame);
  }

  get width() { return this.frame.clientWidth; }

  get height() { return this.frame.clientHeight; }

  /** Seconds over the whole width. */
  get span() { return Math.min(longestSpan, Math.max(this.recorded, 1)); }

  get shownLayout() {
    if (this.enlarged) return stacked([this.enlarged]);
    return fitting(this.layout, this.wave?.names ?? []);
  }

  /** A lead by itself is shown at twice the scale. */
  get shownScale() {
    if (!this.enlarged) return this.scale;
    return { gain: Math.min(this.scale.gain * 2, 40), speed: Math.min(this.scale.speed * 2, 100) };
  }

  /** CSS pixels of a millimetre. */
  get density() {
    if (this.chosenDensity) return this.chosenDensity;
    const standard = widthOf(this.span, { gain: 10, speed: 25 });
    return Math.max(this.width / standard, legible);
  }

  /** Millimetres; the grid fills the frame, and rows stay high enough. */
  get sheet() {
    const scale = this.shownScale;
    const layout = this.shownLayout;
    const least = linesOf(layout) * Math.max(lowestRow, layout.name === 'stacked' && this.enlarged ? 60 : 0);
    const height = Math.max(Math.floor(this.height / this.density / 5) * 5, Math.ceil(least / 5) * 5);
    const width = widthOf(this.span, scale);
    const cells = cellsOf({ layout, scale, span: this.span, start: this.start, recorded: this.recorded, height });
    return { width, height, cells, scale };
  }

  /** Another ECG, or another stretch of this one. @param {Wave} wave @param {number} recorded seconds */
  show(wave, recorded) {
    this.wave = wave;
    this.recorded = recorded;
    this.draw();
  }

  /** @param {Partial<Pick<SheetView, 'layout' | 'scale' | 'colours' | 'enlarged' | 'companion'>>} change */
  change(change) {
    Object.assign(this, change);
    this.#keepInside();
    this.draw();
  }

  /** @param {number} start seconds */
  seek(start) {
    const latest = Math.max(0, this.recorded - this.span);
    this.start = Math.min(Math.max(0, start), latest);
    this.dispatchEvent(new Event('framed'));
    this.draw();
  }

  /** @param {number} factor @param {{x: number, y: number}} [about] CSS pixels in the frame */
  zoom(factor, about = { x: this.width / 2, y: this.height / 2 }) {
    this.setDensity(this.density * factor, about);
  }

  /** @param {number | null} density null fits the width @param {{x: number, y: number}} [about] */
  setDensity(density, about = { x: 0, y: 0 }) {
    const before = this.density;
    this.chosenDensity = density && Math.min(Math.max(density, densities.least), densities.most);
    const ratio = this.density / before;
    this.offset = { x: (this.offset.x + about.x) * ratio - about.x, y: (this.offset.y + about.y) * ratio - about.y };
    if (!density) this.offset = { x: 0, y: 0 };
    this.#keepInside();
    this.draw();
  }

  /** @param {number} dx @param {number} dy CSS pixels */
  pan(dx, dy) {
    this.offset = { x: this.offset.x - dx, y: this.offset.y - dy };
    this.#keepInside();
    this.draw();
  }

  #keepInside() {
    const { width, height } = this.sheet;
    const beyond = { x: Math.max(0, width * this.density - this.width), y: Math.max(0, height * this.density - this.height) };
    this.offset = { x: Math.min(Math.max(this.offset.x, 0), beyond.x), y: Math.min(Math.max(this.offset.y, 0), beyond.y) };
  }

  /** Millimetres of the sheet below a place in the frame. @param {{x: number, y: number}} place CSS pixels */
  millimetres({ x, y }) { return { x: (x + this.offset.x) / this.density, y: (y + this.offset.y) / this.density }; }

  /** The place in the frame of a point of the sheet. @param {{x: number, y: number}} point millimetres */
  place({ x, y }) { return { x: x * this.density - this.offset.x, y: y * this.density - this.offset.y }; }

  /** @param {{x: number, y: number}} point millimetres @returns {Cell | null} */
  cellAt(point) { return this.sheet.cells.find((cell) => contains(cell.area, point)) ?? null; }

  /** Seconds of the recording. @param {Cell} cell @param {number} x millimetres */
  timeAt(cell, x) { return cell.start + (x - cell.area.x) / this.shownScale.speed; }

  /** Millivolts from the lead's rest line. @param {Cell} cell @param {number} y millimetres */
  voltAt(cell, y) { return (cell.baseline - y) / this.shownScale.gain; }

  /** @param {Cell} cell @param {number} time @param {number} volt @returns {{x: number, y: number}} millimetres */
  pointOf(cell, time, volt) {
    return { x: cell.area.x + (time - cell.start) * this.shownScale.speed, y: cell.baseline - volt * this.shownScale.gain };
  }

  draw() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#drawNow();
    });
  }

  #drawNow() {
    const ratio = window.devicePixelRatio;
    for (const canvas of [this.canvas, this.overlay]) {
      const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    }
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d', { alpha: false }));
    const { sheet } = this;
    const place = { x: -this.offset.x * ratio, y: -this.offset.y * ratio, density: this.density * ratio };
    context.fillStyle = this.colours.ground;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    drawGrid(context, sheet, place, this.colours);
    if (this.companion) {
      drawTraces(context, sheet, place, this.companion.wave, this.colours, { colour: this.colours.other, shift: this.companion.shift, isBare: true });
    }
    if (this.wave) drawTraces(context, sheet, place, this.wave, this.colours);
    this.dispatchEvent(new Event('drawn'));
  }
}


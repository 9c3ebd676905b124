// @ts-check
/** What holds between pictures: scrolling together, one window, one camera, reference lines, the 3D cursor. */
import { LineLayer } from '../overlays/linelayer.js';
import { patientPoint } from '../math/planes.js';
import { apply } from '../math/affine.js';
import { canvasToImage } from '../viewport/camera.js';
import { Cursor } from '../sync/cursor.js';
import { Looks } from '../sync/looks.js';
import { drags } from '../tools/drags.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./drawer.js').Entry} Entry */
/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */

export class Comparing {
  looks = new Looks();
  cursor = new Cursor();
  hasLines = true;
  /** @type {Set<LineLayer>} */ #layers = new Set();
  /**
   * The image whose line was drawn last.
   * @type {import('../data/image.js').Image | null}
   */
  #lead = null;

  /** @param {Screen} screen */
  constructor(screen) {
    this.screen = screen;
    drags.cursor = (viewport, start) => {
      this.#point(viewport, start);
      return (point) => this.#point(viewport, point);
    };
    screen.fitCells((cell) => this.#fit(cell));
    screen.addEventListener('changed', () => this.#redrawIfMoved());
    this.cursor.addEventListener('changed', () => this.#redraw());
  }

  get isAnyOn() { return this.screen.links.mode !== 'off' || this.looks.sharesWindow || this.looks.sharesCamera; }

  /** @returns {Entry[]} */
  get links() {
    const { screen, looks } = this;
    return [
      { id: 'linkAutomatic', key: 'k', icon: 'link', run: () => screen.toggleLinks('automatic'), isOn: () => screen.links.mode === 'automatic' },
      { id: 'linkManual', key: 'shift+k', run: () => screen.toggleLinks('manual'), isOn: () => screen.links.mode === 'manual' },
      { id: 'shareWindow', key: 'shift+w', icon: 'window', run: () => { looks.sharesWindow = !looks.sharesWindow; }, isOn: () => looks.sharesWindow },
      { id: 'shareCamera', key: 'shift+z', icon: 'zoom', run: () => { looks.sharesCamera = !looks.sharesCamera; }, isOn: () => looks.sharesCamera },
    ];
  }

  /** @returns {Entry[]} */
  get lines() {
    return [
      { id: 'referenceLines', key: 'shift+l', run: () => this.#toggleLines(), isOn: () => this.hasLines },
      { id: 'cursor', key: 'shift+n', run: () => this.#toggleCursor(), isOn: () => this.screen.tool === 'cursor' },
    ];
  }

  #toggleLines() {
    this.hasLines = !this.hasLines;
    this.#redraw();
  }

  #toggleCursor() {
    const isOn = this.screen.tool === 'cursor';
    if (isOn) this.cursor.clear();
    this.screen.setTool(isOn ? 'scroll' : 'cursor');
  }

  /** @param {Viewport} viewport @param {import('../math/affine.js').Point} point  in CSS pixels of the viewport */
  #point(viewport, point) {
    const { shown, camera, size, density } = viewport;
    const place = shown && patientPoint(shown, apply(canvasToImage(camera, size, shown), { x: point.x * density, y: point.y * density }));
    if (place) this.cursor.point(viewport, place);
  }

  /** @param {import('./cell.js').Cell} cell */
  #fit(cell) {
    const { viewport } = cell;
    this.looks.add(viewport);
    this.cursor.add(viewport);
    const layer = new LineLayer(viewport, {
      leader: () => (this.hasLines ? this.screen.active?.viewport ?? null : null), pointed: () => this.cursor.pointed,
    });
    this.#layers.add(layer);
    cell.closers.push(() => {
      this.looks.remove(viewport);
      this.cursor.remove(viewport);
      this.#layers.delete(layer);
    });
  }

  /** The line lies elsewhere whenever the active picture is another one. */
  #redrawIfMoved() {
    const image = this.screen.active?.viewport.shown ?? null;
    if (image === this.#lead) return;
    this.#lead = image;
    this.#redraw();
  }

  #redraw() { for (const layer of this.#layers) layer.updateSoon(); }
}

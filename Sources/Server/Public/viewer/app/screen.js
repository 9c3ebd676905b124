// @ts-check
import { Cell } from './cell.js';
import { gridNamed } from '../layouts/grids.js';
import { seriesForEmptyCells } from '../layouts/hanging.js';
import { Links } from '../sync/links.js';

/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../layouts/grids.js').Grid} Grid */

/**
 * The cells on the screen, which of them is active, and what holds for all of them.
 * Sends 'changed' when anything that a button or the strip shows may have changed.
 */
export class Screen extends EventTarget {
  /** @type {Cell[]} */ cells = [];
  /** @type {Series[]} */ list = [];
  /**
   * Series of earlier examinations that can be hung beside these.
   * @type {Series[]}
   */
  priors = [];
  /** @type {Grid} */ grid = gridNamed('1x1');
  /**
   * The grid to come back to from one picture that was made large.
   * @type {Grid | null}
   */
  #gridBefore = null;
  tool = 'window';
  links = new Links();
  /** @type {Cell | null} */ active = null;
  /** @type {((cell: Cell) => void)[]} */ #fitters = [];

  /** @param {HTMLElement} element @param {Omit<ConstructorParameters<typeof Cell>[0], 'activeTool' | 'onDrop'>} parts */
  constructor(element, parts) {
    super();
    this.element = element;
    this.parts = parts;
  }

  /**
   * Has every cell fitted with something further, those that come later too.
   * @param {(cell: Cell) => void} fit
   */
  fitCells(fit) {
    this.#fitters.push(fit);
    this.cells.forEach(fit);
  }

  /** @param {Grid} grid @param {{isFilled?: boolean}} [options]  isFilled: empty cells take the series that come next */
  setGrid(grid, { isFilled = true } = {}) {
    this.grid = grid;
    this.#gridBefore = null;
    this.element.style.gridTemplate = `repeat(${grid.rows}, minmax(0, 1fr)) / repeat(${grid.columns}, minmax(0, 1fr))`;
    this.element.dataset.grid = grid.id;
    this.#keepActiveFirst(grid.rows * grid.columns);
    while (this.cells.length < grid.rows * grid.columns) this.#addCell();
    this.activate(this.active ?? this.cells[0]);
    if (isFilled) this.#fillEmptyCells();
    this.announce();
  }

  /** One picture large, or all of them again. */
  toggleOneUp() {
    const before = this.#gridBefore;
    if (before) return this.setGrid(before);
    if (this.cells.length === 1) return undefined;
    const { grid } = this;
    this.setGrid(gridNamed('1x1'));
    this.#gridBefore = grid;
    return undefined;
  }

  /** @param {Cell} cell */
  activate(cell) {
    if (this.active === cell) return;
    this.active?.element.classList.remove('active');
    this.active = cell;
    cell.element.classList.add('active');
    this.announce();
  }

  /** @param {number} step */
  activateNext(step) {
    const next = (this.cells.indexOf(/** @type {Cell} */ (this.active)) + step + this.cells.length) % this.cells.length;
    this.activate(this.cells[next]);
    this.cells[next].element.focus({ preventScroll: true });
  }

  /** @param {Series | undefined} series @param {Cell | null} [cell] */
  open(series, cell = this.active) {
    if (!series || !cell) return undefined;
    this.links.forget(cell.viewport);
    const opened = cell.open(series);
    this.announce();
    return opened;
  }

  /**
   * The series before or after that of the active cell.
   * @param {number} step
   */
  openNeighbour(step) {
    const index = this.list.findIndex((series) => series === this.active?.series);
    return this.open(this.list[index + step]);
  }

  /** @param {string} tool */
  setTool(tool) {
    this.tool = tool;
    this.element.dataset.tool = tool;
    this.announce();
  }

  /** @param {import('../sync/links.js').Mode} mode */
  toggleLinks(mode) {
    this.links.setMode(this.links.mode === mode ? 'off' : mode);
    this.announce();
  }

  /** Writes every text again, in another language for instance. */
  rewrite() {
    for (const { overlay } of this.cells) overlay.update();
    this.announce();
  }

  #addCell() {
    const cell = new Cell({
      ...this.parts,
      activeTool: () => this.tool,
      onDrop: (uid) => {
        this.activate(cell);
        this.open([...this.list, ...this.priors].find((series) => series.uid === uid), cell);
      },
    });
    this.cells.push(cell);
    this.element.append(cell.element);
    this.links.add(cell.viewport);
    cell.element.addEventListener('pointerdown', () => this.activate(cell), { capture: true });
    cell.element.addEventListener('dblclick', () => this.toggleOneUp());
    cell.viewport.addEventListener('changed', () => this.announce());
    for (const fit of this.#fitters) fit(cell);
  }

  /**
   * Closes cells that have no place any more; the active one keeps its picture.
   * @param {number} places
   */
  #keepActiveFirst(places) {
    while (this.cells.length > places) {
      const [leaving] = this.cells.filter((cell) => cell !== this.active).slice(-1);
      this.cells.splice(this.cells.indexOf(leaving), 1);
      this.links.remove(leaving.viewport);
      leaving.close();
    }
  }

  #fillEmptyCells() {
    const shown = this.cells.flatMap(({ series }) => series ?? []);
    if (shown.length === 0) return;
    const empty = this.cells.filter(({ series }) => !series);
    seriesForEmptyCells(this.list, shown, empty.length).forEach((series, index) => this.open(series, empty[index]));
  }

  /** Tells everyone who shows something of the screen that it may have changed. */
  announce() { this.dispatchEvent(new Event('changed')); }
}

// @ts-check
import { Cine } from '../viewport/cine.js';
import { Viewport } from '../viewport/viewport.js';
import { Overlay } from '../overlays/overlay.js';
import { Input } from '../tools/input.js';
import { fetchDocument } from '../loaders/documents.js';
import { openingIndex } from '../data/stack.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../viewport/viewport.js').FrameSource} FrameSource */

/** Carries a series from the strip to a viewport. */
export const seriesType = 'application/x-yigong-series';

/** One place of the grid: a viewport with what is written over it and the hands on it. */
export class Cell {
  /**
   * @param {Object} parts
   * @param {FrameSource} parts.source
   * @param {import('./stacks.js').Stacks} parts.stacks
   * @param {boolean} parts.withoutGPU
   * @param {() => string} parts.activeTool
   * @param {(uid: string) => void} parts.onDrop
   */
  constructor({ source, stacks, withoutGPU, activeTool, onDrop }) {
    this.stacks = stacks;
    this.element = document.createElement('div');
    this.element.className = 'viewport';
    this.element.tabIndex = 0;
    this.viewport = new Viewport(this.element, source, withoutGPU);
    this.overlay = new Overlay(this.viewport, words, { retry: () => this.retry(), openDocument: () => this.openDocument() });
    this.input = new Input(this.viewport, activeTool);
    this.cine = new Cine(this.viewport);
    /** @type {(() => void)[]} */
    this.closers = [];
    this.#acceptDrops(onDrop);
  }

  get series() { return this.viewport.series; }

  /** @param {Series} series @param {number} [index]  of the image to begin with */
  async open(series, index) {
    const { viewport } = this;
    this.cine.stop();
    viewport.await(series);
    try {
      const stack = await this.stacks.of(series);
      if (viewport.series !== series) return;
      const shown = viewport.open(series, series.hasPicture ? stack : { ...stack, images: [] }, index ?? openingIndex(stack));
      this.cine.framesPerSecond = Math.min(60, Math.max(1, Math.round(stack.framesPerSecond ?? 15)));
      await shown;
    } catch (error) {
      if (viewport.series === series) viewport.fail(/** @type {Error} */ (error));
    }
  }

  /**
   * Shows images that were made out of a series.
   * @param {Series} series @param {import('../data/stack.js').Stack} stack @param {number} index
   */
  openStack(series, stack, index) {
    this.cine.stop();
    return this.viewport.open(series, stack, index);
  }

  /** Asks again for whatever failed: one image, the series, or the study. */
  retry() {
    const { series, stack } = this.viewport;
    if (stack) return this.viewport.retry();
    return series ? this.open(series) : location.reload();
  }

  /** Shows the document that the series wraps in a tab of its own. */
  async openDocument() {
    const [document] = this.viewport.stack?.documents ?? [];
    // Opened by the click itself; after a wait the browser would take it for an unasked pop-up.
    const tab = window.open('', '_blank');
    try {
      const location = URL.createObjectURL(await fetchDocument(document));
      tab?.location.replace(location);
    } catch (error) {
      tab?.close();
      this.viewport.fail(/** @type {Error} */ (error));
    }
  }

  close() {
    this.cine.stop();
    for (const close of this.closers) close();
    this.viewport.close();
    this.element.remove();
  }

  /** @param {(uid: string) => void} onDrop */
  #acceptDrops(onDrop) {
    const mark = (/** @type {boolean} */ isOver) => this.element.classList.toggle('receiving', isOver);
    this.element.addEventListener('dragover', (event) => {
      if (!event.dataTransfer?.types.includes(seriesType)) return;
      event.preventDefault();
      mark(true);
    });
    this.element.addEventListener('dragleave', () => mark(false));
    this.element.addEventListener('drop', (event) => {
      event.preventDefault();
      mark(false);
      const uid = event.dataTransfer?.getData(seriesType);
      if (uid) onDrop(uid);
    });
  }
}

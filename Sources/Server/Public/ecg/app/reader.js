// @ts-check
/** One ECG with its tools: sheet, toolbar, marks, playback and panels. */
import { Companions } from './companions.js';
import { element } from './elements.js';
import { Playback } from './playback.js';
import { Panels } from './sidepanels.js';
import { keysOf, makeToolbar, markTool } from './toolbar.js';
import { calibrate, isCalibrated, pixelsPerMillimetre } from './truesize.js';
import { loadReading, loadWave } from '../loaders/readings.js';
import { gains } from '../math/geometry.js';
import { dark, paper } from '../render/colours.js';
import { SheetView } from '../sheet/sheetview.js';
import { drawMarks } from '../tools/drawing.js';
import { Input } from '../tools/input.js';
import { Marks } from '../tools/marks.js';
import { isKnown, translatePage, words } from '../../scripts/i18n/words.js';

/** @typedef {import('../loaders/readings.js').Filter} Filter */

/** Seconds that are fetched around what is seen; shorter recordings come whole. */
const margin = 20;

export class Reader extends EventTarget {
  /** @type {Filter} */ filter = { highPass: 0.05, lowPass: 150, notch: 50 };
  /** @type {import('../data/reading.js').Reading | null} */ reading = null;
  #fetches = 0;

  /** @param {HTMLElement} host */
  constructor(host) {
    super();
    this.host = host;
    const frame = element('div', { class: 'ecg-frame' });
    this.view = new SheetView(frame);
    this.marks = new Marks();
    this.input = new Input(this.view, this.marks);
    this.playback = new Playback(this.view);
    this.toolbar = makeToolbar(this);
    this.told = element('p', { class: 'ecg-told', role: 'status', hidden: true });
    this.stage = element('div', { class: 'ecg-stage' }, [frame]);
    this.scrubber = element('input', { type: 'range', class: 'ecg-scrubber', min: 0, step: 0.1, value: 0, wordsLabel: 'ecg.time', hidden: true });
    this.panels = new Panels(this);
    this.companions = new Companions(this);
    const main = element('div', { class: 'ecg-main' }, [this.told, this.stage, this.scrubber]);
    host.append(this.toolbar, element('div', { class: 'ecg-body' }, [main, this.panels.root]));
    this.#listen();
    this.chooseTool('pan');
    translatePage(host);
  }

  #listen() {
    const { view, marks, playback } = this;
    const redraw = () => drawMarks(view, marks, playback.time);
    view.addEventListener('drawn', redraw);
    view.addEventListener('framed', () => this.#follow());
    marks.addEventListener('changed', redraw);
    playback.addEventListener('moved', redraw);
    playback.addEventListener('changed', () => {
      redraw();
      this.toolbar.querySelector('[data-tool="play"]')?.setAttribute('aria-pressed', String(playback.isPlaying));
    });
    this.scrubber.addEventListener('input', () => view.seek(Number(this.scrubber.value)));
    const keys = keysOf(this);
    this.host.ownerDocument.addEventListener('keydown', (event) => {
      if (!this.host.isConnected || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const target = /** @type {Element} */ (event.target);
      if (target.closest('input, textarea, select, dialog') || (event.key === ' ' && target.closest('button, a'))) return;
      const act = keys[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  /** @param {string} id */
  async open(id) {
    try {
      this.reading = await loadReading(id);
      await this.#load(0);
      this.tell('');
      this.scrubber.hidden = this.view.recorded <= this.view.span + 0.05;
      this.scrubber.max = String(Math.max(0, this.view.recorded - this.view.span));
      this.panels.show(this.reading);
      this.dispatchEvent(new Event('opened'));
    } catch (error) {
      const status = /** @type {any} */ (error).status;
      this.tell(words(isKnown(`ecg.failed.${status}`) ? `ecg.failed.${status}` : 'ecg.failed', { status: status ?? '' }));
    }
  }

  /** Fetches the wave around what is seen. @param {number} start seconds */
  async #load(start) {
    const { reading, view } = this;
    if (!reading) return;
    const isWhole = reading.duration <= view.span + 2 * margin;
    const from = isWhole ? 0 : Math.max(0, start - margin);
    const turn = (this.#fetches += 1);
    const wave = await loadWave(reading, this.filter, from, isWhole ? reading.duration : view.span + 2 * margin);
    // Of several fetches on their way, the last one asked for counts.
    if (turn === this.#fetches) view.show(wave, reading.duration);
  }

  /** Another stretch is seen: fetched when it nears the end of what is there. */
  #follow() {
    const { view } = this;
    this.scrubber.value = String(view.start);
    if (!view.wave) return;
    const { start, duration } = view.wave;
    const isInside = view.start >= start && Math.min(view.start + view.span, view.recorded) <= start + duration + 0.01;
    if (!isInside) this.#load(view.start).catch(() => this.tell(words('ecg.failed', { status: '' })));
  }

  /** @param {string} text */
  tell(text) {
    this.told.textContent = text;
    this.told.hidden = text === '';
  }

  /** @param {import('../math/layouts.js').Layout} layout */
  setLayout(layout) { this.#change({ layout, enlarged: null }); }

  /** @param {{gain?: number, speed?: number}} scale */
  setScale(scale) { this.#change({ scale: { ...this.view.scale, ...scale } }); }

  /** @param {number} direction */
  stepGain(direction) {
    const next = gains[gains.indexOf(this.view.scale.gain) + direction];
    if (!next) return;
    this.setScale({ gain: next });
    /** @type {HTMLSelectElement} */ (this.toolbar.querySelector('[data-choice="gain"]')).value = String(next);
  }

  #change(change) {
    this.view.change(change);
    this.companions.change(change);
  }

  /** @param {Partial<Filter>} change */
  setFilter(change) {
    this.filter = { ...this.filter, ...change };
    this.#load(this.view.start).catch(() => this.tell(words('ecg.failed', { status: '' })));
    this.companions.reload();
  }

  /** @param {import('../tools/input.js').ToolName} tool */
  chooseTool(tool) {
    this.input.tool = tool;
    this.view.overlay.dataset.tool = tool;
    markTool(this.toolbar, tool);
  }

  erase() {
    if (this.marks.chosen) this.marks.removeChosen();
    else this.marks.clear();
  }

  escape() {
    if (this.view.enlarged) this.view.change({ enlarged: null });
    else if (this.playback.isPlaying) this.playback.stop();
    else this.chooseTool('pan');
  }

  /** @param {number} factor */
  zoom(factor) { this.view.zoom(factor); }

  fit() { this.view.setDensity(null); }

  async showTrueSize() {
    if (!isCalibrated() && !await calibrate(this.host)) return;
    this.view.setDensity(pixelsPerMillimetre());
  }

  toggleDark() { this.#change({ colours: this.view.colours === paper ? dark : paper }); }

  print() {
    const { reading, view, filter } = this;
    if (!reading) return;
    const query = new URLSearchParams({ layout: view.layout.name, gain: String(view.scale.gain), speed: String(view.scale.speed), start: String(view.start) });
    for (const [name, hertz] of Object.entries(filter)) if (hertz) query.set(name, String(hertz));
    window.open(`/api/ecg/readings/${encodeURIComponent(reading.id)}/page.pdf?${query}`, '_blank', 'noopener');
  }
}

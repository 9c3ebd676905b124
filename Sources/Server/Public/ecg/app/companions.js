// @ts-check
/** Several ECGs on one screen: beside one another, each on a sheet of its own, or one over the other. */
import { element } from './elements.js';
import { loadReading, loadWave } from '../loaders/readings.js';
import { SheetView } from '../sheet/sheetview.js';
import { drawMarks } from '../tools/drawing.js';
import { Input } from '../tools/input.js';
import { Marks } from '../tools/marks.js';

/** More sheets than these are too small to read. */
export const mostCompanions = 3;

/** @typedef {{reading: import('../data/reading.js').Reading, view: SheetView, figure: HTMLElement}} Companion */

export class Companions extends EventTarget {
  /** @type {Companion[]} */ all = [];
  isOver = false;

  /** @param {import('./reader.js').Reader} reader */
  constructor(reader) {
    super();
    this.reader = reader;
  }

  /** @param {string[]} ids */
  async show(ids) {
    for (const { figure } of this.all) figure.remove();
    const chosen = ids.slice(0, mostCompanions);
    const { reader } = this;
    this.all = await Promise.all(chosen.map(async (id) => {
      const reading = await loadReading(id);
      const wave = await loadWave(reading, reader.filter, 0, Math.min(reading.duration, 60));
      return this.#make(reading, wave);
    }));
    this.#arrange();
  }

  #make(reading, wave) {
    const frame = element('div', { class: 'ecg-frame' });
    const { patientName, recordedAt } = reading.facts;
    const figure = element('figure', { class: 'companion', 'data-recording': reading.id }, [
      element('figcaption', {}, [[patientName, (recordedAt ?? '').replace('T', ' ')].filter(Boolean).join('　')]), frame,
    ]);
    const view = new SheetView(frame);
    const marks = new Marks();
    const input = new Input(view, marks);
    const redraw = () => {
      input.tool = this.reader.input.tool;
      drawMarks(view, marks, null);
    };
    view.overlay.addEventListener('pointerenter', redraw);
    view.addEventListener('drawn', redraw);
    marks.addEventListener('changed', redraw);
    const { layout, scale, colours } = this.reader.view;
    view.change({ layout, scale, colours });
    view.show(wave, reading.duration);
    return { reading, view, figure };
  }

  /** @param {boolean} isOver */
  setOver(isOver) {
    this.isOver = isOver;
    this.#arrange();
  }

  #arrange() {
    const { reader, all, isOver } = this;
    for (const { figure } of all) {
      if (isOver) figure.remove();
      else reader.stage.append(figure);
    }
    const sheets = isOver ? 1 : all.length + 1;
    reader.stage.dataset.sheets = String(sheets);
    const [first] = all;
    reader.view.change({ companion: isOver && first?.view.wave ? { wave: first.view.wave, shift: this.#shift(first) } : null });
    this.dispatchEvent(new Event('changed'));
  }

  /** Seconds that bring the other's first whole beat below this one's. @param {Companion} other */
  #shift(other) {
    const first = (/** @type {import('../data/reading.js').Reading | null} */ reading) => reading?.beats.find(({ time }) => time > 0.3)?.time;
    const [own, others] = [first(this.reader.reading), first(other.reading)];
    return own === undefined || others === undefined ? 0 : own - others;
  }

  /** Layout, scale and colours are those of the first sheet. */
  change(change) { for (const { view } of this.all) view.change(change); }

  async reload() {
    await Promise.all(this.all.map(async ({ reading, view }) => view.show(await loadWave(reading, this.reader.filter, 0, Math.min(reading.duration, 60)), reading.duration)));
    this.#arrange();
  }
}

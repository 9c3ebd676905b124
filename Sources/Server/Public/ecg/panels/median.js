// @ts-check
/** The median beat of all leads over one another, with its marks; moving a mark measures anew. */
import { panelCanvas, ruleGround } from './beatcanvas.js';
import { element } from '../app/elements.js';
import { fiducials, measuredFrom } from '../data/reading.js';
import { axisOf } from '../math/intervals.js';
import { translatePage, words } from '../../scripts/i18n/words.js';

/** CSS pixels from a mark at which it is taken. */
const reach = 12;
/** Millimetres a millivolt and a second, enlarged for setting marks. */
const scale = { gain: 10, speed: 100 };

export class MedianPanel {
  /** Milliseconds from the beat's beginning. @type {Record<string, number>} */ marks = {};
  /** @type {import('../data/reading.js').Beat | null} */ beat = null;
  /** @type {number | null} */ heartRate = null;
  chosen = 'all';
  #held = '';

  /** @param {import('../sheet/sheetview.js').SheetView} view whose colours are used @param {(corrected: any) => void} onCorrected */
  constructor(view, onCorrected) {
    this.view = view;
    this.onCorrected = onCorrected;
    const { canvas, redraw } = panelCanvas('beat', (context, width, height) => this.#draw(context, width, height));
    this.draw = redraw;
    this.canvas = canvas;
    this.leads = element('select', { wordsLabel: 'ecg.median.lead', onchange: () => { this.chosen = this.leads.value; redraw(); } });
    this.values = element('p', { class: 'values', role: 'status' });
    this.none = element('p', { class: 'quiet', words: 'ecg.median.none', hidden: true });
    this.root = element('section', { class: 'panel median', role: 'tabpanel' }, [
      element('div', { class: 'row' }, [this.leads, element('button', { type: 'button', words: 'ecg.median.reset', onclick: () => this.#reset() })]),
      canvas, this.values, this.none, element('p', { class: 'quiet', words: 'ecg.median.hint' }),
    ]);
    canvas.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => this.#take(event));
    canvas.addEventListener('pointermove', (/** @type {PointerEvent} */ event) => this.#move(event));
    canvas.addEventListener('pointerup', () => this.#drop());
  }

  /** @param {import('../data/reading.js').Reading} reading */
  show({ median, measured }) {
    this.beat = median;
    this.heartRate = measured?.heartRate ?? null;
    this.none.hidden = median !== null;
    this.canvas.hidden = median === null;
    this.leads.replaceChildren(element('option', { value: 'all', words: 'ecg.median.all' }), ...(median?.leads ?? []).map(({ name }) => element('option', { value: name }, [name])));
    translatePage(this.leads);
    this.#reset(false);
  }

  #reset(isToTell = true) {
    const { beat } = this;
    const marks = Object.entries(beat?.fiducials ?? {}).map(([name, sample]) => [name, (sample / (beat?.sampleRate ?? 1)) * 1000]);
    this.marks = Object.fromEntries(marks);
    this.draw();
    this.#say();
    if (isToTell) this.onCorrected(this.measured);
  }

  get measured() {
    return { ...measuredFrom(this.marks, this.heartRate), axes: { qrs: this.#axis('qrsOnset', 'qrsOffset'), p: this.#axis('pOnset', 'pOffset'), t: this.#axis('qrsOffset', 'tOffset') } };
  }

  /** From the net areas of leads I and aVF between two marks. @param {string} from @param {string} to */
  #axis(from, to) {
    const [first, foot] = ['I', 'aVF'].map((lead) => this.#area(lead, this.marks[from], this.marks[to]));
    return first === null || foot === null ? null : axisOf(first, foot);
  }

  /** @param {string} lead @param {number} from @param {number} to */
  #area(lead, from, to) {
    const samples = this.beat?.leads.find(({ name }) => name === lead)?.microvolts;
    if (!samples || !this.beat || !(to > from)) return null;
    const [first, last] = [from, to].map((time) => Math.round((time / 1000) * (this.beat?.sampleRate ?? 1)));
    const rest = samples[Math.max(0, first)];
    return samples.slice(first, last).reduce((sum, value) => sum + value - rest, 0);
  }

  #say() {
    const { pr, qrs, qt, qtc, axes } = this.measured;
    const part = (/** @type {string} */ name, /** @type {number | null} */ value) => `${name} ${value === null ? '—' : Math.round(value)}`;
    this.values.textContent = [part('PR', pr), part('QRS', qrs), part('QT', qt), part('QTcB', qtc.bazett), `${part(words('ecg.quantity.axes.qrs'), axes.qrs)}°`].join('   ');
  }

  /** CSS pixels of a millisecond: the beat fills the canvas. */
  get #across() {
    const { beat } = this;
    const length = Math.max(...(beat?.leads ?? []).map(({ microvolts }) => microvolts.length), 1);
    return this.canvas.clientWidth / ((length / (beat?.sampleRate ?? 1)) * 1000);
  }

  #draw(context, width, height) {
    const { beat, view } = this;
    if (!beat) return;
    const density = this.#across * 1000 / scale.speed;
    ruleGround(context, width, height, density, view.colours);
    const leads = beat.leads.filter(({ name }) => this.chosen === 'all' || name === this.chosen);
    const gain = this.#gain(leads, height, density);
    for (const lead of leads) this.#trace(context, lead, height * 0.6, gain);
    for (const name of fiducials) if (Number.isFinite(this.marks[name])) this.#drawMark(context, name, height);
  }

  /** Pixels a millivolt: twice as printed, or as much less as the highest wave needs. */
  #gain(leads, height, density) {
    const highest = Math.max(...leads.flatMap(({ microvolts }) => microvolts.map(Math.abs)), 1) / 1000;
    return Math.min(scale.gain * 2 * density, (height * 0.5) / highest);
  }

  #trace(context, { microvolts }, foot, gain) {
    const step = this.#across * (1000 / (this.beat?.sampleRate ?? 1));
    context.strokeStyle = this.view.colours.trace;
    context.lineWidth = this.chosen === 'all' ? 0.9 : 1.4;
    context.beginPath();
    microvolts.forEach((value, index) => context.lineTo(index * step, foot - (value / 1000) * gain));
    context.stroke();
  }

  #drawMark(context, name, height) {
    const x = this.marks[name] * this.#across;
    const isHeld = name === this.#held;
    context.fillStyle = isHeld ? this.view.colours.chosen : this.view.colours.mark;
    // Neighbours that stand close have their names one below the other.
    const top = fiducials.indexOf(name) % 2 ? 18 : 4;
    context.fillRect(x - 0.75, top + 14, 1.5, height - top - 14);
    context.font = '600 11px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.fillText(words(`ecg.mark.${name}`), x, top);
    context.beginPath();
    context.arc(x, height - 8, 5, 0, 2 * Math.PI);
    context.fill();
  }

  /** @param {PointerEvent} event */
  #take(event) {
    const near = fiducials.map((name) => ({ name, distance: Math.abs(this.marks[name] * this.#across - event.offsetX) }))
      .filter(({ distance }) => distance <= reach).sort((a, b) => a.distance - b.distance)[0];
    if (!near) return;
    this.#held = near.name;
    this.canvas.setPointerCapture(event.pointerId);
  }

  /** A mark stays between its neighbours. @param {PointerEvent} event */
  #move(event) {
    if (!this.#held) return;
    const at = fiducials.indexOf(this.#held);
    const before = fiducials.slice(0, at).map((name) => this.marks[name]).filter(Number.isFinite).at(-1) ?? 0;
    const after = fiducials.slice(at + 1).map((name) => this.marks[name]).find(Number.isFinite) ?? Infinity;
    this.marks[this.#held] = Math.min(Math.max(event.offsetX / this.#across, before), after);
    this.draw();
    this.#say();
  }

  #drop() {
    if (!this.#held) return;
    this.#held = '';
    this.draw();
    this.onCorrected(this.measured);
  }
}

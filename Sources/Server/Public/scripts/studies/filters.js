// @ts-check
import { typedDate } from './dates.js';
import { isNarrowed, plainQuery } from './query.js';
import { displayDate } from '../../viewer/data/text.js';
import { words } from '../i18n/words.js';

/** @typedef {import('./query.js').StudyQuery} StudyQuery */

/** Shown as chips; every other modality is found under all. */
const modalities = ['CT', 'MR', 'DX', 'CR', 'US', 'MG', 'XA', 'NM', 'PT'];
const ranges = /** @type {const} */ (['all', 'today', 'week', 'month']);

/** Wait this long after the last letter before asking. */
const pauseOfTyping = 200;

/** The row of filters. Calls `onChange` with what changed; the query itself lives outside. */
export class Filters {
  /** @type {HTMLButtonElement[]} */ #rangeButtons = [];
  /** @type {HTMLButtonElement[]} */ #modalityButtons = [];
  #timer = 0;

  /** @param {HTMLElement} element @param {(change: Partial<StudyQuery>) => void} onChange */
  constructor(element, onChange) {
    this.onChange = onChange;
    this.search = /** @type {HTMLInputElement} */ (element.querySelector('#search'));
    this.from = /** @type {HTMLInputElement} */ (element.querySelector('#from'));
    this.to = /** @type {HTMLInputElement} */ (element.querySelector('#to'));
    this.clear = /** @type {HTMLButtonElement} */ (element.querySelector('#clear'));
    this.search.addEventListener('input', (event) => {
      // Letters of a Chinese name that is still being composed are not the name.
      if (!(/** @type {InputEvent} */ (event).isComposing)) this.#searchSoon();
    });
    this.search.addEventListener('compositionend', () => this.#searchSoon());
    for (const field of [this.from, this.to]) field.addEventListener('change', () => this.#takeDates());
    this.clear.addEventListener('click', () => onChange({ ...plainQuery }));
    this.#addChips(element);
  }

  /** @param {StudyQuery} query */
  show(query) {
    if (document.activeElement !== this.search) this.search.value = query.text;
    this.from.value = displayDate(query.from);
    this.to.value = displayDate(query.to);
    for (const button of this.#rangeButtons) button.setAttribute('aria-pressed', String(button.value === query.range));
    for (const button of this.#modalityButtons) button.setAttribute('aria-pressed', String(button.value === query.modality));
    this.clear.hidden = !isNarrowed(query);
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.onChange({ text: this.search.value }), pauseOfTyping);
  }

  #takeDates() {
    const [from, to] = [this.from, this.to].map((field) => {
      const date = field.value.trim() ? typedDate(field.value) : '';
      field.setCustomValidity(date === null ? words('studies.dateWrong') : '');
      field.reportValidity();
      return date;
    });
    if (from === null || to === null) return;
    const ordered = from && to && from > to ? { from: to, to: from } : { from, to };
    this.onChange({ range: from || to ? 'custom' : 'all', ...ordered });
  }

  /** @param {HTMLElement} element */
  #addChips(element) {
    const range = /** @type {HTMLElement} */ (element.querySelector('#ranges'));
    for (const id of ranges) {
      const chip = this.#chip(range, id, () => this.onChange({ range: id, from: '', to: '' }));
      chip.dataset.words = `studies.${id}`;
      this.#rangeButtons.push(chip);
    }
    const modality = /** @type {HTMLElement} */ (element.querySelector('#modalities'));
    for (const id of modalities) {
      const chip = this.#chip(modality, id, () => this.onChange({ modality: chip.getAttribute('aria-pressed') === 'true' ? '' : id }));
      chip.textContent = id;
      this.#modalityButtons.push(chip);
    }
  }

  /** @param {HTMLElement} parent @param {string} value @param {() => void} onClick */
  #chip(parent, value, onClick) {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.className = 'chip';
    chip.value = value;
    chip.addEventListener('click', onClick);
    parent.append(chip);
    return chip;
  }
}

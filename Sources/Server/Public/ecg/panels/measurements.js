// @ts-check
/** What was measured: by the program, by the recorder, and as a physician corrected it, side by side. */
import { element } from '../app/elements.js';
import { quantities, quantity } from '../data/reading.js';
import { translatePage, words } from '../../scripts/i18n/words.js';

/** @param {number | null} value */
const shown = (value) => (value === null || !Number.isFinite(value) ? '—' : String(Math.round(value)));

/** Sends 'changed' when a value is corrected. */
export class MeasurementPanel extends EventTarget {
  /** Corrected values by name. @type {Record<string, number>} */ corrected = {};

  constructor() {
    super();
    this.statements = element('div', { class: 'statements' });
    this.rows = element('tbody');
    this.root = element('section', { class: 'panel measurements', role: 'tabpanel' }, [
      this.statements,
      element('table', {}, [
        element('thead', {}, [element('tr', {}, [
          element('th', { words: 'ecg.quantity' }), element('th', { class: 'number', words: 'ecg.program' }),
          element('th', { class: 'number', words: 'ecg.recorder' }), element('th', { class: 'number', words: 'ecg.corrected' }),
        ])]),
        this.rows,
      ]),
      element('p', { class: 'quiet', words: 'ecg.assists' }),
    ]);
  }

  /** @param {import('../data/reading.js').Reading} reading */
  show(reading) {
    this.reading = reading;
    this.corrected = {};
    this.#showStatements(reading);
    this.rows.replaceChildren(...quantities.map((what) => this.#row(what, reading)));
    translatePage(this.root);
  }

  /** @param {import('../data/reading.js').Reading} reading */
  #showStatements({ statements, recorded, triage }) {
    const parts = [element('p', { class: `triage ${triage}`, words: `ecg.triage.${triage}` })];
    if (statements.length) parts.push(list('ecg.program', statements.map(({ text, because }) => ({ text, because }))));
    if (recorded.statements?.length) parts.push(list('ecg.recorder', recorded.statements.map((/** @type {string} */ text) => ({ text, because: '' }))));
    this.statements.replaceChildren(...parts);
  }

  /** @param {{name: string, unit: string}} what @param {import('../data/reading.js').Reading} reading */
  #row({ name, unit }, { measured, recorded }) {
    const field = element('input', { inputmode: 'decimal', 'data-quantity': name, autocomplete: 'off', wordsLabel: 'ecg.corrected' });
    field.addEventListener('change', () => this.#typed(name, field));
    return element('tr', {}, [
      element('th', { scope: 'row' }, [element('span', { words: `ecg.quantity.${name}` }), element('small', {}, [` ${unit === 'bpm' ? words('ecg.unit.rate') : unit}`])]),
      element('td', { class: 'number program' }, [shown(quantity(measured, name))]),
      element('td', { class: 'number' }, [shown(recorded.measurements?.[name] ?? null)]),
      element('td', { class: 'number' }, [field]),
    ]);
  }

  /** @param {string} name @param {HTMLInputElement} field */
  #typed(name, field) {
    const value = Number(field.value);
    const isValue = field.value.trim() !== '' && Number.isFinite(value);
    field.toggleAttribute('aria-invalid', field.value.trim() !== '' && !isValue);
    if (isValue) this.corrected[name] = value;
    else delete this.corrected[name];
    this.dispatchEvent(new Event('changed'));
  }

  /** A value that was corrected before. @param {string} name @param {number} value */
  put(name, value) {
    const field = this.rows.querySelector(`[data-quantity="${name}"]`);
    if (!field) return;
    field.value = shown(value);
    this.corrected[name] = value;
  }

  /** Values that follow from marks that were moved. @param {any} measured */
  correct(measured) {
    for (const { name } of quantities) {
      const value = quantity(measured, name);
      const field = this.rows.querySelector(`[data-quantity="${name}"]`);
      if (!field || value === null || Math.round(value) === Math.round(quantity(this.reading?.measured, name) ?? NaN)) continue;
      field.value = shown(value);
      this.corrected[name] = Math.round(value);
    }
    this.dispatchEvent(new Event('changed'));
  }
}

/** @param {string} title @param {{text: string, because: string}[]} lines */
function list(title, lines) {
  const items = lines.map(({ text, because }) => element('li', {}, because ? [text, element('small', {}, [because])] : [text]));
  return element('div', {}, [element('h3', { words: title }), element('ul', {}, items)]);
}

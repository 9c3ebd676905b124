// @ts-check
/** 同屏对比: earlier recordings of the same patient, and in which numbers they differ. */
import { element } from '../app/elements.js';
import { quantities, quantity } from '../data/reading.js';
import { ask } from '../loaders/readings.js';
import { translatePage, words } from '../../scripts/i18n/words.js';

/** Rows of other recordings that are offered. */
const mostOffered = 20;

export class ComparisonPanel {
  /** @param {import('../app/reader.js').Reader} reader */
  constructor(reader) {
    this.reader = reader;
    this.offered = element('ul', { class: 'offered' });
    this.table = element('table', { hidden: true });
    this.none = element('p', { class: 'quiet', words: 'ecg.comparison.none', hidden: true });
    const over = element('button', { type: 'button', 'aria-pressed': 'false', words: 'ecg.comparison.over', onclick: () => {
      reader.companions.setOver(!reader.companions.isOver);
      over.setAttribute('aria-pressed', String(reader.companions.isOver));
    } });
    this.root = element('section', { class: 'panel comparison', role: 'tabpanel' }, [
      element('div', { class: 'row' }, [over, element('button', { type: 'button', words: 'ecg.comparison.clear', onclick: () => this.#choose([]) })]),
      this.offered, this.none, this.table,
    ]);
  }

  /** @param {import('../data/reading.js').Reading} reading */
  async show(reading) {
    this.reader.companions.addEventListener('changed', () => this.#showDifferences());
    const { patientID, patientName } = reading.facts;
    const search = patientID || patientName;
    const answer = search ? await (await ask(`/api/ecg/recordings?${new URLSearchParams({ search, limit: String(mostOffered) })}`)).json() : { recordings: [] };
    const others = answer.recordings.filter((/** @type {any} */ { id }) => String(id) !== reading.id);
    this.none.hidden = others.length > 0;
    this.offered.replaceChildren(...others.map((/** @type {any} */ other) => this.#offer(other)));
  }

  #offer({ id, recordedAt, patientName, heartRate }) {
    const box = element('input', { type: 'checkbox', value: id, onchange: () => this.#choose(this.#chosen()) });
    const rate = heartRate ? `${Math.round(heartRate)} ${words('ecg.unit.rate')}` : '';
    return element('li', {}, [element('label', {}, [box, element('span', {}, [(recordedAt ?? '').replace('T', ' ') || patientName || String(id)]), element('small', {}, [rate])])]);
  }

  #chosen() { return [...this.offered.querySelectorAll('input:checked')].map((box) => box.value); }

  /** @param {string[]} ids */
  async #choose(ids) {
    if (ids.length === 0) for (const box of this.offered.querySelectorAll('input')) box.checked = false;
    await this.reader.companions.show(ids);
  }

  #showDifferences() {
    const { reading, companions } = this.reader;
    this.table.hidden = companions.all.length === 0;
    if (!reading) return;
    const readings = [reading, ...companions.all.map((companion) => companion.reading)];
    const times = readings.map(({ facts }) => element('th', { class: 'number' }, [(facts.recordedAt ?? '—').slice(0, 10)]));
    const head = element('tr', {}, [element('th', { words: 'ecg.quantity' }), ...times, element('th', { class: 'number', words: 'ecg.difference' })]);
    const rows = quantities.map(({ name }) => {
      const values = readings.map(({ measured }) => quantity(measured, name));
      const difference = values[0] === null || values[1] === null ? null : Math.round(values[0]) - Math.round(values[1]);
      const text = difference === null ? '—' : `${difference > 0 ? '+' : ''}${difference}`;
      return element('tr', {}, [
        element('th', { scope: 'row', words: `ecg.quantity.${name}` }),
        ...values.map((value) => element('td', { class: 'number' }, [value === null ? '—' : String(Math.round(value))])),
        element('td', { class: `number difference${difference ? ' differs' : ''}` }, [text]),
      ]);
    });
    this.table.replaceChildren(element('thead', {}, [head]), element('tbody', {}, rows));
    translatePage(this.table);
  }
}

// @ts-check
import { element } from '../app/elements.js';
import { ageAndSex, arrivalTime, lengthOf, recordedTime } from '../data/facts.js';
import { icon } from '../../scripts/icon.js';
import { isKnown, translatePage, words } from '../../scripts/i18n/words.js';

/** @typedef {{id: string | number, patientName: string | null, patientID: string | null, sex: string | null, ageYears: number | null, recordedAt: string | null, heartRate: number | null, triage: string | null, duration: number | null, device: string | null, institution: string | null, receivedAt: number, fault: string | null, report?: string}} Row */

/** The columns: what they sort by, and what stands in them. @type {{name: string, sort?: string, isNumber?: boolean, say: (row: Row) => string}[]} */
const columns = [
  { name: 'triage', say: ({ triage }) => words(isKnown(`ecg.triage.${triage}`) ? `ecg.triage.${triage}` : 'ecg.triage.none') },
  { name: 'patientName', sort: 'patientName', say: ({ patientName, patientID }) => patientName || patientID || '—' },
  { name: 'sex', say: ageAndSex },
  { name: 'patientID', say: ({ patientID }) => patientID ?? '' },
  { name: 'recordedAt', sort: 'recordedAt', say: recordedTime },
  { name: 'heartRate', sort: 'heartRate', isNumber: true, say: ({ heartRate }) => (heartRate ? String(Math.round(heartRate)) : '—') },
  { name: 'duration', isNumber: true, say: ({ duration }) => lengthOf(duration) },
  { name: 'institution', say: ({ institution, fault }) => fault ?? institution ?? '' },
  { name: 'device', say: ({ device }) => device ?? '' },
  { name: 'receivedAt', sort: 'receivedAt', say: ({ receivedAt }) => arrivalTime(receivedAt) },
  { name: 'report', say: ({ report }) => words(`ecg.report.state.${isKnown(`ecg.report.state.${report}`) ? report : 'none'}`) },
];

/** Where a recording is read. @param {string | number} id */
export const addressOf = (id) => `/ecg/reader?id=${encodeURIComponent(id)}`;

/** Sends 'sort' with a column's key and 'opened' with a recording's address. */
export class RecordingTable extends EventTarget {
  /** @type {Row[]} */ rows = [];
  chosen = -1;

  /** @param {HTMLTableElement} table */
  constructor(table) {
    super();
    this.table = table;
  }

  /** @param {Row[]} rows @param {Set<string>} [arrived] ids that were not there before */
  show(rows, arrived = new Set()) {
    const kept = this.rows[this.chosen]?.id;
    this.rows = rows;
    this.chosen = rows.findIndex(({ id }) => id === kept);
    const body = element('tbody', {}, rows.map((row, index) => this.#row(row, index, arrived)));
    this.table.replaceChildren(this.#head(), body);
    this.table.setAttribute('aria-busy', 'false');
    translatePage(this.table);
    this.#mark();
  }

  #head() {
    const cells = columns.map(({ name, sort, isNumber }) => {
      const title = element('span', { words: `ecg.column.${name}` });
      const content = sort ? element('button', { type: 'button', onclick: () => this.dispatchEvent(new CustomEvent('sort', { detail: sort })) }, [title, icon('sort')]) : title;
      return element('th', { class: `${name}${isNumber ? ' number' : ''}`, 'data-sort': sort ?? null }, [content]);
    });
    return element('thead', {}, [element('tr', {}, cells)]);
  }

  #row(row, index, arrived) {
    const cells = columns.map(({ name, isNumber, say }) => {
      const text = say(row);
      const content = name === 'patientName' ? element('a', { href: addressOf(row.id) }, [text]) : name === 'triage' ? element('span', { class: `triage ${row.triage ?? 'none'}` }, [text]) : text;
      return element('td', { class: `${name}${isNumber ? ' number' : ''}`, title: name === 'institution' ? text : null }, [content]);
    });
    const classes = [row.triage === 'critical' && 'critical', arrived.has(String(row.id)) && 'new'].filter(Boolean).join(' ');
    return element('tr', { class: classes, onclick: () => this.choose(index), ondblclick: () => this.open(index) }, cells);
  }

  /** @param {string} sort @param {boolean} isDescending */
  markOrder(sort, isDescending) {
    for (const cell of this.table.querySelectorAll('th')) {
      if (cell.dataset.sort === sort) cell.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    }
  }

  /** @param {number} index */
  choose(index) {
    this.chosen = Math.min(Math.max(index, 0), this.rows.length - 1);
    this.#mark();
  }

  #mark() {
    [...this.table.querySelectorAll('tbody tr')].forEach((row, index) => {
      row.setAttribute('aria-selected', String(index === this.chosen));
      if (index === this.chosen) row.scrollIntoView({ block: 'nearest' });
    });
  }

  /** @param {number} [index] */
  open(index = this.chosen) {
    if (this.rows[index]) location.assign(addressOf(this.rows[index].id));
  }
}

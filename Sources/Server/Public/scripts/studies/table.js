// @ts-check
import { columns } from './columns.js';
import { icon } from '../icon.js';
import { words } from '../i18n/words.js';

/** @typedef {import('./study.js').Study} Study */

/**
 * The rows. A row stays the same element as long as its study is listed, so that a refresh moves nothing under the hand.
 * Sends 'chosen' when another row is the current one, 'open' with the address of a study, 'sort' with a keyword when a heading is clicked.
 */
export class StudyTable extends EventTarget {
  /** @type {Map<string, {row: HTMLTableRowElement, study: Study, written: string}>} */
  #rows = new Map();
  /** @type {Study[]} */ studies = [];
  /** @type {string | null} */ #chosen = null;

  /** @param {HTMLTableElement} element */
  constructor(element) {
    super();
    this.element = element;
    this.head = element.createTHead().insertRow();
    this.body = element.createTBody();
    this.#addHeadings();
  }

  get chosen() { return this.studies.find(({ uid }) => uid === this.#chosen) ?? null; }

  /**
   * @param {Study[]} studies
   * @param {{isRefresh: boolean}} how  what a refresh brings is marked as new
   */
  show(studies, { isRefresh }) {
    this.studies = studies;
    const before = this.#rows;
    this.#rows = new Map();
    for (const study of studies) {
      const known = before.get(study.uid);
      const entry = known ?? { row: this.#row(study), study, written: '' };
      this.#write(entry, study);
      if (!known && isRefresh) entry.row.classList.add('new');
      this.#rows.set(study.uid, entry);
    }
    for (const [uid, { row }] of before) if (!this.#rows.has(uid)) row.remove();
    let place = this.body.firstElementChild;
    for (const { row } of this.#rows.values()) {
      if (row === place) place = place.nextElementSibling;
      else this.body.insertBefore(row, place);
    }
    if (!isRefresh) this.element.parentElement?.scrollTo({ top: 0 });
    if (!this.#chosen || !this.#rows.has(this.#chosen)) this.#choose(studies[0]?.uid ?? null);
  }

  /** @param {Study} study */
  open(study) {
    this.dispatchEvent(new CustomEvent('open', { detail: study.address }));
  }

  /** @param {number} step */
  chooseBy(step) {
    const index = this.studies.findIndex(({ uid }) => uid === this.#chosen);
    const study = this.studies[Math.min(Math.max(index + step, 0), this.studies.length - 1)];
    if (!study) return;
    this.#choose(study.uid);
    this.#rows.get(study.uid)?.row.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} order */
  markOrder(order) {
    for (const cell of this.head.cells) {
      const key = cell.dataset.order;
      const direction = key && order === key ? 'ascending' : key && order === `-${key}` ? 'descending' : 'none';
      cell.setAttribute('aria-sort', direction);
    }
  }

  /** Every word again, in another language. */
  rewrite() {
    for (const entry of this.#rows.values()) this.#write({ ...entry, written: '' }, entry.study);
    for (const cell of this.head.cells) {
      const button = cell.querySelector('button');
      if (button) button.title = words('studies.sortBy', { column: words(`studies.${cell.dataset.column}`) });
    }
  }

  /** @param {string | null} uid */
  #choose(uid) {
    if (this.#chosen !== null) this.#rows.get(this.#chosen)?.row.removeAttribute('aria-selected');
    this.#chosen = uid;
    if (uid !== null) this.#rows.get(uid)?.row.setAttribute('aria-selected', 'true');
    this.dispatchEvent(new Event('chosen'));
  }

  #addHeadings() {
    for (const { id, order, isNumber } of columns) {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.className = isNumber ? `${id} number` : id;
      cell.dataset.column = id;
      const label = document.createElement(order ? 'button' : 'span');
      const text = document.createElement('span');
      text.dataset.words = `studies.${id}`;
      label.append(text);
      if (order) {
        cell.dataset.order = order;
        label.append(icon('sort'));
        label.addEventListener('click', () => this.dispatchEvent(new CustomEvent('sort', { detail: order })));
      }
      cell.append(label);
      this.head.append(cell);
    }
  }

  /** @param {Study} study */
  #row(study) {
    const row = document.createElement('tr');
    row.dataset.study = study.uid;
    for (const { id, isNumber } of columns) {
      const cell = row.insertCell();
      cell.className = isNumber ? `${id} number` : id;
    }
    row.addEventListener('pointerdown', () => this.#choose(study.uid));
    row.addEventListener('pointerenter', () => this.dispatchEvent(new CustomEvent('considered', { detail: study.uid })));
    row.addEventListener('click', (event) => {
      // The name is a link of its own, which the browser opens in another window or tab if the reader wishes.
      const isLink = event.target instanceof Element && event.target.closest('a') !== null;
      if (isLink && (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) return;
      if (!isLink && getSelection()?.toString()) return;
      event.preventDefault();
      this.open(study);
    });
    return row;
  }

  /** @param {{row: HTMLTableRowElement, study: Study, written: string}} entry @param {Study} study */
  #write(entry, study) {
    const written = JSON.stringify(study);
    if (entry.written === written) return;
    Object.assign(entry, { study, written });
    columns.forEach((column, index) => {
      const cell = entry.row.cells[index];
      cell.title = column.hint?.(study) ?? '';
      if (column.id === 'name') cell.replaceChildren(...nameParts(study));
      else if (column.id === 'modality') cell.replaceChildren(...study.modalities.map(badge));
      else cell.textContent = column.text(study);
    });
  }
}

/** @param {Study} study */
function nameParts(study) {
  const link = document.createElement('a');
  link.href = study.address;
  link.textContent = study.shownName;
  link.tabIndex = -1;
  link.setAttribute('aria-label', words('studies.open', { name: study.shownName }));
  if (!study.spelling) return [link];
  const latin = document.createElement('small');
  latin.textContent = study.spelling;
  return [link, latin];
}

/** @param {string} modality */
function badge(modality) {
  const mark = document.createElement('span');
  mark.className = 'badge';
  mark.textContent = modality;
  return mark;
}

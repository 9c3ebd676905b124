// @ts-check
import { fieldOf } from '../catalogue.js';
import { badge, isNumber, shownField, shownTime } from '../values.js';
import { icon } from '../../icon.js';
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Entity} Entity @typedef {import('../catalogue.js').Row} Row @typedef {import('../catalogue.js').Field} Field */

/** The rows. Sends 'sort' with a field's name when a heading is clicked, 'open' with a row. */
export class RecordTable extends EventTarget {
  /** @type {Row[]} */ rows = [];
  #chosen = 0;

  /** @param {HTMLTableElement} element @param {Entity} entity */
  constructor(element, entity) {
    super();
    this.element = element;
    this.entity = entity;
    /** @type {Field[]} */
    this.columns = entity.columns.flatMap((name) => fieldOf(entity, name) ?? []);
  }

  /** @param {Row[]} rows @param {string} sort */
  show(rows, sort) {
    this.rows = rows;
    this.#chosen = Math.min(this.#chosen, Math.max(0, rows.length - 1));
    const head = document.createElement('thead');
    head.insertRow().append(...this.columns.map((field) => this.#heading(field.name, field.label, sort, isNumber(field))), this.#heading('createdAt', words('list.createdAt'), sort));
    const body = document.createElement('tbody');
    body.append(...rows.map((row, index) => this.#row(row, index)));
    this.element.replaceChildren(head, body);
  }

  /** @param {number} step */
  chooseBy(step) {
    this.#choose(Math.min(Math.max(0, this.#chosen + step), this.rows.length - 1));
    this.element.tBodies[0]?.rows[this.#chosen]?.scrollIntoView({ block: 'nearest' });
  }

  open() {
    const row = this.rows[this.#chosen];
    if (row) this.dispatchEvent(new CustomEvent('open', { detail: row }));
  }

  /** @param {number} index */
  #choose(index) {
    const rows = this.element.tBodies[0]?.rows;
    rows?.[this.#chosen]?.removeAttribute('aria-selected');
    this.#chosen = index;
    rows?.[index]?.setAttribute('aria-selected', 'true');
  }

  /** @param {string} name @param {string} label @param {string} sort */
  #heading(name, label, sort, isFigure = false) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.dataset.field = name;
    if (isFigure) cell.className = 'number';
    cell.setAttribute('aria-sort', sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none');
    const button = document.createElement('button');
    button.type = 'button';
    button.append(label, icon('sort'));
    button.addEventListener('click', () => this.dispatchEvent(new CustomEvent('sort', { detail: name })));
    cell.append(button);
    return cell;
  }

  /** @param {Row} row @param {number} index */
  #row(row, index) {
    const line = document.createElement('tr');
    line.dataset.id = String(row.id);
    if (index === this.#chosen) line.setAttribute('aria-selected', 'true');
    this.columns.forEach((field, place) => line.append(this.#cell(field, row, place === 0)));
    const when = line.insertCell();
    when.textContent = shownTime(row.createdAt);
    when.dataset.label = words('list.createdAt');
    line.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('a')) return;
      if (!getSelection()?.toString()) this.dispatchEvent(new CustomEvent('open', { detail: row }));
    });
    return line;
  }

  /** @param {Field} field @param {Row} row @param {boolean} isFirst */
  #cell(field, row, isFirst) {
    const cell = document.createElement('td');
    const text = shownField(field, row);
    cell.dataset.label = field.label;
    cell.title = text;
    if (isNumber(field)) cell.className = 'number';
    if (isFirst) {
      const link = document.createElement('a');
      link.href = `/record?entity=${this.entity.name}&id=${row.id}`;
      link.textContent = text || `#${row.id}`;
      cell.append(link);
    } else if (field.kind === 'state') {
      cell.append(badge(row.values[field.name], text));
    } else {
      cell.textContent = text;
    }
    return cell;
  }
}

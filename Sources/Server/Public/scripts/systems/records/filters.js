// @ts-check
/** The row of filters: a search box, the choices that the entity declares, and a range of days. */
import { fieldOf } from '../catalogue.js';
import { icon } from '../../icon.js';
import { words } from '../../i18n/words.js';
import { isNarrowed } from './query.js';

/** @typedef {import('../catalogue.js').Entity} Entity @typedef {import('./query.js').Query} Query */

export class Filters {
  /** @type {HTMLInputElement} */ search = document.createElement('input');
  #timer = 0;

  /** @param {HTMLElement} element @param {Entity} entity @param {(change: Partial<Query>) => void} change */
  constructor(element, entity, change) {
    this.element = element;
    this.entity = entity;
    this.change = change;
    this.search.type = 'search';
    this.search.id = 'search';
    this.search.autocomplete = 'off';
    this.search.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => change({ text: this.search.value.trim(), page: 0 }), 200);
    });
  }

  /** @param {Query} query */
  show(query) {
    if (document.activeElement !== this.search) this.search.value = query.text;
    this.search.placeholder = words('list.search');
    this.search.setAttribute('aria-label', words('list.search'));
    const box = document.createElement('label');
    box.className = 'search';
    box.append(icon('search'), this.search);
    const isFocused = document.activeElement === this.search;
    this.element.replaceChildren(box, ...this.#chips(query), ...this.#choices(query), this.#days(query), this.#clear(query));
    if (isFocused) this.search.focus();
  }

  /** @param {Query} query */
  #chips(query) {
    if (!this.entity.moves.length) return [];
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.className = 'chip';
    chip.id = 'waiting';
    chip.textContent = words('list.waiting');
    chip.setAttribute('aria-pressed', String(query.waiting));
    chip.addEventListener('click', () => this.change({ waiting: !query.waiting, page: 0 }));
    return [chip];
  }

  /** A select for the state and each choice among the columns. @param {Query} query */
  #choices(query) {
    const names = new Set([...(this.entity.state ? [this.entity.state] : []), ...this.entity.columns]);
    return [...names].flatMap((name) => {
      const field = fieldOf(this.entity, name);
      if (!field?.options) return [];
      const select = document.createElement('select');
      select.name = name;
      select.setAttribute('aria-label', field.label);
      select.append(new Option(`${field.label}：${words('list.all')}`, ''), ...field.options.map(({ code, label }) => new Option(label, code)));
      select.value = query.filters[name] ?? '';
      select.addEventListener('change', () => this.change({ filters: { ...query.filters, [name]: select.value }, page: 0 }));
      return [select];
    });
  }

  /** @param {Query} query */
  #days(query) {
    const [from, to] = (query.filters.createdAt ?? '').split('..');
    const part = document.createElement('span');
    part.className = 'dates';
    const fields = [['list.from', from], ['list.to', to]].map(([key, value]) => {
      const input = document.createElement('input');
      input.type = 'date';
      input.value = value ?? '';
      input.title = words(/** @type {string} */ (key));
      input.setAttribute('aria-label', input.title);
      return input;
    });
    const changed = () => {
      const range = fields.some(({ value }) => value) ? `${fields[0].value}..${fields[1].value}` : '';
      this.change({ filters: { ...query.filters, createdAt: range }, page: 0 });
    };
    for (const field of fields) field.addEventListener('change', changed);
    part.append(fields[0], '–', fields[1]);
    return part;
  }

  /** @param {Query} query */
  #clear(query) {
    const button = document.createElement('button');
    button.type = 'button';
    button.id = 'clear';
    button.className = 'plain';
    button.textContent = words('list.clear');
    button.hidden = !isNarrowed(query);
    button.addEventListener('click', () => {
      this.search.value = '';
      this.change({ text: '', filters: {}, waiting: false, page: 0 });
    });
    return button;
  }
}

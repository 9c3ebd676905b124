// @ts-check
/** Chooses another record by typing: name, pinyin, initials or number; arrows and Enter, or a click. */
import { get } from '../api.js';
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Field} Field @typedef {{id: number, title: string}} Found */

/** @param {Field} field @param {number | null} value @param {string | null} title @returns {import('./inputs.js').Control} */
export function picker(field, value, title) {
  const element = document.createElement('div');
  element.className = 'picker';
  const input = document.createElement('input');
  input.name = field.name;
  input.autocomplete = 'off';
  input.value = title ?? '';
  input.placeholder = words('record.pick');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-expanded', 'false');
  const list = document.createElement('ul');
  list.setAttribute('role', 'listbox');
  list.hidden = true;
  element.append(input, list);

  let chosen = value;
  let shown = input.value;
  let current = 0;
  let asked = 0;
  let timer = 0;
  /** @type {Found[]} */ let found = [];

  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  };
  const mark = () => [...list.children].forEach((item, index) => item.setAttribute('aria-selected', String(index === current)));
  /** @param {Found} record */
  const choose = (record) => {
    chosen = record.id;
    shown = record.title;
    input.value = shown;
    close();
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const draw = () => {
    list.replaceChildren(...found.map((record) => {
      const item = document.createElement('li');
      item.setAttribute('role', 'option');
      item.textContent = record.title;
      item.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        choose(record);
      });
      return item;
    }));
    if (!found.length) {
      const none = document.createElement('li');
      none.className = 'none';
      none.textContent = words('record.nobody');
      list.append(none);
    }
    current = 0;
    mark();
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  };
  const search = async () => {
    const mine = ++asked;
    const answer = await get(`/api/pick/${field.target}?text=${encodeURIComponent(input.value.trim())}`).catch(() => []);
    if (mine !== asked || document.activeElement !== input) return;
    found = answer;
    draw();
  };

  input.addEventListener('input', () => {
    chosen = null;
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
  input.addEventListener('focus', () => {
    input.select();
    if (!chosen) search();
  });
  input.addEventListener('blur', () => {
    close();
    // Text that stands for no record would look like a choice that was made.
    if (chosen === null) input.value = '';
    else input.value = shown;
  });
  input.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      current = Math.min(Math.max(0, current + (event.key === 'ArrowDown' ? 1 : -1)), found.length - 1);
      mark();
      list.children[current]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && found[current]) {
      choose(found[current]);
    } else if (event.key === 'Escape') {
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { element, value: () => chosen, focus: () => input.focus() };
}
